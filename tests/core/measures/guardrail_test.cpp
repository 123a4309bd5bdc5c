// Guardrails: holds, broken or undecided, and how much more would settle it.
#include "core/measures/statistics/guardrail.h"
#include "core/measures/statistics/intervals.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

namespace {

GuardrailVerdict judge(const char* key, double value, double lower, double upper) {
    return judge_guardrail(*find_metric(key), {key, "all", value, lower, upper, 100});
}

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

class Guardrail_test : public QObject {
    Q_OBJECT
private slots:
    // satisfaction_true is better higher, limit .01: the worst accepted difference is -.01.
    // churn_30d is better lower, limit .02: the worst accepted difference is +.02.
    void verdicts_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("expected");
        const int holds = static_cast<int>(Verdict::holds);
        const int broken = static_cast<int>(Verdict::broken);
        const int undecided = static_cast<int>(Verdict::undecided);
        const QString up = "satisfaction_true";
        const QString down = "churn_30d";
        QTest::newRow("exactly nothing") << up << 0.0 << 0.0 << 0.0 << holds;
        QTest::newRow("better") << up << 0.05 << 0.04 << 0.06 << holds;
        QTest::newRow("a little worse") << up << -0.005 << -0.009 << -0.001 << holds;
        QTest::newRow("end at the limit") << up << -0.005 << -0.01 << 0.0 << holds;
        QTest::newRow("limit inside") << up << -0.005 << -0.02 << 0.01 << undecided;
        QTest::newRow("estimate beyond, not sure") << up << -0.02 << -0.035 << -0.005 << undecided;
        QTest::newRow("worse") << up << -0.03 << -0.04 << -0.02 << broken;
        QTest::newRow("exactly the limit, known exactly") << up << -0.01 << -0.01 << -0.01 << holds;
        QTest::newRow("no interval") << up << 0.05 << unknown << unknown << undecided;
        QTest::newRow("no value") << up << unknown << unknown << unknown << undecided;
        QTest::newRow("fewer leave") << down << -0.05 << -0.06 << -0.04 << holds;
        QTest::newRow("somewhat more leave") << down << 0.01 << 0.005 << 0.015 << holds;
        QTest::newRow("perhaps too many leave") << down << 0.01 << -0.005 << 0.025 << undecided;
        QTest::newRow("too many leave") << down << 0.04 << 0.03 << 0.05 << broken;
        QTest::newRow("no difference in leaving") << down << 0.0 << 0.0 << 0.0 << holds;
    }
    void verdicts() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, expected);
        const GuardrailVerdict verdict = judge(key.toStdString().c_str(), value, lower, upper);
        QCOMPARE(static_cast<int>(verdict.verdict), expected);
        QCOMPARE(verdict.key, key.toStdString());
        QCOMPARE(verdict.limit, *find_metric(key.toStdString())->guardrail);
        if (verdict.verdict == Verdict::undecided)
            QVERIFY(verdict.more_needed >= 1);
        else
            QCOMPARE(verdict.more_needed, 0.0);
    }

    void more_needed_is_the_square_of_width_over_distance() {
        // Half width .015, distance from -.005 to -.01 is .005: nine times as many.
        VERIFY_NEAR(judge("satisfaction_true", -0.005, -0.02, 0.01).more_needed, 9.0, 1e-9);
        // The same beyond the limit.
        VERIFY_NEAR(judge("satisfaction_true", -0.015, -0.03, 0.0).more_needed, 9.0, 1e-9);
        VERIFY_NEAR(judge("churn_30d", 0.015, -0.005, 0.035).more_needed, 16.0, 1e-9);
    }

    void more_needed_is_never_less_than_what_there_is() {
        // A lopsided interval: half width .0055, distance .009, yet its end is beyond the limit.
        QCOMPARE(judge("satisfaction_true", -0.001, -0.011, 0.0).more_needed, 1.0);
    }

    void more_needed_is_capped() {
        QCOMPARE(judge("satisfaction_true", -0.01, -0.02, 0.0).more_needed,
                 most_more_needed); // exactly at the limit
        QCOMPARE(judge("satisfaction_true", -0.0099, -0.1, 0.08).more_needed, most_more_needed);
        QCOMPARE(judge("satisfaction_true", 0.0, unknown, unknown).more_needed, most_more_needed);
        QCOMPARE(judge("satisfaction_true", unknown, unknown, unknown).more_needed, most_more_needed);
    }

    void as_many_more_as_it_says_settle_it_half_the_time() {
        // Differences of .004 for the worse with spread .1 per person; limit .01. Where 400 people leave it
        // undecided, redo it with as many times more as the true distance asks for: the end of the interval
        // then falls on the limit, on either side of it equally often.
        const double truth = -0.004;
        const double spread = 0.1;
        const auto verdict = [&](int repetition, int people) {
            Draws draws(120 + static_cast<std::uint64_t>(people), repetition);
            Moments moments;
            for (int i = 0; i < people; ++i)
                moments.add(truth + spread * draws.normal());
            const double reach = normal_reach() * std::sqrt(moments.variance() / moments.n);
            return judge("satisfaction_true", moments.mean, moments.mean - reach, moments.mean + reach);
        };
        const double half_width = normal_reach() * spread / std::sqrt(400.0);
        const double times =
            judge("satisfaction_true", truth, truth - half_width, truth + half_width).more_needed;
        VERIFY_NEAR(times, half_width * half_width / (0.006 * 0.006), 1e-9);
        int settled = 0;
        const int repetitions = 400;
        for (int repetition = 0; repetition < repetitions; ++repetition)
            settled += verdict(repetition, static_cast<int>(400 * times)).verdict == Verdict::holds ? 1 : 0;
        const double share = static_cast<double>(settled) / repetitions;
        QVERIFY2(share > 0.42 && share < 0.58, std::to_string(share).c_str());
    }
};

ATTUNE_TEST(Guardrail_test);
#include "guardrail_test.moc"
