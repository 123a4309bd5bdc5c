// The shipped scenarios do what their paragraph says, each against a control in which its cause is off, and
// every shipped policy has results on all of them.
#include "simulations/study/people.h"
#include "simulations/study/simulate.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>
#include <numeric>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

LoadedScenario shipped(const std::string& name, int users, int days = 0) {
    for (const Scenario& scenario : shipped_scenarios())
        if (scenario.name == name) {
            LoadedScenario loaded{scenario, std::nullopt};
            if (users != scenario.users) loaded.scenario.names.clear();
            loaded.scenario.users = users;
            if (days > 0) loaded.scenario.days = days;
            return loaded;
        }
    throw std::runtime_error("no shipped scenario " + name);
}

RunRecord run(const LoadedScenario& loaded, const Policy& policy = {}) {
    auto record = simulate_run(loaded, policy, {});
    if (!record) throw std::runtime_error(to_line(record.error()));
    return std::move(*record);
}

/// Mean of a daily series over days [from, until).
double mean_of(const RunRecord& record, const std::string& metric, int from, int until,
               const std::string& group = "all") {
    double sum = 0, n = 0;
    for (const SeriesPoint& point : record.series)
        if (point.metric == metric && point.group == group && point.day >= from && point.day < until) {
            sum += point.value;
            n += 1;
        }
    return sum / n;
}

} // namespace

class Scenario_library_test : public QObject {
    Q_OBJECT
private slots:
    // FB-108
    void every_policy_has_results_on_every_scenario_data() {
        QTest::addColumn<QString>("scenario");
        for (const Scenario& scenario : shipped_scenarios())
            QTest::addRow("%s", scenario.name.c_str()) << QString::fromStdString(scenario.name);
    }
    void every_policy_has_results_on_every_scenario() {
        QFETCH(QString, scenario);
        std::set<std::string> outcomes;
        for (const Policy& policy : shipped_policies()) {
            const LoadedScenario loaded = shipped(scenario.toStdString(), sized(200, 2000), sized(12, 60));
            const RunRecord record = run(loaded, policy);
            for (const char* key : {"satisfaction_true", "unwanted_share", "active_share", "trust_true"}) {
                const MetricValue& value = value_of(record.metrics, key);
                QVERIFY2(value.value > 0 && value.value < 1 && value.lower <= value.upper, key);
            }
            outcomes.insert(record.fingerprint);
        }
        QCOMPARE(outcomes.size(), shipped_policies().size());
    }

    // DE-80: after the shock people are shown more that they do not want; the profile follows them.
    void a_policy_that_listens_recovers_from_a_taste_shock() {
        LoadedScenario loaded = shipped("taste-shock", sized(900, 4000), 64);
        loaded.scenario.assumptions.shock_share = 1;
        const auto unwanted = [&](const LoadedScenario& scenario) {
            const RunRecord record = run(scenario);
            const double before = mean_of(record, "unwanted_share", 24, 30);
            const double shocked = mean_of(record, "unwanted_share", 30, 33);
            const double after = mean_of(record, "unwanted_share", 57, 64);
            qInfo("unwanted before %.3f, after the shock %.3f, four weeks later %.3f; visits per person and "
                  "day "
                  "%.3f and %.3f",
                  before, shocked, after, mean_of(record, "active_share", 24, 30),
                  mean_of(record, "active_share", 57, 64));
            return std::array<double, 3>{before, shocked, after};
        };
        const auto listening = unwanted(loaded);
        QVERIFY(listening[1] > listening[0] + 0.02);
        QVERIFY(listening[2] < listening[1] - 0.6 * (listening[1] - listening[0])); // most of it is made good
        // Usability: no more has to be dismissed or searched for than before.
        const RunRecord record = run(loaded);
        QVERIFY(mean_of(record, "searches_instead", 57, 64) <
                mean_of(record, "searches_instead", 24, 30) + 0.01);

        LoadedScenario calm = loaded;
        calm.scenario.assumptions.shock_day = 0;
        const auto quiet = unwanted(calm);
        QVERIFY2(std::abs(quiet[1] - quiet[0]) < 0.01, "without a shock there is nothing to recover from");

        // Who lets nobody adjust anything is served as before: nothing follows them.
        LoadedScenario deaf = loaded;
        deaf.scenario.assumptions.consent_adjust = 0;
        const auto unheard = unwanted(deaf);
        QVERIFY(unheard[2] > listening[2] + 0.02);
    }

    // Something is always in season, and a policy that follows finds it: more is picked than without seasons.
    void what_is_in_season_is_picked_more() {
        LoadedScenario loaded = shipped("seasonal", sized(900, 4000), 56);
        const RunRecord seasonal = run(loaded);
        loaded.scenario.assumptions.season_amplitude = 0;
        const RunRecord flat = run(loaded);
        QVERIFY2(value_of(seasonal.metrics, "ctr_slate").lower > value_of(flat.metrics, "ctr_slate").upper,
                 qPrintable(QString("%1 and %2")
                                .arg(value_of(seasonal.metrics, "ctr_slate").value)
                                .arg(value_of(flat.metrics, "ctr_slate").value)));
    }

    void a_brigade_objects_in_its_week_alone() {
        LoadedScenario loaded = shipped("brigade", sized(900, 4000), 36);
        const RunRecord brigaded = run(loaded);
        loaded.scenario.assumptions.brigade_share = 0;
        const RunRecord peace = run(loaded);
        const auto more = [&](int from, int until) {
            return mean_of(brigaded, "objections", from, until) / mean_of(peace, "objections", from, until);
        };
        QVERIFY2(more(20, 27) > 1.5, qPrintable(QString::number(more(20, 27))));
        QVERIFY2(std::abs(more(5, 20) - 1) < 0.15, qPrintable(QString::number(more(5, 20))));
        QVERIFY2(std::abs(more(29, 36) - 1) < 0.2, qPrintable(QString::number(more(29, 36))));
        QVERIFY(has_value(brigaded.metrics, "satisfaction_true", "account=manipulating"));
        QVERIFY(!has_value(peace.metrics, "satisfaction_true", "account=manipulating"));
    }

    void people_of_a_tired_service_answer_less_and_leave_the_prompts() {
        const int users = sized(4500, 9000);
        const RunRecord calm = run(shipped("calm-baseline", users, 45));
        const RunRecord tired = run(shipped("prompt-fatigue", users, 45));
        QVERIFY(value_of(tired.metrics, "response_rate").upper <
                value_of(calm.metrics, "response_rate").lower);
        QVERIFY(value_of(tired.metrics, "opt_out_rate").lower > value_of(calm.metrics, "opt_out_rate").upper);
        const RunRecord weak = run(shipped("weak-platform", users, 45));
        QVERIFY(value_of(weak.metrics, "efficacy_true").upper <
                value_of(calm.metrics, "efficacy_true").lower);
        QVERIFY(value_of(weak.metrics, "trust_true").upper < value_of(calm.metrics, "trust_true").lower);
        QVERIFY(value_of(weak.metrics, "response_rate").value <
                value_of(calm.metrics, "response_rate").value);
        const RunRecord sparse = run(shipped("sparse-signals", users, 45));
        QVERIFY(value_of(sparse.metrics, "objections").upper <
                0.5 * value_of(calm.metrics, "objections").value);
    }

    // FB-91: trust makes people answer, answers make the service better, and that earns trust; a breach
    // breaks the circle where it starts.
    void a_breach_breaks_the_circle_of_trust_and_participation() {
        LoadedScenario loaded = shipped("calm-baseline", sized(1500, 6000), 40);
        const RunRecord kept = run(loaded);
        loaded.scenario.assumptions.breach_day = 10;
        loaded.scenario.assumptions.breach_share = 1;
        const RunRecord broken = run(loaded);
        const auto fall = [&](const char* metric, int from, int until) {
            return mean_of(kept, metric, from, until) - mean_of(broken, metric, from, until);
        };
        QCOMPARE(fall("trust_true", 0, 10), 0.0);
        QVERIFY2(fall("trust_true", 10, 17) > 0.1, qPrintable(QString::number(fall("trust_true", 10, 17))));
        QVERIFY2(fall("active_share", 10, 40) > 0.01,
                 qPrintable(QString::number(fall("active_share", 10, 40))));
        QVERIFY2(fall("response_rate", 10, 40) > 0,
                 qPrintable(QString::number(fall("response_rate", 10, 40))));
        // The control: where trust neither brings people nor makes them answer, fewer answers have another
        // cause.
        loaded.scenario.assumptions.breach_share = 0;
        QCOMPARE(run(loaded).fingerprint, kept.fingerprint);
    }

    void the_class_has_names_and_everybody_is_somebody() {
        const LoadedScenario loaded = shipped("workshop-class", 24);
        const auto people = sketch_people(loaded, 24);
        QCOMPARE(people.size(), 24U);
        std::set<std::string> names;
        for (const PersonSketch& person : people) {
            QVERIFY(names.insert(person.name).second);
            QVERIFY2(person.likes.size() == 3 && !person.dislikes.empty(), person.name.c_str());
            QVERIFY(person.visits > 0);
            QCOMPARE(person.groups.size(), 5U);
        }
        QVERIFY(names.contains("Amira") && names.contains("Yusuf"));
        QCOMPARE(sketch_people(shipped("calm-baseline", 100), 3).back().name, std::string("person 3"));
    }
};
ATTUNE_TEST(Scenario_library_test);

#include "scenario_library_test.moc"
