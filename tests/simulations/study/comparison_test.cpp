#include "core/measures/metrics/metric.h"
#include "tests/simulations/study/small_scenario.h"

#include <QRegularExpression>

#include <cmath>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

Policy renamed(Policy policy, const std::string& name) {
    policy.name = name;
    return policy;
}

} // namespace

class Comparison_test : public QObject {
    Q_OBJECT
private slots:
    void equal_values_under_two_names_differ_by_exactly_nothing_data() {
        QTest::addColumn<int>("replications");
        QTest::addColumn<QString>("policy");
        QTest::newRow("one seed") << 1 << "default";
        QTest::newRow("three seeds") << 3 << "default";
        QTest::newRow("with a floor") << 2 << "firm";
        QTest::newRow("random slates") << 1 << "random";
    }
    void equal_values_under_two_names_differ_by_exactly_nothing() {
        QFETCH(int, replications);
        QFETCH(QString, policy);
        const Policy baseline = shipped_policy(policy.toStdString());
        SimulateOptions options;
        options.replications = replications;
        options.threads = 2;
        const auto result = simulate_comparison(small_scenario(200, 32, 100), baseline,
                                                renamed(baseline, "another name"), options);
        VERIFY_OK(result);
        QCOMPARE(result->baseline.fingerprint, result->candidate.fingerprint);
        QVERIFY(result->baseline.id != result->candidate.id);
        QVERIFY(result->record.difference.size() > 80);
        for (const MetricValue& value : result->record.difference) {
            // Where few have said why, there may be no interval.
            // Too few for an interval.
            const std::set<std::string> rare = {
                "satisfaction_random", "offers_taken",    "fal", "promised", "pkp",
                "directions",          "directions_right"};
            const bool unknown = (value.key.starts_with("reasons_") || rare.contains(value.key)) &&
                                 !(value.lower <= value.value);
            QVERIFY2(value.value == 0 && (unknown || (value.lower == 0 && value.upper == 0)),
                     (value.key + " " + value.group).c_str());
        }
        QVERIFY(result->record.series.size() > 500);
        for (const SeriesPoint& point : result->record.series)
            QVERIFY2(point.value == 0 && point.lower == 0 && point.upper == 0,
                     (point.metric + " " + point.group).c_str());
        for (const GuardrailVerdict& verdict : result->record.guardrails) {
            QVERIFY2(verdict.verdict == Verdict::holds, verdict.key.c_str());
            QCOMPARE(verdict.difference, 0.0);
        }
    }

    void a_difference_is_candidate_minus_baseline() {
        Policy baseline;
        baseline.ask_at_random = 0.2;
        Policy candidate = shipped_policy("popularity");
        candidate.ask_at_random = 0.2;
        const auto result = simulate_comparison(small_scenario(300, 32, 100), baseline, candidate, {});
        VERIFY_OK(result);
        QVERIFY(result->baseline.fingerprint != result->candidate.fingerprint);
        int moved = 0;
        for (const MetricValue& value : result->record.difference) {
            const double expected = value_of(result->candidate.metrics, value.key, value.group).value -
                                    value_of(result->baseline.metrics, value.key, value.group).value;
            QVERIFY2(std::abs(value.value - expected) < 1e-9, (value.key + " " + value.group).c_str());
            // Too few for an interval.
            const std::set<std::string> rare = {
                "satisfaction_random", "offers_taken",    "fal", "promised", "pkp", "resolved",
                "directions",          "directions_right"};
            const bool unknown = (value.key.starts_with("reasons_") || rare.contains(value.key)) &&
                                 !(value.lower <= value.value && value.value <= value.upper);
            QVERIFY2(
                unknown || (value.lower <= value.value && value.value <= value.upper),
                qPrintable(QString("%1 %2: %3 (%4 to %5)")
                               .arg(QString::fromStdString(value.key), QString::fromStdString(value.group))
                               .arg(value.value)
                               .arg(value.lower)
                               .arg(value.upper)));
            moved += value.value != 0 ? 1 : 0;
        }
        QVERIFY(moved > 60);
        // No metric is lost on the way, and what cannot change does not.
        for (const MetricSpec& spec : metric_specs())
            if (spec.key != "exposure_share" && spec.key != "texts_right") // nobody writes
                QVERIFY2(has_value(result->record.difference, spec.key), spec.key.c_str());
        // Consents hang on trust alone: hardly at all.
        QVERIFY(std::abs(value_of(result->record.difference, "consent_share").value) < 0.01);
    }

    void a_daily_difference_is_candidate_minus_baseline() {
        const auto result =
            simulate_comparison(small_scenario(200, 10, 100), Policy{}, shipped_policy("random"), {});
        VERIFY_OK(result);
        const auto point = [](const std::vector<SeriesPoint>& series, const SeriesPoint& like) {
            for (const SeriesPoint& p : series)
                if (p.metric == like.metric && p.group == like.group && p.day == like.day) return p.value;
            return std::nan("");
        };
        QVERIFY(result->record.series.size() > 100);
        for (const SeriesPoint& p : result->record.series)
            QVERIFY2(std::abs(p.value - (point(result->candidate.series, p) -
                                         point(result->baseline.series, p))) < 1e-9,
                     p.metric.c_str());
    }

    void both_sides_are_the_runs_they_would_be_alone() {
        const LoadedScenario loaded = small_scenario(200, 8, 80, 4);
        const auto together = simulate_comparison(loaded, Policy{}, shipped_policy("content-only"), {});
        const auto first = simulate_run(loaded, Policy{}, {});
        const auto second = simulate_run(loaded, shipped_policy("content-only"), {});
        VERIFY_OK(together);
        VERIFY_OK(first);
        VERIFY_OK(second);
        QCOMPARE(together->baseline.fingerprint, first->fingerprint);
        QCOMPARE(together->candidate.fingerprint, second->fingerprint);
        QCOMPARE(together->baseline.id, first->id);
        QCOMPARE(together->candidate.id, second->id);
        QCOMPARE(together->record.baseline_run, first->id);
        QCOMPARE(together->record.candidate_run, second->id);
        QVERIFY(QRegularExpression("^c-[0-9a-f]{12}$")
                    .match(QString::fromStdString(together->record.id))
                    .hasMatch());
        const auto reversed = simulate_comparison(loaded, shipped_policy("content-only"), Policy{}, {});
        VERIFY_OK(reversed);
        QVERIFY(reversed->record.id != together->record.id);
        QCOMPARE(value_of(reversed->record.difference, "ctr").value,
                 -value_of(together->record.difference, "ctr").value);
    }

    // Pairing pays: the same people make the difference known better than two separate values would.
    void a_paired_interval_is_narrower_than_two_separate_ones() {
        Policy near;
        near.step = 1.0;
        const auto result = simulate_comparison(small_scenario(640, 20, 100), Policy{}, near, {});
        VERIFY_OK(result);
        const auto width = [](const MetricValue& value) { return value.upper - value.lower; };
        for (const char* key : {"satisfaction_true", "active_share", "session_minutes"}) {
            const double paired = width(value_of(result->record.difference, key));
            const double apart = std::hypot(width(value_of(result->baseline.metrics, key)),
                                            width(value_of(result->candidate.metrics, key)));
            QVERIFY2(paired < 0.9 * apart,
                     qPrintable(QString("%1: %2 and %3").arg(key).arg(paired).arg(apart)));
        }
    }

    void every_guardrail_of_the_table_is_judged() {
        const auto result =
            simulate_comparison(small_scenario(900, 32, 300), Policy{}, shipped_policy("random"), {});
        VERIFY_OK(result);
        std::size_t expected = 0;
        for (const MetricSpec& spec : metric_specs())
            expected += spec.guardrail ? 1U : 0U;
        QCOMPARE(result->record.guardrails.size(), expected);
        const auto unwanted =
            std::find_if(result->record.guardrails.begin(), result->record.guardrails.end(),
                         [](const GuardrailVerdict& v) { return v.key == "unwanted_share"; });
        QVERIFY(unwanted != result->record.guardrails.end());
        QVERIFY(unwanted->verdict == Verdict::broken); // slates at random show people what they do not want
    }
};
ATTUNE_TEST(Comparison_test);

#include "comparison_test.moc"
