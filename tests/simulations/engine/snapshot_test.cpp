// Snapshots: continuing equals never having stopped; branches differ by what they change alone.
#include "simulations/engine/simulation.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <cstring>

using namespace attune;
using namespace attune::test;

namespace {

Policy with_floor() {
    Policy policy;
    policy.exposure_floor = {{"small", 0.4}};
    return policy;
}

/// Everything a run leaves, as text.
QByteArray outcome(const Observation& observation) {
    QByteArray text = QByteArray::fromStdString(observation.fingerprint.hex());
    for (const MetricValue& value : measure(observation).values)
        text += QByteArray::fromStdString(value.key + value.group) +
                QByteArray::number(value.value, 'g', 17) + QByteArray::number(value.upper, 'g', 17);
    for (const std::int64_t refused : observation.quarantined)
        text += QByteArray::number(static_cast<qint64>(refused)) + ' ';
    text += QByteArray::number(static_cast<qint64>(GateCounts::total(observation.gate.captured))) + ' ' +
            QByteArray::number(static_cast<qint64>(observation.largest_debt)) + ' ' +
            QByteArray::number(static_cast<qint64>(observation.fairness.guarded));
    return text;
}

Simulation started(const RunRequest& request) {
    auto simulation = Simulation::start(request);
    if (!simulation) throw std::runtime_error(to_line(simulation.error()));
    return std::move(*simulation);
}

Simulation resumed(const RunSnapshot& from, const RunRequest& request, const Branch& branch = {}) {
    auto simulation = Simulation::resume(from, request, branch);
    if (!simulation) throw std::runtime_error(to_line(simulation.error()));
    return std::move(*simulation);
}

bool same(const Person& a, const Person& b) {
    return a.taste == b.taste && a.satiation == b.satiation && a.trust == b.trust &&
           a.experience == b.experience && a.fatigue == b.fatigue && a.opted_out == b.opted_out &&
           a.watch.looked_at == b.watch.looked_at;
}

} // namespace

class Snapshot_test : public QObject {
    Q_OBJECT
    Assumptions assumptions_;
    WorldData world_ = make_synthetic_world(assumptions_, 200, 5);
    RunRequest request_ = request_over(world_, assumptions_, with_floor(), 300, 24, 5);

private slots:
    void going_on_equals_never_having_stopped_data() {
        QTest::addColumn<int>("stop");
        QTest::addColumn<int>("threads_before");
        QTest::addColumn<int>("threads_after");
        QTest::newRow("at once") << 0 << 1 << 1;
        QTest::newRow("after a day") << 1 << 1 << 1;
        QTest::newRow("between model updates") << 10 << 1 << 1;
        QTest::newRow("on fewer threads") << 10 << 3 << 1;
        QTest::newRow("on more threads") << 16 << 1 << 3;
    }
    void going_on_equals_never_having_stopped() {
        QFETCH(int, stop);
        QFETCH(int, threads_before);
        QFETCH(int, threads_after);
        RunRequest before = request_, after = request_;
        before.threads = threads_before;
        after.threads = threads_after;
        Simulation first = started(before);
        first.run_until(stop);
        const RunSnapshot snapshot = first.snapshot();
        QCOMPARE(snapshot.day(), stop);
        first.run_until(request_.days); // the original going on disturbs no snapshot
        Simulation second = resumed(snapshot, after);
        QCOMPARE(second.day(), stop);
        second.run_until(request_.days);
        const QByteArray whole = outcome(observe(request_));
        QVERIFY(outcome(second.observation()) == whole);
        QVERIFY(outcome(first.observation()) == whole);
    }

    void the_log_of_both_halves_is_the_whole_log() {
        const LoggedRun whole = observe_with_log(request_);
        std::vector<LoggedEvent> halves;
        RunRequest logged = request_;
        logged.log = [&](std::span<const LoggedEvent> events) {
            halves.insert(halves.end(), events.begin(), events.end());
        };
        Simulation first = started(logged);
        first.run_until(9);
        Simulation second = resumed(first.snapshot(), logged);
        second.run_until(request_.days);
        QCOMPARE(halves.size(), whole.log.size());
        for (std::size_t i = 0; i < halves.size(); ++i)
            QVERIFY(to_json_line(halves[i]) == to_json_line(whole.log[i]));
    }

    void a_branch_differs_by_what_it_changes_alone() {
        Simulation simulation = started(request_);
        simulation.run_until(10);
        const RunSnapshot snapshot = simulation.snapshot();
        const auto run = [&](const Branch& branch) {
            Simulation on = resumed(snapshot, request_, branch);
            on.run_until(request_.days);
            return on.observation();
        };
        const Observation plain = run({});
        QVERIFY(outcome(run({.policy = with_floor()})) == outcome(plain));
        QVERIFY(outcome(run({.assumptions = assumptions_})) == outcome(plain));

        Policy silent = with_floor();
        silent.prompts = false;
        Assumptions moody = assumptions_;
        moody.context_sd = 0.9;
        for (const Branch& branch : {Branch{.policy = silent}, Branch{.assumptions = moody}}) {
            const Observation other = run(branch);
            QVERIFY(!(other.fingerprint == plain.fingerprint));
            // What came before is common to both.
            for (std::size_t c = 0; c < plain.clusters.size(); ++c)
                for (std::size_t day = 0; day < 10; ++day)
                    QVERIFY(plain.clusters[c].days[day] == other.clusters[c].days[day]);
        }
        const Observation quiet = run({.policy = silent});
        double prompts = 0;
        for (const Cluster& cluster : quiet.clusters)
            for (std::size_t day = 10; day < cluster.days.size(); ++day)
                prompts += cluster.days[day][0][Tally::prompts];
        QCOMPARE(prompts, 0.0);
    }

    void a_branch_that_cannot_be_met_is_refused() {
        Simulation simulation = started(request_);
        Policy unknown;
        unknown.exposure_floor = {{"nobody", 0.5}};
        const auto branch = Simulation::resume(simulation.snapshot(), request_, {.policy = unknown});
        QVERIFY(!branch);
        QVERIFY(branch.error().what.find("nobody") != std::string::npos);
    }

    void one_person_taken_back_lives_the_days_again() {
        constexpr UserId user(7);
        Simulation simulation = started(request_);
        simulation.run_until(8);
        const PersonSnapshot then = simulation.snapshot(user);
        simulation.run_until(16);
        const Person later = simulation.person(user);
        const RunSnapshot everyone_later = simulation.snapshot();
        QVERIFY(!same(later, then.person));

        simulation.restore(user, then);
        QVERIFY(same(simulation.person(user), then.person));
        QVERIFY(same(simulation.person(UserId(8)), resumed(everyone_later, request_).person(UserId(8))));

        // Restoring what is there already changes nothing that follows.
        Simulation untouched = resumed(everyone_later, request_);
        untouched.restore(user, untouched.snapshot(user));
        untouched.run_until(request_.days);
        QVERIFY(outcome(untouched.observation()) == outcome(observe(request_)));
        // Restoring what was there earlier does.
        simulation.run_until(request_.days);
        QVERIFY(!(simulation.observation().fingerprint == untouched.observation().fingerprint));
    }
};
ATTUNE_TEST(Snapshot_test);

#include "snapshot_test.moc"
