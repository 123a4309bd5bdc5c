#include "tests/simulations/example_run.h"

#include <atomic>
#include <thread>

using namespace attune;
using namespace attune::test;

namespace {

double person_days(const Observation& observation, std::size_t day) {
    double sum = 0;
    for (const Cluster& cluster : observation.clusters)
        if (day < cluster.days.size()) sum += cluster.days[day][0][Tally::person_days];
    return sum;
}

} // namespace

class Stopping_test : public QObject {
    Q_OBJECT
private slots:
    void a_run_that_is_not_stopped_is_whole() {
        const WorldData world = make_synthetic_world({}, 60, 1);
        int reported = 0;
        RunRequest request = request_over(world, {}, {}, 200, 6);
        request.after_day = [&](int day) { QCOMPARE(day, reported++); };
        const Observation observation = observe(request);
        QVERIFY(!observation.cancelled);
        QCOMPARE(reported, 6);
        for (std::size_t day = 0; day < 6; ++day)
            QCOMPARE(person_days(observation, day), 200.0);
    }

    void a_stop_between_days_starts_no_further_block_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("two threads") << 2;
    }
    void a_stop_between_days_starts_no_further_block() {
        QFETCH(int, threads);
        const WorldData world = make_synthetic_world({}, 60, 1);
        std::stop_source source;
        RunRequest request = request_over(world, {}, {}, 300, 50);
        request.threads = threads;
        request.stop = source.get_token();
        int last = -1;
        request.after_day = [&](int day) {
            last = day;
            if (day == 2) source.request_stop();
        };
        const LoggedRun run = observe_with_log(request);
        QVERIFY(run.observation.cancelled);
        QCOMPARE(last, 2);
        QCOMPARE(person_days(run.observation, 2), 300.0);
        QCOMPARE(person_days(run.observation, 3), 0.0);
        for (const LoggedEvent& event : run.log)
            QVERIFY(event.visit < 3 * 16);
    }

    void a_run_stopped_before_it_starts_does_nothing() {
        const WorldData world = make_synthetic_world({}, 60, 1);
        std::stop_source source;
        source.request_stop();
        RunRequest request = request_over(world, {}, {}, 100, 5);
        request.stop = source.get_token();
        const LoggedRun run = observe_with_log(request);
        QVERIFY(run.observation.cancelled);
        QVERIFY(run.log.empty());
        QCOMPARE(person_days(run.observation, 0), 0.0);
    }

    void a_stop_within_a_day_ends_the_run_before_that_day_is_over() {
        const WorldData world = make_synthetic_world({}, 60, 1);
        std::stop_source source;
        std::atomic<bool> begun{false};
        // Far more people than the run gets to: it has to notice the stop, and no day of it can be reported
        // after.
        RunRequest request = request_over(world, {}, {}, 20000, 400);
        request.stop = source.get_token();
        int last = -1;
        request.after_day = [&](int day) {
            last = day;
            begun = true;
            begun.notify_one();
        };
        std::jthread stopper([&] {
            begun.wait(false);
            source.request_stop();
        });
        const Observation observation = observe(request);
        QVERIFY(observation.cancelled);
        QVERIFY(last < 399);
        QVERIFY(person_days(observation, static_cast<std::size_t>(last) + 1) < 20000.0);
    }
};
ATTUNE_TEST(Stopping_test);

#include "stopping_test.moc"
