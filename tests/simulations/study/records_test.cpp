#include "core/measures/metrics/metric.h"
#include "core/measures/metrics/tallies.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "simulations/study/measure.h"
#include "tests/simulations/study/small_scenario.h"

#include <QRegularExpression>

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

class Records_test : public QObject {
    Q_OBJECT
private slots:
    void a_run_fills_every_metric_of_the_table() {
        LoadedScenario loaded = small_scenario(800, 32, 120);
        loaded.scenario.assumptions.conversion_base = -4;
        Policy policy;
        loaded.scenario.assumptions.own_words = 0.5;
        loaded.scenario.assumptions.tap_rate = 0.1;
        loaded.scenario.assumptions.quest_share = 0.3; // enough to be asked which way to go
        loaded.scenario.assumptions.search_rate = 0.4;
        policy.own_words = true;
        policy.ask_at_random = 0.3;
        policy.gap_hours = 12;
        policy.weekly_cap = 10;
        const auto record = simulate_run(loaded, policy, {});
        VERIFY_OK(record);
        const std::set<std::string> of_items = {"exposure_gini", "coverage"};
        for (const MetricSpec& spec : metric_specs()) {
            if (spec.key == "exposure_share") {
                double all = 0;
                for (const char* group : {"provider=large", "provider=small"})
                    all += value_of(record->metrics, spec.key, group).value;
                QVERIFY(std::abs(all - 1) < 1e-12);
                continue;
            }
            QVERIFY2(has_value(record->metrics, spec.key), spec.key.c_str());
            if (of_items.contains(spec.key)) continue;
            for (const char* group :
                 {"activity=occasional", "activity=frequent", "taste=mainstream", "taste=niche"})
                QVERIFY2(has_value(record->metrics, spec.key, group), (spec.key + " " + group).c_str());
        }
        for (const MetricValue& value : record->metrics) {
            QVERIFY2(find_metric(value.key), value.key.c_str());
            QVERIFY2(std::isfinite(value.value) && value.n > 0, value.key.c_str());
            QVERIFY2(value.lower <= value.value && value.value <= value.upper, value.key.c_str());
        }
    }

    void a_share_with_a_daily_series_is_a_share_on_every_day() {
        // What happens to offers of other days, as an episode's end does, would be more than all on some.
        Assumptions assumptions;
        assumptions.tap_rate = 0.05;
        const WorldData world = make_synthetic_world(assumptions, 80, 1);
        RunRequest request;
        request.world = &world;
        request.assumptions = assumptions;
        request.users = 300;
        request.days = 40;
        const auto run = run_policy(request);
        VERIFY_OK(run);
        std::set<std::string> daily;
        for (const SeriesPoint& point : measure(*run).series)
            daily.insert(point.metric);
        QVERIFY(daily.contains("offers_taken"));
        for (const RatioSpec& ratio : ratio_specs()) {
            const std::string metric(ratio.metric);
            if (find_metric(metric)->unit != "share" || !daily.contains(metric)) continue;
            for (int day = 0; day < request.days; ++day) {
                Tallies all;
                for (const Cluster& cluster : run->clusters)
                    all += cluster.days[static_cast<std::size_t>(day)][0];
                QVERIFY2(ratio.scale * all[ratio.numerator] <= all[ratio.denominator], metric.c_str());
            }
        }
    }

    void every_value_stands_once() {
        const auto record = simulate_run(small_scenario(200, 8, 80), Policy{}, {});
        VERIFY_OK(record);
        std::set<std::pair<std::string, std::string>> seen;
        for (const MetricValue& value : record->metrics)
            QVERIFY2(seen.insert({value.key, value.group}).second, value.key.c_str());
        std::map<std::pair<std::string, std::string>, std::set<int>> days;
        for (const SeriesPoint& point : record->series) {
            QVERIFY(point.day >= 0 && point.day < 8);
            QVERIFY2((days[{point.metric, point.group}].insert(point.day).second), point.metric.c_str());
        }
        QCOMPARE((days[{"satisfaction_true", "all"}].size()), 8U);
        QCOMPARE((days[{"satisfaction_true", "taste=niche"}].size()), 8U);
        QCOMPARE((days[{"exposure_share", "provider=small"}].size()), 8U);
    }

    void a_short_run_leaves_out_what_it_cannot_know() {
        const auto record = simulate_run(small_scenario(100, 6, 60), Policy{}, {});
        VERIFY_OK(record);
        QVERIFY(has_value(record->metrics, "retention_1d"));
        for (const char* key : {"retention_7d", "retention_30d", "churn_30d"})
            QVERIFY2(!has_value(record->metrics, key), key);
        Policy silent;
        silent.prompts = false;
        const auto unasked = simulate_run(small_scenario(100, 6, 60), silent, {});
        VERIFY_OK(unasked);
        for (const char* key : {"response_rate", "satisfaction_answers"})
            QVERIFY2(!has_value(unasked->metrics, key), key);
        QCOMPARE(value_of(unasked->metrics, "prompts_per_user_week").value, 0.0);
    }

    void a_metric_is_there_from_the_day_on_that_the_table_says() {
        for (const int days : {1, 2, 6, 7, 8, 29, 30, 31}) {
            const auto record = simulate_run(small_scenario(100, days, 60), Policy{}, {});
            VERIFY_OK(record);
            for (const MetricSpec& spec : metric_specs()) {
                if (days_needed(spec.key) == 1) continue;
                QVERIFY2(has_value(record->metrics, spec.key) == (days >= days_needed(spec.key)),
                         (spec.key + " in " + std::to_string(days) + " days").c_str());
            }
        }
    }

    void a_record_carries_all_that_made_it() {
        LoadedScenario loaded = small_scenario(150, 5, 70, 9);
        loaded.scenario.assumptions.visit_rate = 1.3;
        Policy policy;
        policy.name = "mine";
        policy.step = 1.1;
        SimulateOptions options;
        options.replications = 2;
        options.created = "2026-01-02T03:04:05Z";
        const auto record = simulate_run(loaded, policy, options);
        VERIFY_OK(record);
        QCOMPARE(record->scenario_name, std::string("small"));
        QCOMPARE(record->policy_name, std::string("mine"));
        QCOMPARE(record->seed, std::uint64_t{9});
        QCOMPARE(record->users, 150);
        QCOMPARE(record->days, 5);
        QCOMPARE(record->items, 70);
        QCOMPARE(record->replications, 2);
        QCOMPARE(record->program_version, std::string(program_version()));
        QCOMPARE(record->created, options.created);
        QVERIFY(QRegularExpression("^r-[0-9a-f]{12}$").match(QString::fromStdString(record->id)).hasMatch());
        QVERIFY(QRegularExpression("^[0-9a-f]{32}$")
                    .match(QString::fromStdString(record->fingerprint))
                    .hasMatch());
        // Enough to do it again.
        const auto scenario = scenario_from_json(record->scenario_json, "record");
        const auto read = policy_from_json(record->policy_json, "record");
        VERIFY_OK(scenario);
        VERIFY_OK(read);
        const auto again = simulate_run({*scenario, {}}, *read, options);
        VERIFY_OK(again);
        QCOMPARE(again->fingerprint, record->fingerprint);
        QCOMPARE(again->id, record->id);
        QCOMPARE(again->metrics.size(), record->metrics.size());
        for (std::size_t i = 0; i < again->metrics.size(); ++i)
            QCOMPARE(again->metrics[i].value, record->metrics[i].value);
    }

    void ids_follow_from_the_inputs_alone() {
        const auto id = [](const LoadedScenario& loaded, const Policy& policy,
                           const SimulateOptions& options) {
            const auto record = simulate_run(loaded, policy, options);
            return record ? record->id : to_line(record.error());
        };
        const LoadedScenario base = small_scenario(70, 2, 40);
        const std::string same = id(base, Policy{}, {});
        SimulateOptions other_options;
        other_options.threads = 2;
        other_options.created = "2026-01-02T03:04:05Z";
        QCOMPARE(id(base, Policy{}, other_options), same);

        std::set<std::string> ids = {same};
        const auto differs = [&](const std::string& other) { return ids.insert(other).second; };
        LoadedScenario changed = base;
        changed.scenario.users = 71;
        QVERIFY(differs(id(changed, Policy{}, {})));
        changed = base;
        changed.scenario.days = 3;
        QVERIFY(differs(id(changed, Policy{}, {})));
        changed = base;
        changed.scenario.items = 41;
        QVERIFY(differs(id(changed, Policy{}, {})));
        changed = base;
        changed.scenario.seed = 2;
        QVERIFY(differs(id(changed, Policy{}, {})));
        changed = base;
        changed.scenario.assumptions.mistap_rate = 0.0005;
        QVERIFY(differs(id(changed, Policy{}, {})));
        Policy policy;
        policy.temperature = 0.36;
        QVERIFY(differs(id(base, policy, {})));
        Policy renamed;
        renamed.name = "other";
        QVERIFY(differs(id(base, renamed, {})));
        SimulateOptions twice;
        twice.replications = 2;
        QVERIFY(differs(id(base, Policy{}, twice)));
    }

    void an_imported_world_is_part_of_the_id() {
        LoadedScenario one = small_scenario(70, 2, 40);
        one.scenario.imported = true;
        one.world = make_synthetic_world({}, 40, 1);
        LoadedScenario other = one;
        other.world->truth.quality[7] += 0.5F;
        const auto a = simulate_run(one, Policy{}, {});
        const auto b = simulate_run(other, Policy{}, {});
        VERIFY_OK(a);
        VERIFY_OK(b);
        QVERIFY(a->id != b->id);
        QCOMPARE(simulate_run(one, Policy{}, {})->id, a->id);
    }

    void an_imported_world_is_the_one_that_is_run() {
        LoadedScenario loaded = small_scenario(70, 3, 500);
        loaded.scenario.imported = true;
        loaded.world = make_synthetic_world({}, 45, 3);
        const auto record = simulate_run(loaded, Policy{}, {});
        VERIFY_OK(record);
        QCOMPARE(record->items, 45);
        QCOMPARE(value_of(record->metrics, "coverage").n, 45.0);
    }

    // Student's interval over seeds, by hand.
    void replications_give_student_intervals() {
        constexpr int replications = 4;
        SimulateOptions options;
        options.replications = replications;
        const auto all = simulate_run(small_scenario(120, 8, 60, 5), Policy{}, options);
        VERIFY_OK(all);
        std::vector<RunRecord> single;
        for (int r = 0; r < replications; ++r) {
            const auto one =
                simulate_run(small_scenario(120, 8, 60, 5 + static_cast<std::uint64_t>(r)), Policy{}, {});
            VERIFY_OK(one);
            single.push_back(*one);
        }
        const double t_3_degrees = 3.182446305284263;
        for (const char* key : {"satisfaction_true", "enjoyed_true", "ctr", "unwanted_share",
                                "session_length", "exposure_gini", "prompts_per_user_week"}) {
            double mean = 0;
            for (const RunRecord& record : single)
                mean += value_of(record.metrics, key).value / replications;
            double squares = 0;
            for (const RunRecord& record : single)
                squares += std::pow(value_of(record.metrics, key).value - mean, 2);
            const double reach = t_3_degrees * std::sqrt(squares / (replications - 1) / replications);
            const MetricValue& value = value_of(all->metrics, key);
            QVERIFY2(std::abs(value.value - mean) < 1e-12, key);
            QVERIFY2(std::abs(value.lower - (mean - reach)) < 1e-9, key);
            QVERIFY2(std::abs(value.upper - (mean + reach)) < 1e-9, key);
        }
        // The series too.
        const auto point = [](const RunRecord& record, int day) {
            for (const SeriesPoint& p : record.series)
                if (p.metric == "ctr" && p.group == "all" && p.day == day) return p.value;
            return std::nan("");
        };
        double mean = 0;
        for (const RunRecord& record : single)
            mean += point(record, 5) / replications;
        QVERIFY(std::abs(point(*all, 5) - mean) < 1e-12);
    }

    void threads_change_nothing() {
        SimulateOptions four;
        four.threads = 4;
        const auto a = simulate_run(small_scenario(300, 8, 60), Policy{}, {});
        const auto b = simulate_run(small_scenario(300, 8, 60), Policy{}, four);
        VERIFY_OK(a);
        VERIFY_OK(b);
        QCOMPARE(a->fingerprint, b->fingerprint);
        QCOMPARE(a->metrics.size(), b->metrics.size());
        for (std::size_t i = 0; i < a->metrics.size(); ++i) {
            QCOMPARE(a->metrics[i].value, b->metrics[i].value);
            QCOMPARE(a->metrics[i].lower, b->metrics[i].lower);
            QCOMPARE(a->metrics[i].upper, b->metrics[i].upper);
        }
    }

    void a_stopped_study_is_cancelled_data() {
        QTest::addColumn<bool>("compare");
        QTest::newRow("run") << false;
        QTest::newRow("comparison") << true;
    }
    void a_stopped_study_is_cancelled() {
        QFETCH(bool, compare);
        std::stop_source source;
        SimulateOptions options;
        options.replications = 3;
        options.stop = source.get_token();
        double last = 0;
        options.progress = [&](double done) {
            QVERIFY(done > last && done <= 1);
            last = done;
            if (done > 0.4) source.request_stop();
        };
        const LoadedScenario loaded = small_scenario(100, 10, 60);
        const ErrorCode code = compare ? simulate_comparison(loaded, Policy{}, Policy{}, options).error().code
                                       : simulate_run(loaded, Policy{}, options).error().code;
        QCOMPARE(code, ErrorCode::cancelled);
        QVERIFY(last < 0.5);
    }

    void progress_ends_at_one() {
        SimulateOptions options;
        options.replications = 2;
        double last = 0;
        int calls = 0;
        options.progress = [&](double done) {
            last = done;
            ++calls;
        };
        VERIFY_OK(simulate_comparison(small_scenario(70, 4, 40), Policy{}, Policy{}, options));
        QCOMPARE(calls, 2 * 2 * 4);
        QCOMPARE(last, 1.0);
    }

    void a_floor_for_a_group_that_is_not_there_is_refused() {
        Policy policy;
        policy.exposure_floor = {{"tiny", 0.3}};
        const auto record = simulate_run(small_scenario(70, 3, 40), policy, {});
        QVERIFY(!record);
        QCOMPARE(record.error().code, ErrorCode::bad_input);
        QVERIFY2(to_line(record.error()).find("tiny") != std::string::npos &&
                     to_line(record.error()).find("small") != std::string::npos,
                 to_line(record.error()).c_str());
    }
};
ATTUNE_TEST(Records_test);

#include "records_test.moc"
