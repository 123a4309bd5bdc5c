// Every kind of interval that is shown anywhere covers the truth about as often as it says: 92 to 98 % of 400
// runs at full size, of fewer runs within what so few can tell. The truth of a metric is its mean over all
// the runs, which differ in the people drawn from one population, in one world.
#include "core/base/parallel.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int days = 31;

using Key = std::pair<std::string, std::string>;

struct Interval {
    double value, lower, upper;
};

/// The intervals of one metric over all the runs.
using Intervals = std::map<Key, std::vector<Interval>>;

void keep(Intervals& all, const Measured& measured) {
    for (const MetricValue& v : measured.values)
        all[{v.key, v.group}].push_back({v.value, v.lower, v.upper});
}

struct Runs {
    Intervals single, difference, replicated;
    int count = 0;

    static const Runs& get() {
        static const Runs runs = make();
        return runs;
    }

private:
    static Runs make() {
        Runs runs;
        runs.count = sized(80, 400);
        Assumptions assumptions;
        assumptions.churn_rate = 0.01;
        assumptions.opt_out_rate = 0.004;
        assumptions.season_amplitude = 0; // seasons belong to the seed, not to the people
        Policy asking;
        asking.gap_hours = 20;
        asking.weekly_cap = 5;
        Policy silent = asking;
        silent.deescalation = false;
        const WorldData world = make_synthetic_world(assumptions, 120, 1);
        LearningRecord silent_learned, asking_learned;
        const auto teach = [&](const Policy& policy, LearningRecord& record) {
            RunRequest request = request_over(world, assumptions, policy, 1000, days, 999);
            request.learned = &record;
            observe(request);
        };
        teach(silent, silent_learned);
        teach(asking, asking_learned);
        std::vector<Measured> single(static_cast<std::size_t>(runs.count)), difference(single.size()),
            own(single.size());
        for_each_piece(runs.count, 2, [&](int piece, int) {
            const auto r = static_cast<std::size_t>(piece);
            const auto run = [&](const Policy& policy, const LearningRecord* borrowed) {
                RunRequest request = request_over(world, assumptions, policy, 320, days,
                                                  1000 + static_cast<std::uint64_t>(piece));
                request.borrowed = borrowed;
                return observe(request);
            };
            const Observation base = run(silent, &silent_learned);
            const Observation other = run(asking, &asking_learned);
            single[r] = measure(other);
            difference[r] = measure_difference(base, other);
            own[r] = measure(run(asking, nullptr));
        });
        constexpr std::size_t replications = 4;
        for (std::size_t r = 0; r < single.size(); ++r) {
            keep(runs.single, single[r]);
            keep(runs.difference, difference[r]);
            if (r % replications != replications - 1) continue;
            keep(runs.replicated,
                 over_replications(std::span(own).subspan(r + 1 - replications, replications), false));
        }
        return runs;
    }
};

/// Share of the intervals that hold the mean of the values.
double coverage(const std::vector<Interval>& intervals) {
    double truth = 0;
    for (const Interval& i : intervals)
        truth += i.value;
    truth /= static_cast<double>(intervals.size());
    double covered = 0;
    for (const Interval& i : intervals)
        covered += i.lower <= truth && truth <= i.upper ? 1 : 0;
    return covered / static_cast<double>(intervals.size());
}

} // namespace

class Interval_coverage_test : public QObject {
    Q_OBJECT
private slots:
    void intervals_cover_the_truth_as_often_as_they_say_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("group");
        const auto add = [](int kind, const char* name, const char* key, const char* group) {
            QTest::addRow("%s: %s, %s", name, key, group) << kind << QString(key) << QString(group);
        };
        for (const char* key :
             {"satisfaction_true", "trust_true", "ctr", "unwanted_share", "response_rate", "session_minutes",
              "satisfaction_weighted", "answers_effective", "nonresponse_bias"})
            add(0, "jackknife", key, "all");
        add(0, "jackknife, a small group", "satisfaction_true", "age=60_plus");
        for (const char* key : {"retention_7d", "retention_30d", "opt_out_rate", "consent_share"})
            add(0, "Wilson", key, "all");
        add(0, "Kaplan-Meier", "churn_30d", "all");
        add(0, "exposure", "exposure_share", "provider=small");
        for (const char* key : {"unwanted_share", "satisfaction_true", "nonresponse_bias", "churn_30d"})
            add(1, "paired difference", key, "all");
        for (const char* key : {"satisfaction_true", "ctr", "retention_30d", "exposure_gini"})
            add(2, "Student over replications", key, "all");
        add(2, "Student over replications", "exposure_share", "provider=small");
    }
    void intervals_cover_the_truth_as_often_as_they_say() {
        QFETCH(int, kind);
        QFETCH(QString, key);
        QFETCH(QString, group);
        const Runs& runs = Runs::get();
        const Intervals& all = kind == 0 ? runs.single : kind == 1 ? runs.difference : runs.replicated;
        const auto& intervals = all.at({key.toStdString(), group.toStdString()});
        const double n = static_cast<double>(intervals.size());
        QCOMPARE(static_cast<int>(n), kind == 2 ? runs.count / 4 : runs.count);
        const double found = coverage(intervals);
        // 92 .. 98 %, and what chance adds where there are fewer than 400 intervals.
        const double chance = 4 * std::sqrt(0.95 * 0.05) *
                              (1 / std::sqrt(n) - (n < 400 ? 1 / std::sqrt(400.0) : 1 / std::sqrt(n)));
        qInfo("%s %s: %.3f of %.0f", qPrintable(key), qPrintable(group), found, n);
        QVERIFY2(found >= 0.92 - chance && found <= 0.98 + chance, qPrintable(QString::number(found)));
    }
};
ATTUNE_TEST(Interval_coverage_test);

#include "interval_coverage_test.moc"
