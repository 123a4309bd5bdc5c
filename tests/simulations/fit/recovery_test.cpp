// The proof of the fit: people whose assumptions are known are simulated, what they leave is fitted, and the
// assumptions must come back - inside their intervals, and with intervals that say something.
#include "simulations/fit/fit_people.h"
#include "simulations/fit/fit_scale.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

#include <cmath>

namespace attune::test {
namespace {

struct Truth {
    std::uint64_t seed = 1;
    std::vector<std::pair<std::string, double>> shifted; ///< away from the scenario's assumptions
};

const std::vector<Truth>& truths() {
    static const std::vector<Truth> all = {
        {11,
         {{"world.response.base", -1.9}, {"world.fatigue.per_prompt", 0.3}, {"world.opt_out.rate", 0.002}}},
        {12,
         {{"world.response.base", -0.9},
          {"world.fatigue.per_prompt", 0.05},
          {"world.visits.rate", 1.4},
          {"world.churn.rate", 0.012}}},
        {13,
         {{"world.response.person_sd", 1.3},
          {"world.visits.rate", 0.6},
          {"world.opt_out.rate", 0.001},
          {"world.visits.slates", 5.0}}},
        {14,
         {{"world.choice.no_choice", 3.0}, {"world.churn.rate", 0.006}, {"world.fatigue.per_prompt", 0.2}}},
        {15, {}},
    };
    return all;
}

double get(const Assumptions& assumptions, const std::string& key) {
    return world_parameters().get(assumptions, *world_parameters().find(key), key);
}

/// Enough to tell fatigue from willingness.
LoadedScenario scenario() {
    return small_scenario(sized(256, 1000), sized(28, 60),
                          150); // what people reject stays away: not too few items
}

/// Enough for what is plain.
LoadedScenario brief() {
    return small_scenario(150, 14, 40);
}

Assumptions with(const Truth& truth) {
    Assumptions assumptions;
    for (const auto& [key, value] : truth.shifted)
        world_parameters().set(assumptions, *world_parameters().find(key), key, value);
    return assumptions;
}

/// What a run of the true world leaves behind.
struct Left {
    ReadLog log;
    std::vector<MetricValue> metrics;
};

Left run(LoadedScenario loaded, const Assumptions& truth, const Policy& policy, std::uint64_t seed) {
    loaded.scenario.assumptions = truth;
    const auto world = world_of(loaded, seed);
    RunRequest request = request_for(loaded, policy, *world, seed, {});
    request.threads = 2;
    LogReducer reducer;
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events)
            reducer.add(event);
    };
    auto observation = run_policy(request);
    if (!observation) throw std::runtime_error(to_line(observation.error()));
    Left left;
    left.log.people = static_cast<std::int64_t>(reducer.people());
    left.log.prompts = reducer.prompts();
    left.log.days = request.days;
    left.log.figures = reducer.figures(request.days);
    left.metrics = measure(*observation).values;
    return left;
}

FitRequest request(const LoadedScenario& loaded, const Policy& policy) {
    FitRequest request;
    request.scenario = std::make_shared<const LoadedScenario>(loaded);
    request.policy = policy;
    request.people = loaded.scenario.users;
    request.replications = sized(4, 8);
    request.threads = 2;
    request.look_around = false;
    return request;
}

const FittedAssumption& estimate(const FitResult& result, const std::string& key) {
    for (const FittedAssumption& one : result.estimates)
        if (one.key == key) return one;
    throw std::runtime_error("no estimate of " + key);
}

Target target(const std::string& metric, double value, double n) {
    return {.metric = metric, .value = value, .n = n, .lower = {}, .upper = {}};
}

/// Distance of the truth from the estimate on the scale of the fit: at 1.96 it stands at the end of the
/// interval.
double distance(const FittedAssumption& one, double truth) {
    const FitScale scale(world_parameters().find(one.key)->spec);
    const double half = (scale.position(one.upper) - scale.position(one.lower)) / 2;
    return 1.96 * std::abs(scale.position(truth) - scale.position(one.value)) / half;
}

} // namespace

class Recovery_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void what_made_a_log_is_found_from_it() {
        const Policy policy = shipped_policy("ask-every-session");
        int estimates = 0;
        int missed = 0;
        for (std::size_t t = 0; t < truths().size() - (full_size() ? 0U : 3U); ++t) {
            const Truth& truth = truths()[t];
            const Assumptions made_by = with(truth);
            FitRequest asked = request(scenario(), policy);
            asked.log = run(scenario(), made_by, policy, truth.seed).log;
            const auto result = fit_people(asked);
            VERIFY_OK(result);
            for (const FittedAssumption& one : result->estimates) {
                const double was = get(made_by, one.key);
                const double off = distance(one, was);
                const std::string told = one.key + ": " + std::to_string(was) + ", found " +
                                         std::to_string(one.value) + " (" + std::to_string(one.lower) +
                                         " to " + std::to_string(one.upper) + ")";
                QVERIFY2(off < 3.5, told.c_str());
                ++estimates;
                missed += one.lower <= was && was <= one.upper ? 0 : 1;
                if (off > 1.96) qInfo("%s", told.c_str());
            }
            // Intervals that say something: each a small part of its range.
            const auto width = [&](const std::string& key) {
                const FitScale scale(world_parameters().find(key)->spec);
                const FittedAssumption& one = estimate(*result, key);
                return scale.position(one.upper) - scale.position(one.lower);
            };
            for (const auto& [key, widest] :
                 {std::pair{"world.response.base", 0.2}, std::pair{"world.fatigue.per_prompt", 0.5},
                  std::pair{"world.response.person_sd", 0.45}, std::pair{"world.opt_out.rate", 0.45},
                  std::pair{"world.churn.rate", 0.25}, std::pair{"world.visits.rate", 0.08},
                  std::pair{"world.visits.slates", 0.15}}) {
                QVERIFY2(width(key) < widest, (std::string(key) + " " + std::to_string(width(key))).c_str());
                QCOMPARE(estimate(*result, key).finding, Finding::pinned);
            }
            QVERIFY(result->all_met());
        }
        // Of so many 95 % intervals, one in twenty misses; three times as many do not happen by chance.
        QVERIFY2(missed <= 1 + estimates * 3 / 20,
                 qPrintable(QString("%1 of %2").arg(missed).arg(estimates)));
    }

    void a_log_without_prompts_tells_nothing_of_answers() {
        Policy silent = shipped_policy("default");
        silent.prompts = false;
        FitRequest asked = request(brief(), silent);
        asked.log = run(brief(), with(truths()[1]), silent, 21).log;
        QCOMPARE(asked.log->prompts, std::int64_t{0});
        // Another figure that too little was counted for.
        asked.log->figures.counted[static_cast<std::size_t>(LogFigure::ctr_slate)] = 29;
        const auto result = fit_people(asked);
        VERIFY_OK(result);
        for (const char* key : {"world.response.base", "world.fatigue.per_prompt", "world.response.person_sd",
                                "world.opt_out.rate"}) {
            const FittedAssumption& one = estimate(*result, key);
            QCOMPARE(one.finding, Finding::unseen);
            QCOMPARE(one.value, one.before);
        }
        QCOMPARE(estimate(*result, "world.visits.rate").finding, Finding::pinned);
        for (const char* figure : {"response_rate", "ctr_slate"})
            QVERIFY(std::find(result->left_out.begin(), result->left_out.end(), figure) !=
                    result->left_out.end());
    }

    void a_log_of_another_policy_is_noticed() {
        const Policy often = shipped_policy("ask-every-session");
        FitRequest asked = request(brief(), shipped_policy("careful"));
        asked.log = run(brief(), with({}), often, 22).log;
        const auto result = fit_people(asked);
        VERIFY_OK(result);
        QVERIFY(result->asked && !result->asked->met);
        QVERIFY(result->asked->wanted > 1.5 * result->asked->reached);
        QVERIFY(!result->all_met());
    }

    void what_made_typed_numbers_is_found_from_them() {
        const Policy policy = shipped_policy("default");
        const Assumptions made_by = with({1, {{"world.response.base", -2.0}, {"world.visits.rate", 1.3}}});
        const Left left = run(scenario(), made_by, policy, 31);
        FitRequest asked = request(scenario(), policy);
        for (const char* metric : {"response_rate", "active_share", "session_length"}) {
            const MetricValue& value = value_of(left.metrics, metric);
            asked.targets.push_back(target(metric, value.value, value.n));
        }
        const auto result = fit_people(asked);
        VERIFY_OK(result);
        QCOMPARE(result->estimates.size(), std::size_t{3});
        for (const FittedAssumption& one : result->estimates) {
            QCOMPARE(one.finding, Finding::pinned);
            QVERIFY2(distance(one, get(made_by, one.key)) < 3.5, one.key.c_str());
        }
        QVERIFY(result->all_met());
        const auto pins = [&](std::size_t figure, const char* key) {
            const auto& all = result->figures[figure].pins;
            return std::find(all.begin(), all.end(), key) != all.end();
        };
        QVERIFY(pins(0, "world.response.base") && pins(1, "world.visits.rate") &&
                pins(2, "world.visits.slates"));
        QVERIFY(!pins(2, "world.response.base"));
    }

    void numbers_counted_over_more_people_are_surer() {
        const auto width = [](double n) {
            FitRequest asked = request(brief(), shipped_policy("default"));
            asked.targets = {target("response_rate", 0.2, n)};
            const auto result = fit_people(asked);
            if (!result) throw std::runtime_error(to_line(result.error()));
            return result->estimates[0].upper - result->estimates[0].lower;
        };
        const double few = width(10), many = width(30'000);
        QVERIFY2(few > 1.5 * many, qPrintable(QString("%1, %2").arg(few).arg(many)));
    }

    void numbers_out_of_reach_are_told_with_the_nearest() {
        FitRequest asked = request(brief(), shipped_policy("default"));
        asked.targets = {target("response_rate", 0.97, 5000)};
        const auto result = fit_people(asked);
        VERIFY_OK(result);
        QVERIFY(!result->all_met());
        QVERIFY(result->estimates[0].at_end);
        QCOMPARE(result->estimates[0].value, world_parameters().find("world.response.base")->spec.maximum);
        QVERIFY(result->figures[0].reached > 0.4 && result->figures[0].reached < 0.95);
    }

    void numbers_that_contradict_each_other_are_told() {
        // Hardly anybody comes on a day, and nearly everybody on the seventh.
        FitRequest asked = request(brief(), shipped_policy("default"));
        asked.targets = {target("active_share", 0.15, 20'000), target("retention_7d", 0.8, 3000)};
        const auto result = fit_people(asked);
        VERIFY_OK(result);
        QVERIFY(!result->all_met());
        for (const FittedFigure& figure : result->figures) {
            QVERIFY2(!figure.met, qPrintable(QString("%1: %2, wanted %3")
                                                 .arg(QString::fromStdString(figure.key))
                                                 .arg(figure.reached)
                                                 .arg(figure.wanted)));
            QVERIFY(figure.alone.has_value());
            QVERIFY2(std::abs(*figure.alone - figure.wanted) < 0.3 * std::abs(figure.reached - figure.wanted),
                     figure.key.c_str());
        }
    }

    void what_is_not_fitted_is_tried_out() {
        FitRequest asked = request(brief(), shipped_policy("default"));
        asked.replications = 8;
        asked.look_around = true;
        asked.targets = {target("response_rate", 0.2, 100'000)};
        const auto result = fit_people(asked);
        VERIFY_OK(result);
        const auto held = [&](const std::string& key) {
            for (const HeldAssumption& one : result->held)
                if (one.key == key) return one;
            throw std::runtime_error("not tried: " + key);
        };
        // Readiness at a pause can be traded for willingness; how much people convert shows nowhere.
        QCOMPARE(held("world.response.at_pause").finding, Finding::same_as);
        QCOMPARE(held("world.response.at_pause").with, std::vector<std::string>({"world.response.base"}));
        QCOMPARE(held("world.conversion.base").finding, Finding::unseen);
        const auto& entries = world_parameters().entries();
        const auto numbers = std::count_if(entries.begin(), entries.end(),
                                           [](const auto& entry) { return can_be_fitted(entry.spec); });
        QCOMPARE(static_cast<std::ptrdiff_t>(result->held.size()) + 1, numbers);
        QVERIFY(!result->estimates[0].given.empty());
    }

    void it_is_the_same_for_any_number_of_threads() {
        FitRequest asked = request(brief(), shipped_policy("default"));
        asked.targets = {target("session_length", 5, 2000)};
        asked.threads = 1;
        const auto one = fit_people(asked);
        asked.threads = 3;
        const auto three = fit_people(asked);
        VERIFY_OK(one);
        VERIFY_OK(three);
        QCOMPARE(one->assumptions, three->assumptions);
        QCOMPARE(one->estimates[0].lower, three->estimates[0].lower);
    }

    void it_can_be_stopped_and_tells_how_far_it_is() {
        FitRequest asked = request(brief(), shipped_policy("default"));
        asked.scenario = std::make_shared<const LoadedScenario>(small_scenario(100, 8, 40));
        asked.targets = {target("session_length", 5, 2000)};
        asked.people = 100;
        std::stop_source stop;
        double last = 0;
        asked.stop = stop.get_token();
        asked.progress = [&](double done) {
            QVERIFY(done >= last && done <= 1);
            last = done;
            if (done > 0.3) stop.request_stop();
        };
        const auto result = fit_people(asked);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::cancelled);
        QVERIFY(last > 0.3 && last < 1);
    }

    void what_cannot_be_fitted_is_refused_data() {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<QString>("also");
        QTest::addColumn<QString>("says");
        QTest::newRow("needs more days") << "churn_30d"
                                         << ""
                                         << "30 days";
        QTest::newRow("no such assumption") << "session_length"
                                            << "world.visits.slate"
                                            << "world.visits.slates";
        QTest::newRow("a lever") << "session_length"
                                 << "prompt.weekly_cap"
                                 << "not an assumption";
    }
    void what_cannot_be_fitted_is_refused() {
        QFETCH(QString, metric);
        QFETCH(QString, also);
        QFETCH(QString, says);
        FitRequest asked = request(brief(), shipped_policy("default"));
        asked.scenario = std::make_shared<const LoadedScenario>(small_scenario(100, 8, 40));
        asked.targets = {target(metric.toStdString(), 0.5, 1000)};
        if (!also.isEmpty()) asked.also = {also.toStdString()};
        const auto result = fit_people(asked);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::bad_input);
        QVERIFY2(QString::fromStdString(to_line(result.error())).contains(says),
                 to_line(result.error()).c_str());
    }
};

ATTUNE_TEST(Recovery_test);

} // namespace attune::test

#include "recovery_test.moc"
