// The surface of asking: what a cell is, that its figures are those of a run with its settings, and what
// context brings over random moments.
#include "core/policy/parameters.h"
#include "simulations/study/asking_surface.h"
#include "simulations/study/library.h"
#include "tests/support/test.h"

#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

LoadedScenario calm(int users, int days, int items) {
    auto scenario = find_scenario("calm-baseline", nullptr);
    if (!scenario) qFatal("no scenario");
    scenario->scenario.users = users;
    scenario->scenario.days = days;
    scenario->scenario.items = items;
    return *scenario;
}

/// The cell's settings, put together by hand.
Policy by_hand(const AskingCell& cell, Policy policy) {
    policy.prompts = true;
    policy.backoff = 1;
    policy.weekly_cap = 50;
    policy.session_cap = 3;
    policy.gap_hours = cell.gap_hours;
    policy.ask_after_conversion = cell.moment == Trigger::conversion;
    policy.ask_at_pause = cell.moment == Trigger::pause;
    policy.ask_when_fruitless = cell.moment == Trigger::fruitless;
    policy.ask_at_random = cell.moment == Trigger::random ? 0.2 : 0;
    return policy;
}

const AskingFigures& at(const std::vector<AskingOutcome>& outcomes, Trigger moment, double gap) {
    for (const AskingOutcome& one : outcomes)
        if (one.cell == AskingCell{moment, gap}) return one.figures;
    qFatal("no such cell");
}

} // namespace

class Asking_surface_test : public QObject {
    Q_OBJECT
private slots:
    void a_cell_is_its_moment_and_its_gap_alone() {
        Policy policy;
        policy.prompts = false;
        policy.weekly_cap = 1;
        policy.backoff = 3;
        policy.ask_at_random = 0.7;
        policy.exposure_floor["small"] = 0.2;
        policy.temperature = 0.5;
        std::set<std::pair<Trigger, double>> cells;
        for (const AskingCell& cell : surface_cells()) {
            QVERIFY(cells.insert({cell.moment, cell.gap_hours}).second);
            const Policy alone = policy_at(cell, policy);
            VERIFY_OK(check_policy(alone));
            QVERIFY(policy_parameters().diff(by_hand(cell, policy), alone).empty());
            for (const auto& change : policy_parameters().diff(policy, alone))
                QVERIFY2(change.key.starts_with("prompt."), change.key.c_str());
            // The weekly cap leaves room for every gap.
            QVERIFY(alone.weekly_cap >= 168 / cell.gap_hours);
        }
        QCOMPARE(cells.size(), surface_moments.size() * 5);
        QVERIFY(cells.contains({Trigger::random, 6}) && cells.contains({Trigger::fruitless, 336}));
    }

    void figures_are_those_of_runs_with_these_settings() {
        constexpr int people = 150, days = 14;
        const LoadedScenario scenario = calm(people, days, 100);
        Policy policy;
        policy.temperature = 0.4;
        SimulateOptions options;
        std::vector<double> done;
        options.progress = [&](double share) { done.push_back(share); };
        const auto outcomes = measure_asking_surface(scenario, policy, options);
        VERIFY_OK(outcomes);
        QVERIFY(std::is_sorted(done.begin(), done.end()) && std::abs(done.back() - 1) < 1e-9);
        QCOMPARE(outcomes->size(), surface_cells().size());
        int asked_cells = 0;
        for (std::size_t c = 0; c < outcomes->size(); ++c) {
            const AskingCell cell = surface_cells()[c];
            QVERIFY((*outcomes)[c].cell == cell);
            double prompts = 0, answers = 0;
            std::map<std::uint32_t, double> last;
            std::set<std::uint32_t> out;
            double closest = 1e9;
            SimulateOptions logged;
            logged.log = [&](std::span<const LoggedEvent> events) {
                for (const LoggedEvent& event : events) {
                    const std::uint32_t user = event.user.value;
                    if (event.kind == LoggedKind::prompt) {
                        prompts += 1;
                        if (last.contains(user)) closest = std::min(closest, event.hours - last[user]);
                        last[user] = event.hours;
                    }
                    if (event.kind == LoggedKind::answer) answers += 1;
                    if (event.kind == LoggedKind::opt_out) out.insert(user);
                    if (event.kind == LoggedKind::opt_in) out.erase(user);
                }
            };
            const auto run = simulate_run(scenario, by_hand(cell, policy), logged);
            VERIFY_OK(run);
            const AskingFigures& figures = (*outcomes)[c].figures;
            QVERIFY(closest >= cell.gap_hours - 1e-6);
            QVERIFY(std::abs(figures.prompts.value - prompts / people / 2) < 1e-9);
            QVERIFY(std::abs(figures.answers.value - answers / people / 2) < 1e-9);
            QVERIFY(std::abs(figures.opt_out.value - static_cast<double>(out.size()) / people) < 1e-9);
            QCOMPARE(std::isfinite(figures.response.value), prompts > 0);
            if (prompts > 0) QVERIFY(std::abs(figures.response.value - answers / prompts) < 1e-9);
            asked_cells += prompts > 0 ? 1 : 0;
            for (const MetricValue& value : run->metrics)
                if (value.key == "nonresponse_bias" && value.group == "all" && std::isfinite(value.value)) {
                    QCOMPARE(figures.bias.value, value.value);
                    QCOMPARE(figures.bias.lower, value.lower);
                    QCOMPARE(figures.bias.upper, value.upper);
                }
        }
        QVERIFY(asked_cells >= 15);
    }

    // The policy's own caps must not decide what a gap brings.
    void caps_and_back_off_of_the_policy_do_not_bind() {
        const LoadedScenario scenario = calm(120, 14, 60);
        Policy tight, loose;
        tight.weekly_cap = tight.session_cap = 1;
        tight.backoff = 4;
        loose.weekly_cap = 50;
        loose.backoff = 1;
        const auto from_tight = measure_asking_surface(scenario, tight, {});
        const auto from_loose = measure_asking_surface(scenario, loose, {});
        VERIFY_OK(from_tight);
        VERIFY_OK(from_loose);
        for (std::size_t c = 0; c < from_tight->size(); ++c)
            QCOMPARE((*from_tight)[c].figures.prompts.value, (*from_loose)[c].figures.prompts.value);
        // And there is something to bind: at most one a week would be far fewer.
        QVERIFY(at(*from_tight, Trigger::pause, 6).prompts.value > 1.5);
    }

    // FB-19: context gives a higher response and answers that are as true, at every gap and at a budget that
    // is not smaller. FB-17: how much an answer tells is known for every moment.
    void context_dominates_random_moments_at_equal_budget() {
        SimulateOptions options;
        options.threads = 2;
        const auto outcomes =
            measure_asking_surface(calm(sized(700, 2500), sized(42, 60), 200), Policy{}, options);
        VERIFY_OK(outcomes);
        for (const double gap : surface_gaps) {
            const AskingFigures& random = at(*outcomes, Trigger::random, gap);
            for (const Trigger moment : {Trigger::conversion, Trigger::pause, Trigger::fruitless})
                QVERIFY2(at(*outcomes, moment, gap).response.lower > random.response.upper,
                         std::string(name(moment)).c_str());
            const AskingFigures& pause = at(*outcomes, Trigger::pause, gap);
            // As many prompts or more, and still more of them answered, with no more bias.
            QVERIFY(pause.prompts.value >= 0.98 * random.prompts.value);
            QVERIFY(pause.answers.lower > random.answers.upper);
            QVERIFY(pause.bias.lower <= random.bias.upper);
            // A prompt tells more: as often as it is answered, times what an answer tells.
            QVERIFY(pause.response.lower * pause.bits.lower > random.response.upper * random.bits.upper);
            QVERIFY(pause.bits.lower > 0);
            for (const Trigger moment : surface_moments) { // known wherever anything was said
                const AskingFigures& figures = at(*outcomes, moment, gap);
                QCOMPARE(std::isfinite(figures.bits.value), figures.answers.value > 0);
            }
        }
        // Asked more often, a smaller share answers and more people turn prompts off.
        for (const Trigger moment : {Trigger::pause, Trigger::fruitless, Trigger::random}) {
            QVERIFY(at(*outcomes, moment, 6).response.upper < at(*outcomes, moment, 336).response.lower);
            QVERIFY(at(*outcomes, moment, 6).opt_out.lower > at(*outcomes, moment, 336).opt_out.upper);
        }
    }

    void the_nearest_cells_are_the_moments_in_use_at_the_least_time_between_prompts_data() {
        QTest::addColumn<double>("gap");
        QTest::addColumn<int>("weekly_cap");
        QTest::addColumn<double>("nearest");
        QTest::newRow("the gap itself") << 72.0 << 50 << 72.0;
        QTest::newRow("by ratio, down") << 40.0 << 50 << 24.0;
        QTest::newRow("by ratio, up") << 43.0 << 50 << 72.0;
        QTest::newRow("no gap") << 0.0 << 50 << 6.0;
        QTest::newRow("longer than all") << 500.0 << 50 << 336.0;
        QTest::newRow("the weekly cap binds") << 6.0 << 1 << 168.0;
        QTest::newRow("the weekly cap binds less") << 6.0 << 2 << 72.0;
    }
    void the_nearest_cells_are_the_moments_in_use_at_the_least_time_between_prompts() {
        QFETCH(double, gap);
        QFETCH(int, weekly_cap);
        QFETCH(double, nearest);
        Policy policy;
        policy.gap_hours = gap;
        policy.weekly_cap = weekly_cap;
        policy.ask_after_conversion = policy.ask_when_fruitless = false;
        policy.ask_at_pause = true;
        policy.ask_at_random = 0;
        QVERIFY(nearest_cells(policy) == (std::vector<AskingCell>{{Trigger::pause, nearest}}));
        policy.ask_after_conversion = true;
        policy.ask_at_random = 0.1;
        QVERIFY(nearest_cells(policy) == (std::vector<AskingCell>{{Trigger::conversion, nearest},
                                                                  {Trigger::pause, nearest},
                                                                  {Trigger::random, nearest}}));
        policy.prompts = false;
        QVERIFY(nearest_cells(policy).empty());
    }

    void it_can_be_stopped() {
        std::stop_source stop;
        SimulateOptions options;
        options.stop = stop.get_token();
        double last = 0;
        options.progress = [&](double done) {
            last = done;
            if (done > 0.3) stop.request_stop();
        };
        const auto outcomes = measure_asking_surface(calm(80, 10, 60), Policy{}, options);
        QVERIFY(!outcomes);
        QVERIFY(outcomes.error().code == ErrorCode::cancelled);
        QVERIFY(last < 0.4);
    }
};
ATTUNE_TEST(Asking_surface_test);

#include "asking_surface_test.moc"
