#include "simulations/study/paired_preview.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <limits>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

SeriesPoint point(const std::string& metric, int day, double value, double reach = 0) {
    return {metric, "all", day, value, value - reach, value + reach, 10};
}
MetricValue value(const std::string& key, double at, double lower, double upper) {
    return {key, "all", at, lower, upper, 10};
}

Observation example(std::uint64_t seed, int days) {
    static const WorldData world = make_synthetic_world(Assumptions{}, 60, 1);
    return observe(request_over(world, {}, {}, 150, days, seed));
}

} // namespace

class Paired_preview_test : public QObject {
    Q_OBJECT
private slots:
    void the_first_days_of_a_run_are_a_shorter_run() {
        const Observation first = first_days(example(1, 12), 8);
        const Observation shorter = example(1, 8);
        QCOMPARE(first.clusters.size(), shorter.clusters.size());
        for (std::size_t c = 0; c < first.clusters.size(); ++c) {
            QVERIFY(first.clusters[c].days == shorter.clusters[c].days);
            QVERIFY(first.clusters[c].exposure == shorter.clusters[c].exposure);
        }
        QCOMPARE(first.provider_groups, shorter.provider_groups);
    }

    void several_seeds_are_a_cluster_each() {
        const std::vector<Observation> seeds = {example(1, 5), example(2, 5), example(3, 5)};
        const Observation all = over_seeds(seeds);
        QCOMPARE(all.clusters.size(), std::size_t{3});
        for (std::size_t s = 0; s < 3; ++s)
            for (std::size_t day = 0; day < 5; ++day) {
                double people = 0;
                double exposure = 0;
                for (const Cluster& cluster : seeds[s].clusters) {
                    people += cluster.days[day][0][Tally::person_days];
                    exposure += static_cast<double>(cluster.exposure[day][0]);
                }
                QCOMPARE(all.clusters[s].days[day][0][Tally::person_days], people);
                QCOMPARE(people, 150.0);
                QCOMPARE(static_cast<double>(all.clusters[s].exposure[day][0]), exposure);
            }
        // A single seed keeps its blocks of people.
        QCOMPARE(over_seeds({example(1, 5)}).clusters.size(), std::size_t{3});
        QVERIFY(!(all.fingerprint == over_seeds({example(1, 5)}).fingerprint));
    }

    // t with 2 degrees of freedom reaches 4.302653, with 1 12.70620.
    void chance_reaches_as_far_as_students_t_around_zero() {
        std::vector<Measured> differences(2);
        differences[0].values = {value("ctr", 0.03, 0, 0), value("coverage", 1, 0, 0)};
        differences[1].values = {value("ctr", -0.04, 0, 0)};
        const Measured one = reach_of_chance(differences, 2, 1);
        QCOMPARE(one.values.size(), std::size_t{1}); // what is not in all says nothing
        const double root_mean_square = std::sqrt((0.0009 + 0.0016) / 2);
        QVERIFY(std::abs(one.values[0].value - 4.302653 * root_mean_square) < 1e-6);
        const Measured four = reach_of_chance(differences, 2, 4);
        QVERIFY(std::abs(four.values[0].value - one.values[0].value / 2) < 1e-12);
        // Of one seed they share a run: 2 / (1 + 1/4) degrees of freedom, where t reaches 5.517245.
        const Measured shared = reach_of_chance(differences, 1, 1);
        QVERIFY(std::abs(shared.values[0].value - 5.517245 * root_mean_square) < 1e-6);
    }

    void a_day_borrows_from_the_week_around_it_and_from_no_other_line() {
        std::vector<Measured> differences(1);
        for (int day = 0; day < 10; ++day)
            differences[0].series.push_back(point("ctr", day, day == 5 ? 1.0 : 0.0));
        for (int day = 0; day < 3; ++day)
            differences[0].series.push_back(point("active_share", day, 0));
        const Measured reach = reach_of_chance(differences, 2, 1);
        for (int day = 0; day < 10; ++day) {
            const int days = std::min(9, day + 3) - std::max(0, day - 3) + 1;
            const double expected = std::abs(day - 5) <= 3 ? 12.70620 * std::sqrt(1.0 / days) : 0;
            QVERIFY(std::abs(reach.series[static_cast<std::size_t>(day)].value - expected) < 1e-4);
        }
        for (std::size_t i = 10; i < 13; ++i)
            QCOMPARE(reach.series[i].value, 0.0);
    }

    void independent_errors_add_by_their_squares() {
        Measured differences{{value("ctr", 0.5, 0.5 - 0.3, 0.5 + 0.6), value("coverage", 0.1, 0, 0.2),
                              value("active_share", 0.2, unknown, unknown)},
                             {point("ctr", 0, 1, 5), point("ctr", 1, 2, 5)}};
        const Measured chance{{value("ctr", 0.4, 0, 0), value("active_share", 0.1, 0, 0)},
                              {point("ctr", 1, 12)}};
        widen(differences, chance);
        QCOMPARE(differences.values[0].value, 0.5);
        QCOMPARE(differences.values[0].lower, 0.5 - 0.5);
        QCOMPARE(differences.values[0].upper, 0.5 + std::hypot(0.6, 0.4));
        QCOMPARE(differences.values[1].lower, 0.0);
        QVERIFY(std::isnan(differences.values[2].lower));
        QCOMPARE(differences.series[0].lower, -4.0);
        QCOMPARE(differences.series[1].lower, 2.0 - 13);
        QCOMPARE(differences.series[1].upper, 2.0 + 13);
    }

    void a_difference_laid_on_a_baseline_data() {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<double>("base");
        QTest::addColumn<double>("seen"); ///< in the preview's candidate
        QTest::addColumn<double>("difference");
        QTest::addColumn<double>("reach");
        QTest::addColumn<double>("shown");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::newRow("plain") << "ctr" << 0.4 << 0.5 << 0.1 << 0.05 << 0.5 << 0.45 << 0.55;
        QTest::newRow("never below nothing") << "ctr" << 0.02 << 0.01 << -0.05 << 0.01 << 0.0 << 0.0 << 0.01;
        QTest::newRow("a share is at most all") << "ctr" << 0.9 << 0.95 << 0.2 << 0.05 << 1.0 << 0.95 << 1.0;
        QTest::newRow("what is no share may be more")
            << "session_minutes" << 0.9 << 1.2 << 0.2 << 0.05 << 1.1 << 1.05 << 1.15;
        QTest::newRow("nobody was asked")
            << "prompts_per_user_week" << 1.6 << 0.0 << -1.5 << 0.2 << 0.0 << 0.0 << 0.2;
        QTest::newRow("everybody was spared")
            << "weeks_unasked" << 0.1 << 1.0 << 0.85 << 0.1 << 1.0 << 0.9 << 1.0;
        QTest::newRow("none among few on either side")
            << "opt_out_rate" << 0.01 << 0.0 << 0.0 << 0.005 << 0.01 << 0.005 << 0.015;
    }
    void a_difference_laid_on_a_baseline() {
        QFETCH(QString, metric);
        QFETCH(double, base);
        QFETCH(double, seen);
        QFETCH(double, difference);
        QFETCH(double, reach);
        QFETCH(double, shown);
        QFETCH(double, lower);
        QFETCH(double, upper);
        const std::string key = metric.toStdString();
        const auto close = [](double a, double b) { return std::abs(a - b) < 1e-12; };
        Measured between{{value(key, difference, difference - reach, difference + reach)},
                         {point(key, 3, difference, reach)}};
        const Measured on = laid_on({{value(key, base, base, base)}, {point(key, 2, 7), point(key, 3, base)}},
                                    {{value(key, seen, seen, seen)}, {point(key, 3, seen)}}, between);
        QCOMPARE(on.values.size(), std::size_t{1});
        QVERIFY(close(on.values[0].value, shown));
        QVERIFY(close(on.values[0].lower, lower));
        QVERIFY(close(on.values[0].upper, upper));
        QVERIFY(close(between.values[0].value, shown - base));
        QVERIFY(close(between.values[0].upper - between.values[0].lower, 2 * reach));
        QCOMPARE(on.series.size(), std::size_t{1});
        QVERIFY(close(on.series[0].value, shown));
        QVERIFY(close(on.series[0].upper, upper));
        QVERIFY(close(between.series[0].value, shown - base));
    }

    void what_one_of_three_lacks_is_left_out() {
        Measured between{{value("ctr", 0.1, 0, 0.2), value("coverage", 0.1, 0, 0.2)}, {}};
        const Measured on = laid_on({{value("ctr", 0.4, 0, 0)}, {}},
                                    {{value("ctr", 0.4, 0, 0), value("coverage", 0.4, 0, 0)}, {}}, between);
        QCOMPARE(on.values.size(), std::size_t{1});
        QCOMPARE(between.values.size(), std::size_t{1});
        QCOMPARE(between.values[0].key, std::string("ctr"));
    }

    void measuring_stops_when_it_is_told_to() {
        const Observation observation = example(1, 10);
        std::stop_source source;
        const std::size_t all = measure(observation, source.get_token()).series.size();
        QCOMPARE(measure(observation).series.size(), all);
        source.request_stop();
        QVERIFY(measure(observation, source.get_token()).series.size() < all / 10);
        QVERIFY(measure_difference(observation, observation, source.get_token()).series.size() < all / 10);
    }
};
ATTUNE_TEST(Paired_preview_test);

#include "paired_preview_test.moc"
