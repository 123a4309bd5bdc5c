// What the mechanisms are for, seen from outside: better rankers please more, a floor is kept, a reaction to
// dissatisfaction spares people what they do not want, asking often has its price. Each with its control.
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "tests/simulations/study/small_scenario.h"

using namespace attune;
using namespace attune::test;

namespace {

/// A paired comparison over some seeds; prints what it found.
MetricValue difference(const LoadedScenario& loaded, const Policy& baseline, const Policy& candidate,
                       const std::string& key, int replications = 1) {
    SimulateOptions options;
    options.replications = replications;
    options.threads = 2;
    const auto result = simulate_comparison(loaded, baseline, candidate, options);
    if (!result) throw std::runtime_error(to_line(result.error()));
    const MetricValue& value = value_of(result->record.difference, key);
    qInfo("%s: %.4f -> %.4f, difference %.4f [%.4f, %.4f]", key.c_str(),
          value_of(result->baseline.metrics, key).value, value_of(result->candidate.metrics, key).value,
          value.value, value.lower, value.upper);
    return value;
}

} // namespace

class Policies_test : public QObject {
    Q_OBJECT
private slots:
    void rankers_come_out_in_a_plausible_order_data() {
        QTest::addColumn<QString>("worse");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("metric");
        QTest::newRow("factors please more than chance") << "random"
                                                         << "default"
                                                         << "enjoyed_true";
        QTest::newRow("factors please more than popularity") << "popularity"
                                                             << "default"
                                                             << "enjoyed_true";
        // Where everybody has a profile: without one, content alone has nothing to go by.
        QTest::newRow("content pleases more than chance") << "random"
                                                          << "content-only"
                                                          << "enjoyed_true";
        QTest::newRow("factors are picked from more than chance") << "random"
                                                                  << "default"
                                                                  << "ctr_slate";
        QTest::newRow("factors satisfy more than chance") << "random"
                                                          << "default"
                                                          << "satisfaction_true";
    }
    void rankers_come_out_in_a_plausible_order() {
        QFETCH(QString, worse);
        QFETCH(QString, better);
        QFETCH(QString, metric);
        LoadedScenario loaded = small_scenario(sized(1000, 4000), 30, 400);
        if (better == "content-only") loaded.scenario.assumptions.consent_adjust = 1;
        const MetricValue value = difference(loaded, shipped_policy(worse.toStdString()),
                                             shipped_policy(better.toStdString()), metric.toStdString());
        QVERIFY(value.lower > 0);
    }

    void popular_slates_are_the_most_uneven() {
        const LoadedScenario loaded = small_scenario(1000, 30, 400);
        QVERIFY(difference(loaded, shipped_policy("random"), shipped_policy("popularity"), "exposure_gini")
                    .lower > 0);
        QVERIFY(difference(loaded, shipped_policy("random"), Policy{}, "exposure_gini").lower > 0);
        QVERIFY(difference(loaded, Policy{}, shipped_policy("popularity"), "exposure_gini").lower > 0);
    }

    // The debt guard: no block owes a group more than the limit, so that over the run
    //   share >= floor - blocks x limit / slates, in slates' worth of exposure.
    void a_floor_is_kept_within_the_debt_of_the_blocks_data() {
        QTest::addColumn<double>("floor");
        QTest::addColumn<double>("debt_limit");
        QTest::addColumn<double>("price_step");
        QTest::newRow("price and guard") << 0.35 << 3.0 << 1.0;
        QTest::newRow("a tight guard") << 0.35 << 0.5 << 1.0;
        QTest::newRow("the guard alone") << 0.35 << 3.0 << 0.0;
        QTest::newRow("a high floor") << 0.6 << 3.0 << 1.0;
    }
    void a_floor_is_kept_within_the_debt_of_the_blocks() {
        QFETCH(double, floor);
        QFETCH(double, debt_limit);
        QFETCH(double, price_step);
        Assumptions assumptions;
        assumptions.large_item_share = 0.75; // without a floor the small ones stay below it
        const WorldData world = make_synthetic_world(assumptions, 400, 2);
        const auto run = [&](double wanted) {
            RunRequest request;
            request.world = &world;
            request.assumptions = assumptions;
            if (wanted > 0) request.policy.exposure_floor = {{"small", wanted}};
            request.policy.debt_limit = debt_limit;
            request.policy.price_step = price_step;
            request.seed = 2;
            request.users = sized(600, 3000);
            request.days = 20;
            request.threads = 2;
            auto observation = run_policy(request);
            if (!observation) throw std::runtime_error(to_line(observation.error()));
            return std::move(*observation);
        };
        const auto share = [](const Observation& observation) {
            double small = 0, all = 0;
            for (const Cluster& cluster : observation.clusters)
                for (const GroupExposure& day : cluster.exposure) {
                    small += static_cast<double>(day[1]);
                    all += static_cast<double>(day[0] + day[1]);
                }
            return small / all;
        };
        const auto slates = [](const Observation& observation) {
            double count = 0;
            for (const Cluster& cluster : observation.clusters)
                for (const GroupTallies& day : cluster.days)
                    count += day[0][Tally::slates];
            return count;
        };
        const Observation with = run(floor);
        const Observation without = run(0);
        const double bound = floor - block_count(sized(600, 3000)) * debt_limit / slates(with);
        qInfo("share %.4f, bound %.4f, floor %.2f; without the floor %.4f; guard changed %lld of %lld slates",
              share(with), bound, floor, share(without), static_cast<long long>(with.fairness.guarded),
              static_cast<long long>(with.fairness.slates));
        QCOMPARE(with.fairness.guard_missed, std::int64_t{0});
        QVERIFY(share(with) >= bound);
        QVERIFY(share(without) < 0.30);
        double slate_exposure = 0;
        for (int rank = 0; rank < slate_length; ++rank)
            slate_exposure += static_cast<double>(rank_exposure(rank));
        QVERIFY(static_cast<double>(with.largest_debt) <= debt_limit * slate_exposure);
        QCOMPARE(with.fairness.slates, static_cast<std::int64_t>(slates(with)));
        QCOMPARE(without.fairness.guarded, std::int64_t{0});
    }

    void the_price_spares_the_guard_most_of_its_work() {
        LoadedScenario loaded = small_scenario(600, 20, 400);
        const WorldData world = make_synthetic_world(loaded.scenario.assumptions, 400, 1);
        const auto guarded = [&](double step) {
            RunRequest request;
            request.world = &world;
            request.policy.exposure_floor = {{"small", 0.5}};
            request.policy.price_step = step;
            request.users = 600;
            request.days = 20;
            const auto observation = run_policy(request);
            return static_cast<double>(observation->fairness.guarded) /
                   static_cast<double>(observation->fairness.slates);
        };
        const double with = guarded(1);
        const double without = guarded(0);
        qInfo("slates changed by the guard: %.3f with a price, %.3f without", with, without);
        QVERIFY(with < 0.7 * without);
    }

    void reacting_to_dissatisfaction_spares_people_what_they_do_not_want() {
        LoadedScenario loaded = small_scenario(sized(1500, 6000), 40, 400);
        loaded.scenario.assumptions.consent_adjust = 1;
        const MetricValue value =
            difference(loaded, shipped_policy("no-deescalation"), Policy{}, "unwanted_share");
        QVERIFY(value.upper < 0);
    }

    // The control: where nobody lets their feedback adjust anything, the reaction has nothing to act on.
    void without_consent_that_reaction_changes_nothing() {
        LoadedScenario loaded = small_scenario(500, 20, 200);
        loaded.scenario.assumptions.consent_adjust = 0;
        loaded.scenario.assumptions.consent_session = 0;
        const MetricValue value =
            difference(loaded, shipped_policy("no-deescalation"), Policy{}, "unwanted_share");
        QVERIFY(value.value == 0 && value.lower == 0 && value.upper == 0);
    }

    void asking_more_often_is_answered_less_and_switched_off_more() {
        LoadedScenario loaded = small_scenario(sized(1500, 6000), 40, 300);
        const Policy often = shipped_policy("ask-every-session");
        QVERIFY(difference(loaded, Policy{}, often, "prompts_per_user_week").lower > 0);
        QVERIFY(difference(loaded, Policy{}, often, "response_rate").upper < 0);
        QVERIFY(difference(loaded, Policy{}, often, "opt_out_rate").lower > 0);
    }

    // The control: people who do not tire answer as before.
    void without_fatigue_asking_often_costs_no_answers() {
        LoadedScenario loaded = small_scenario(sized(1500, 6000), 40, 300);
        loaded.scenario.assumptions.response_fatigue = 0;
        loaded.scenario.assumptions.habituation = 0;
        loaded.scenario.assumptions.opt_out_rate = 0;
        const MetricValue value =
            difference(loaded, Policy{}, shipped_policy("ask-every-session"), "response_rate");
        QVERIFY(value.upper > -0.02);
    }

    // Satisfaction as the answers alone suggest looks better than it is where the satisfied answer more.
    void answers_alone_flatter() {
        LoadedScenario loaded = small_scenario(800, 30, 300);
        const auto record = simulate_run(loaded, Policy{}, {});
        VERIFY_OK(record);
        QVERIFY(value_of(record->metrics, "satisfaction_answers").lower >
                value_of(record->metrics, "satisfaction_true").upper);
    }
};
ATTUNE_TEST(Policies_test);

#include "policies_test.moc"
