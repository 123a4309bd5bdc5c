// What the report claims: only what the intervals allow, and only with numbers that stand in the records.
#include "simulations/report/report_charts.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/simulations/report/spoken_numbers.h"
#include "tests/support/test.h"

#include <cmath>
#include <limits>

using namespace attune;
using attune::test::invented;
using attune::test::numbers_of;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

void shake(ReportInput& input, test::Dice& dice) {
    for (std::size_t i = 0; i < input.run.metrics.size(); ++i) {
        MetricValue& b = input.run.metrics[i];
        const MetricValue& a = input.baseline->metrics[i];
        const double half = dice() * std::pow(10.0, -dice.below(5)) * (dice.below(8) ? 1 : nan_value);
        b.value = a.value + (dice.below(6) ? dice.between(-0.1, 0.1) : 0.0);
        b.lower = b.value - half;
        b.upper = b.value + half;
        MetricValue& d = input.comparison->difference[i];
        const double width = dice.below(7) ? dice() * std::pow(10.0, -dice.below(6)) : 0.0;
        d.value = b.value - a.value;
        d.lower = d.value - width * (dice.below(9) ? 1 : nan_value);
        d.upper = d.value + width;
    }
    for (GuardrailVerdict& g : input.comparison->guardrails) {
        g.verdict = static_cast<Verdict>(dice.below(3));
        g.more_needed = dice.between(1, 40);
    }
}

std::string sentences_of(const ReportView& view) {
    std::string all = view.lead();
    for (const ChartCard& card : chart_cards(view, false))
        for (const std::string& sentence : card.sentences)
            all += "\n" + sentence;
    return all;
}

} // namespace

class Report_reading_test : public QObject {
    Q_OBJECT

private slots:
    void a_claim_needs_an_interval_without_zero_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("direction");
        QTest::addColumn<int>("claim");
        const auto row = [](const char* name, double v, double l, double u, Better b, Claim c) {
            QTest::newRow(name) << v << l << u << static_cast<int>(b) << static_cast<int>(c);
        };
        row("up where more is better", 0.04, 0.03, 0.05, Better::higher, Claim::better);
        row("up where less is better", 0.04, 0.03, 0.05, Better::lower, Claim::worse);
        row("down where more is better", -0.04, -0.05, -0.03, Better::higher, Claim::worse);
        row("down where less is better", -0.04, -0.05, -0.03, Better::lower, Claim::better);
        row("up without a direction", 0.04, 0.03, 0.05, Better::neither, Claim::higher);
        row("down without a direction", -0.04, -0.05, -0.03, Better::neither, Claim::lower);
        row("includes zero", 0.01, -0.01, 0.03, Better::higher, Claim::unclear);
        row("touches zero", 0.01, 0.0, 0.02, Better::higher, Claim::unclear);
        row("exactly equal", 0, 0, 0, Better::higher, Claim::equal);
        row("zero but unsure", 0, -0.1, 0.1, Better::higher, Claim::unclear);
        row("no interval", 0.04, nan_value, nan_value, Better::higher, Claim::no_interval);
        row("half an interval", 0.04, 0.03, nan_value, Better::higher, Claim::no_interval);
        row("no value", nan_value, 0.03, 0.05, Better::higher, Claim::missing);
    }
    void a_claim_needs_an_interval_without_zero() {
        QFETCH(double, value);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, direction);
        QTEST(
            static_cast<int>(claim_of({"k", "all", value, lower, upper, 1}, static_cast<Better>(direction))),
            "claim");
    }

    void the_reading_says_what_the_sample_holds() {
        const ReportInput input = test::sample_comparison();
        const ReportView view(input, Text::english());
        QCOMPARE(
            QString::fromStdString(view.lead()).replace(QChar(0xA0), ' '),
            QString::fromUtf8(
                "With careful, people are more satisfied: 0.623 instead of 0.581 (change +0.042, interval "
                "+0.037 to +0.047); small providers are shown more, 17.6 % of all exposure instead of "
                "13.1 % (interval of the change +4.3 to +4.7 points); a person is asked less often, 0.81 "
                "times a week instead of 1.71 (interval of the change −0.92 to −0.88)."));
    }

    void no_claim_is_made_where_the_interval_includes_zero() {
        ReportInput input = test::sample_comparison();
        for (MetricValue& d : input.comparison->difference)
            if (d.key == "satisfaction_true") d.lower = -0.011;
        const std::string lead = ReportView(input, Text::english()).lead();
        QVERIFY(lead.find("no claim") != std::string::npos);
        QVERIFY(lead.find("includes zero") != std::string::npos);
        QVERIFY(lead.find("more satisfied") == std::string::npos);
    }

    void equal_policies_read_as_exactly_the_same() {
        ReportInput input = test::sample_comparison();
        input.baseline->metrics = input.run.metrics;
        for (MetricValue& d : input.comparison->difference)
            d.value = d.lower = d.upper = 0;
        const ReportView view(input, Text::english());
        QVERIFY(view.lead().find("exactly the same") != std::string::npos);
        for (const MetricValue& d : input.comparison->difference)
            QVERIFY(view.figure(d.key, d.group).claim == Claim::equal);
    }

    void every_number_in_a_sentence_occurs_in_the_records() {
        test::Dice dice(21);
        for (int i = 0; i < test::sized(60, 3000); ++i) {
            ReportInput input = test::sample_comparison();
            if (i > 0) shake(input, dice);
            if (i % 5 == 4) {
                input.comparison.reset();
                input.baseline.reset();
            }
            const ReportView view(input, Text::english());
            const std::string sentences = sentences_of(view);
            std::vector<double> numbers = numbers_of(input);
            const QString strange = invented(sentences, numbers);
            QVERIFY2(
                strange.isEmpty(),
                qPrintable(
                    QString("set %1: %2 in\n%3").arg(i).arg(strange, QString::fromStdString(sentences))));
        }
    }

    void an_invented_number_would_be_noticed() {
        const std::vector<double> numbers = {0.62, 0.58};
        QVERIFY(invented("0.62 instead of 58.0 %", numbers).isEmpty());
        QCOMPARE(invented("0.62 instead of 0.571", numbers), QString("0.571"));
        QVERIFY(!invented("−0.62", numbers).isEmpty());
    }

    void a_guardrail_without_a_verdict_says_how_much_more_is_needed() {
        const ReportInput input = test::sample_comparison();
        const ReportView view(input, Text::english());
        GuardrailVerdict verdict;
        verdict.verdict = Verdict::undecided;
        verdict.more_needed = 3.24;
        QVERIFY(view.verdict_words(verdict).find("3.2 times as many people or seeds") != std::string::npos);
        for (const double unknown : {nan_value, 0.0, std::numeric_limits<double>::infinity()}) {
            verdict.more_needed = unknown;
            QCOMPARE(view.verdict_words(verdict), std::string("cannot say yet"));
        }
        verdict.verdict = Verdict::holds;
        QCOMPARE(view.verdict_words(verdict), std::string("holds"));
    }

    void provider_groups_are_ordered_from_the_smallest() {
        const ReportInput input = test::sample_comparison();
        QCOMPARE(ReportView(input, Text::english()).providers(),
                 (std::vector<std::string>{"small", "medium", "large"}));
    }

    void policies_of_one_name_are_told_apart() {
        ReportInput input = test::sample_comparison();
        input.run.policy_name = input.baseline->policy_name;
        const ReportView view(input, Text::english());
        QVERIFY(view.candidate() != view.baseline());
    }
};
ATTUNE_TEST(Report_reading_test);

#include "report_reading_test.moc"
