// The run controller: the newest request is answered, stale ones are not, and nothing is heard of a job that
// was cancelled. A runner of the tests' own stands between study and engine, to count runs and to hold the
// worker where a test wants it.
#include "simulations/engine/run.h"
#include "tests/support/test.h"
#include "ui/session/run_controller.h"
#include "ui/theme/words.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>

using namespace attune;
using namespace attune::ui;

namespace {

constexpr int patience = 60000; // milliseconds
using State = RunController::State;

LabSetup setup_of(int users = 70, int days = 6, int replications = 2) {
    LoadedScenario loaded;
    loaded.scenario.name = "small";
    loaded.scenario.users = users;
    loaded.scenario.days = days;
    loaded.scenario.items = 60;
    LabSetup setup{std::make_shared<const LoadedScenario>(loaded), Policy{}, Policy{}, replications};
    setup.candidate.name = "candidate";
    setup.candidate.weekly_cap = 7;
    setup.candidate.gap_hours = 0;
    return setup;
}

LabSetup named(LabSetup setup, const std::string& name) {
    setup.candidate.name = name;
    return setup;
}

/// Stands before the engine. While it is held, a run waits until it is stopped or let go.
class Engine {
public:
    LabStudy::Runner runner() {
        return [this](const RunRequest& request) {
            const int number = ++runs;
            twins += request.chance != 0 ? 1 : 0;
            if (fault) fault();
            if (held && number >= hold_from && (!hold_twins_only || request.chance != 0)) {
                std::unique_lock lock(mutex_);
                ++waiting;
                changed_.wait(lock, request.stop, [this] { return !held; });
                --waiting;
            }
            auto result = run_policy(request);
            if (request.chance != 0 && result && !result->cancelled) {
                // One that is stopped as it ends is learned again: what counts is how many there are.
                const std::lock_guard lock(mutex_);
                known_.insert({request.chance, request.seed, request.policy.name});
                learned = static_cast<int>(known_.size());
            }
            ++ended;
            return result;
        };
    }
    void let_go() {
        {
            const std::lock_guard lock(mutex_);
            held = false;
        }
        changed_.notify_all();
    }

    std::atomic<int> runs{0}, ended{0}, twins{0}, learned{0}, waiting{0};
    std::atomic<int> hold_from{0}; ///< the number of the first run that is held
    std::atomic<bool> held{false}, hold_twins_only{false};
    std::function<void()> fault;

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::set<std::tuple<std::uint64_t, std::uint64_t, std::string>> known_;
};

/// Waits while the window gets no turn.
template <typename Condition>
bool without_a_turn(const Condition& condition) {
    const QDeadlineTimer deadline(patience);
    while (!condition() && !deadline.hasExpired())
        std::this_thread::yield();
    return condition();
}

/// Whether a number is what it was when this was asked last.
bool settled_at(int& last, int now) {
    return std::exchange(last, now) == now;
}

/// Counts the wake-ups that reach the controller.
class WakeUps : public QObject {
public:
    using QObject::QObject;
    int count = 0;
    bool eventFilter(QObject*, QEvent* event) override {
        count += event->type() == QEvent::MetaCall ? 1 : 0;
        return false;
    }
};

/// A controller and all that is heard of it.
struct Heard {
    explicit Heard(Engine& engine, int threads = 2)
        : controller(threads, LabStudy(engine.runner())) {
        QObject::connect(&controller, &RunController::finished, &controller, [this](const LabOutcome& o) {
            outcomes.push_back(o);
            states_at_finish.push_back(controller.state());
        });
        QObject::connect(&controller, &RunController::failed, &controller,
                         [this](const Error& e) { errors.push_back(e); });
        QObject::connect(&controller, &RunController::state_changed, &controller,
                         [this](State s) { states.push_back(s); });
        QObject::connect(&controller, &RunController::progressed, &controller,
                         [this](double done, double left) { progress.emplace_back(done, left); });
        QObject::connect(&controller, &RunController::cancelled, &controller, [this] { ++cancelled; });
    }
    RunController controller;
    std::vector<LabOutcome> outcomes;
    std::vector<State> states_at_finish;
    std::vector<Error> errors;
    std::vector<State> states;
    std::vector<std::pair<double, double>> progress;
    int cancelled = 0;
};

} // namespace

class Run_controller_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_preview_grows_until_it_has_shown_all_its_stages() {
        Engine engine;
        Heard heard(engine);
        const LabSetup setup = setup_of(600, 33, 1);
        QCOMPARE(heard.controller.state(), State::idle);
        const quint64 job = heard.controller.preview(setup);
        QCOMPARE(heard.controller.state(), State::previewing);
        QTRY_COMPARE_WITH_TIMEOUT(heard.controller.state(), State::idle, patience);
        QVERIFY(heard.errors.empty());
        const std::vector<PreviewStage> stages = preview_stages(setup);
        QVERIFY(stages.size() == 3);
        QVERIFY(!heard.outcomes.empty() && heard.outcomes.size() <= stages.size());
        int people = 0;
        for (const LabOutcome& outcome : heard.outcomes) {
            QCOMPARE(outcome.job, job);
            QVERIFY(outcome.picture->state.preview);
            QVERIFY(outcome.picture->state.people > people);
            people = outcome.picture->state.people;
            QCOMPARE(outcome.input->run.policy_name, std::string("candidate"));
            QVERIFY(outcome.seconds > 0);
        }
        QCOMPARE(people, 600); // the last stage is never left out
        QCOMPARE(heard.outcomes.back().picture->state.days, 33);
        QCOMPARE(heard.states_at_finish.back(), State::idle);
        QCOMPARE(heard.states, (std::vector<State>{State::previewing, State::idle}));
        QCOMPARE(heard.controller.previews_started(), quint64{1});
        QCOMPARE(heard.controller.runs_started(), quint64{0});
    }

    void a_full_run_ends_with_the_records_of_a_comparison() {
        Engine engine;
        Heard heard(engine);
        const LabSetup setup = setup_of();
        QElapsedTimer clock;
        clock.start();
        const quint64 job = heard.controller.run(setup);
        QCOMPARE(heard.controller.state(), State::running);
        QTRY_COMPARE_WITH_TIMEOUT(heard.outcomes.size(), std::size_t{1}, patience);
        const qint64 passed = clock.elapsed();
        const LabOutcome& outcome = heard.outcomes[0];
        QCOMPARE(outcome.job, job);
        QVERIFY(!outcome.picture->state.preview);
        QCOMPARE(heard.states_at_finish[0], State::idle);
        SimulateOptions options;
        options.replications = setup.replications;
        const auto alone = simulate_comparison(*setup.scenario, setup.baseline, setup.candidate, options);
        VERIFY_OK(alone);
        QCOMPARE(outcome.input->run.fingerprint, alone->candidate.fingerprint);
        QCOMPARE(outcome.input->baseline->fingerprint, alone->baseline.fingerprint);
        QCOMPARE(outcome.input->comparison->id, alone->record.id);
        QCOMPARE(outcome.picture->headline,
                 make_lab_picture(*outcome.input, outcome.picture->state, Text::english()).headline);
        QVERIFY(!heard.progress.empty());
        QVERIFY(heard.progress.size() <= static_cast<std::size_t>(passed / 50 + 2));
        for (std::size_t i = 0; i < heard.progress.size(); ++i) {
            QVERIFY(heard.progress[i].first > 0 && heard.progress[i].first <= 1);
            if (i > 0) QVERIFY(heard.progress[i].first > heard.progress[i - 1].first);
        }
    }

    void the_newest_request_wins_data() {
        QTest::addColumn<int>("turns"); ///< how often the window gets a turn between requests
        QTest::newRow("in one go") << 0;
        QTest::newRow("with turns between") << 3;
    }
    void the_newest_request_wins() {
        QFETCH(int, turns);
        Engine engine;
        Heard heard(engine);
        quint64 newest = 0;
        std::size_t stale = 0;
        QObject::connect(&heard.controller, &RunController::finished, &heard.controller,
                         [&](const LabOutcome& outcome) { stale += outcome.job != newest ? 1U : 0U; });
        for (int i = 1; i <= 50; ++i) {
            newest = heard.controller.preview(named(setup_of(200, 33, 4), "move " + std::to_string(i)));
            QCOMPARE(newest, static_cast<quint64>(i));
            for (int turn = 0; turn < turns; ++turn)
                QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(heard.controller.state(), State::idle, patience);
        QCOMPARE(stale, std::size_t{0});
        QVERIFY(!heard.outcomes.empty());
        QCOMPARE(heard.outcomes.back().job, quint64{50});
        QCOMPARE(heard.outcomes.back().input->run.policy_name, std::string("move 50"));
        QVERIFY(heard.errors.empty());
        QCOMPARE(heard.controller.previews_started(), quint64{50});
        // And nothing old comes after it: the next answer is the next request's.
        const std::size_t before = heard.outcomes.size();
        const quint64 next = heard.controller.run(named(setup_of(), "after"));
        QTRY_VERIFY_WITH_TIMEOUT(heard.outcomes.size() > before, patience);
        QCOMPARE(heard.outcomes.size(), before + 1);
        QCOMPARE(heard.outcomes.back().job, next);
    }

    void a_new_request_stops_the_running_one() {
        Engine engine;
        engine.held = true; // nothing ends unless it is stopped
        Heard heard(engine);
        heard.controller.run(named(setup_of(), "first"));
        QTRY_VERIFY_WITH_TIMEOUT(engine.waiting > 0, patience);
        heard.controller.run(named(setup_of(), "second"));
        QTRY_VERIFY_WITH_TIMEOUT(engine.ended >= 1 && engine.waiting > 0, patience);
        engine.let_go();
        QTRY_COMPARE_WITH_TIMEOUT(heard.outcomes.size(), std::size_t{1}, patience);
        QCOMPARE(heard.outcomes[0].input->run.policy_name, std::string("second"));
        QCOMPARE(heard.states, (std::vector<State>{State::running, State::idle}));
        QCOMPARE(heard.controller.runs_started(), quint64{2});
    }

    void a_cancelled_job_is_not_heard_of_again() {
        Engine engine;
        Heard heard(engine);
        engine.held = true;
        heard.controller.run(named(setup_of(), "cancelled"));
        QTRY_VERIFY_WITH_TIMEOUT(engine.waiting > 0, patience);
        heard.controller.cancel();
        QCOMPARE(heard.controller.state(), State::idle);
        QCOMPARE(heard.cancelled, 1);
        QTRY_COMPARE_WITH_TIMEOUT(engine.waiting.load(), 0, patience); // the worker came out by itself
        engine.let_go();
        heard.controller.cancel(); // nothing to cancel: nothing happens
        QCOMPARE(heard.cancelled, 1);
        heard.controller.run(named(setup_of(), "later"));
        QTRY_COMPARE_WITH_TIMEOUT(heard.outcomes.size(), std::size_t{1}, patience);
        QCOMPARE(heard.outcomes[0].input->run.policy_name, std::string("later"));
        QVERIFY(heard.errors.empty());
        QCOMPARE(heard.states,
                 (std::vector<State>{State::running, State::idle, State::running, State::idle}));
    }

    void a_result_on_its_way_is_dropped_by_cancel_and_by_a_new_request() {
        Engine engine;
        engine.hold_twins_only = true;
        engine.held = true;
        Heard heard(engine);
        // The window gets no turn until the worker is done with the run and busy with chance.
        heard.controller.run(named(setup_of(), "too late"));
        QVERIFY(without_a_turn([&] { return engine.waiting > 0; }));
        heard.controller.cancel();
        QCoreApplication::processEvents();
        QVERIFY(heard.outcomes.empty());
        heard.controller.run(named(setup_of(), "too late as well"));
        QVERIFY(without_a_turn([&] { return engine.waiting > 0; }));
        heard.controller.run(named(setup_of(), "in time"));
        QTRY_COMPARE_WITH_TIMEOUT(heard.outcomes.size(), std::size_t{1}, patience);
        QCOMPARE(heard.outcomes[0].input->run.policy_name, std::string("in time"));
        engine.let_go();
    }

    void a_result_that_was_not_taken_is_not_taken_for_the_next_ones() {
        Engine engine;
        engine.hold_twins_only = true;
        engine.held = true;
        Heard heard(engine);
        heard.controller.run(named(setup_of(), "old"));
        QVERIFY(without_a_turn([&] { return engine.waiting > 0; }));
        // The next job gets as far as to report, and no further.
        engine.hold_from = engine.runs + 2;
        engine.hold_twins_only = false;
        heard.controller.run(named(setup_of(), "new"));
        QVERIFY(without_a_turn([&] { return engine.runs >= engine.hold_from && engine.waiting > 0; }));
        QCoreApplication::processEvents();
        QVERIFY(heard.outcomes.empty());
        QCOMPARE(heard.progress.size(), std::size_t{1});
        engine.let_go();
        QTRY_COMPARE_WITH_TIMEOUT(heard.outcomes.size(), std::size_t{1}, patience);
        QCOMPARE(heard.outcomes[0].input->run.policy_name, std::string("new"));
    }

    void many_reports_wait_as_one() {
        Engine engine;
        engine.hold_twins_only = true;
        engine.held = true;
        Heard heard(engine);
        WakeUps wake_ups;
        heard.controller.installEventFilter(&wake_ups);
        heard.controller.run(setup_of(300, 30, 2));
        QVERIFY(without_a_turn([&] { return engine.waiting > 0; }));
        QCOMPARE(heard.progress.size(), std::size_t{0});
        QCoreApplication::processEvents();
        QCOMPARE(wake_ups.count, 1);
        QCOMPARE(heard.outcomes.size(), std::size_t{1});
        QCOMPARE(heard.progress.size(), std::size_t{0}); // it is finished; how far it came is of no use
        engine.let_go();
    }

    void closing_in_the_middle_of_a_run_joins() {
        Engine engine;
        engine.held = true;
        auto heard = std::make_unique<Heard>(engine);
        heard->controller.run(setup_of());
        QTRY_VERIFY_WITH_TIMEOUT(engine.waiting > 0, patience);
        heard.reset();
        QCOMPARE(engine.waiting.load(), 0);
        QCOMPARE(engine.ended.load(), engine.runs.load());
        // And one that simulates in earnest.
        engine.let_go();
        auto busy = std::make_unique<Heard>(engine);
        busy->controller.run(setup_of(3000, 60, 4));
        QTRY_VERIFY_WITH_TIMEOUT(!busy->progress.empty(), patience);
        busy.reset();
        QCOMPARE(engine.ended.load(), engine.runs.load());
    }

    void a_policy_that_does_not_fit_fails_with_what_to_do() {
        Engine engine;
        Heard heard(engine);
        LabSetup setup = setup_of();
        setup.candidate.exposure_floor["nobody"] = 0.4;
        SimulateOptions options;
        const auto refused = simulate_comparison(*setup.scenario, setup.baseline, setup.candidate, options);
        QVERIFY(!refused);
        heard.controller.preview(setup);
        QTRY_COMPARE_WITH_TIMEOUT(heard.errors.size(), std::size_t{1}, patience);
        QCOMPARE(heard.controller.state(), State::idle);
        heard.controller.run(setup);
        QTRY_COMPARE_WITH_TIMEOUT(heard.errors.size(), std::size_t{2}, patience);
        QCOMPARE(heard.controller.state(), State::idle);
        QCOMPARE(heard.errors[0], refused.error());
        QCOMPARE(heard.errors[1], refused.error());
        QVERIFY(heard.outcomes.empty());
    }

    void what_is_thrown_becomes_an_error_data() {
        QTest::addColumn<bool>("memory");
        QTest::addColumn<bool>("preview");
        QTest::newRow("no memory, run") << true << false;
        QTest::newRow("no memory, preview") << true << true;
        QTest::newRow("anything else") << false << false;
    }
    void what_is_thrown_becomes_an_error() {
        QFETCH(bool, memory);
        QFETCH(bool, preview);
        Engine engine;
        engine.fault = [memory] {
            if (memory) throw std::bad_alloc();
            throw std::runtime_error("out of luck");
        };
        Heard heard(engine);
        if (preview)
            heard.controller.preview(setup_of());
        else
            heard.controller.run(setup_of());
        QTRY_COMPARE_WITH_TIMEOUT(heard.errors.size(), std::size_t{1}, patience);
        QCOMPARE(heard.controller.state(), State::idle);
        QCOMPARE(from_core(heard.errors[0].what), words(memory ? "run.no_memory" : "run.unexpected"));
        QVERIFY(!heard.errors[0].remedy.empty());
    }

    void a_listener_may_ask_for_the_next_run() {
        Engine engine;
        Heard heard(engine);
        bool asked = false;
        QObject::connect(&heard.controller, &RunController::finished, &heard.controller,
                         [&](const LabOutcome& outcome) {
                             if (!outcome.picture->state.preview || std::exchange(asked, true)) return;
                             heard.controller.run(named(setup_of(200, 33, 4), "full"));
                         });
        heard.controller.preview(named(setup_of(200, 33, 4), "preview"));
        QTRY_VERIFY_WITH_TIMEOUT(asked && heard.controller.state() == State::idle, patience);
        QCOMPARE(heard.outcomes.size(), std::size_t{2}); // no second stage of the preview
        QCOMPARE(heard.outcomes[1].input->run.policy_name, std::string("full"));
    }

    void a_listener_may_cancel() {
        Engine engine;
        Heard heard(engine);
        QObject::connect(&heard.controller, &RunController::state_changed, &heard.controller,
                         [&](State state) {
                             if (state == State::idle) heard.controller.cancel();
                         });
        heard.controller.run(setup_of());
        QTRY_COMPARE_WITH_TIMEOUT(heard.controller.state(), State::idle, patience);
        heard.controller.run(named(setup_of(), "again"));
        QTRY_COMPARE_WITH_TIMEOUT(heard.states.size(), std::size_t{4}, patience);
        QVERIFY(heard.outcomes.empty());
    }

    void chance_is_learned_when_nothing_else_is_wanted() {
        Engine engine;
        engine.hold_twins_only = true;
        engine.held = true;
        Heard heard(engine);
        heard.controller.run(setup_of());
        QTRY_COMPARE_WITH_TIMEOUT(heard.outcomes.size(), std::size_t{1}, patience);
        QCOMPARE(heard.controller.state(), State::idle); // nobody sees it
        QTRY_VERIFY_WITH_TIMEOUT(engine.waiting > 0, patience);
        heard.controller.preview(setup_of()); // and it steps aside at once
        QTRY_VERIFY_WITH_TIMEOUT(heard.outcomes.size() > 1 && heard.controller.state() == State::idle,
                                 patience);
        QTRY_VERIFY_WITH_TIMEOUT(engine.waiting > 0, patience); // then goes on
        engine.let_go();
        // How many were stopped on the way is chance; how many there are in the end is not.
        QTRY_VERIFY_WITH_TIMEOUT(engine.learned >= 8 && engine.ended == engine.runs, patience);
        // The last of them may have to be learned again; then it is quiet.
        int begun = -1;
        QTRY_VERIFY_WITH_TIMEOUT(engine.ended == engine.runs && settled_at(begun, engine.runs), patience);
        heard.controller.cancel();
        QCOMPARE(heard.cancelled, 0);
        // Known: it is not learned again, but for the last one, which may have been stopped while it was
        // counted, and once more by the preview that follows.
        const int known = engine.twins;
        const std::size_t before = heard.outcomes.size();
        heard.controller.run(setup_of());
        QTRY_VERIFY_WITH_TIMEOUT(heard.outcomes.size() > before, patience);
        heard.controller.preview(setup_of());
        QTRY_COMPARE_WITH_TIMEOUT(heard.controller.state(), State::idle, patience);
        QVERIFY2(engine.twins <= known + 2, qPrintable(QString::number(engine.twins - known)));
        QCOMPARE(engine.learned.load(), 8);
    }
};
ATTUNE_TEST(Run_controller_test);

#include "run_controller_test.moc"
