// What the lab may say before a run must be what the run says.
#include "simulations/population/synthetic.h"
#include "simulations/study/policy_fit.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

namespace attune::test {
namespace {

std::shared_ptr<const LoadedScenario> shared(LoadedScenario scenario) {
    return std::make_shared<const LoadedScenario>(std::move(scenario));
}

Policy with_floors(std::map<std::string, double> floors, int category_cap = 3) {
    Policy policy;
    policy.name = "tried";
    policy.exposure_floor = std::move(floors);
    policy.category_cap = category_cap;
    return policy;
}

} // namespace

class Policy_fit_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void groups_of_a_made_up_world() {
        const PolicyFit fit(shared(small_scenario(8, 1, 50)));
        QCOMPARE(fit.provider_groups(), make_synthetic_world({}, 50, 1).catalogue.provider_groups);
    }

    void groups_of_an_imported_world() {
        LoadedScenario loaded = small_scenario(8, 1, 50);
        loaded.world = make_synthetic_world({}, 50, 1);
        loaded.world->catalogue.provider_groups = {"earlier", "later"};
        QCOMPARE(PolicyFit(shared(loaded)).provider_groups(), std::vector<std::string>({"earlier", "later"}));
    }

    void it_agrees_with_the_run_data() {
        QTest::addColumn<double>("small");
        QTest::addColumn<double>("large");
        QTest::addColumn<int>("cap");
        QTest::addColumn<bool>("fits");
        QTest::newRow("no floor") << 0.0 << 0.0 << 3 << true;
        QTest::newRow("one floor") << 0.3 << 0.0 << 3 << true;
        QTest::newRow("two floors") << 0.3 << 0.5 << 3 << true;
        QTest::newRow("more than all") << 0.5 << 0.5 << 3 << false;
        QTest::newRow("too few of a kind") << 0.9 << 0.0 << 1 << false;
    }
    void it_agrees_with_the_run() {
        QFETCH(double, small);
        QFETCH(double, large);
        QFETCH(int, cap);
        QFETCH(bool, fits);
        // Four categories: with one item of each, small providers reach 56 % of a slate of ten.
        LoadedScenario loaded = small_scenario(8, 1, 60);
        loaded.scenario.assumptions.categories = 4;
        const Policy policy = with_floors({{"small", small}, {"large", large}}, cap);
        QCOMPARE(PolicyFit(shared(loaded)).check(policy).has_value(), fits);
        const bool sound = check_policy(policy).has_value();
        QCOMPARE(sound && simulate_run(loaded, policy, {}).has_value(), fits);
    }

    void a_floor_for_nobody_is_refused() {
        PolicyFit fit(shared(small_scenario(8, 1, 50)));
        const Status refused = fit.check(with_floors({{"medium", 0.2}}));
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("'medium'") != std::string::npos);
        VERIFY_OK(fit.check(with_floors({{"medium", 0}})));
    }

    // Where the check would take too long it is left to the run; it must not refuse on a guess.
    void large_catalogues_are_left_to_the_run() {
        LoadedScenario loaded = small_scenario(8, 1, 1'000'000);
        loaded.scenario.assumptions.categories = 4;
        VERIFY_OK(PolicyFit(shared(loaded)).check(with_floors({{"small", 0.9}}, 1)));
    }
};

ATTUNE_TEST(Policy_fit_test);

} // namespace attune::test

#include "policy_fit_test.moc"
