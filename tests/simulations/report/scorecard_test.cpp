// Discipline and trust stand side by side in every row, whatever the records lack. Requirement FB-24.
#include "core/base/random.h"
#include "core/policy/parameters.h"
#include "simulations/report/html_report.h"
#include "simulations/report/scorecard.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;

namespace {

DataTable card_of(const ReportInput& input) {
    const ReportView view(input, Text::english());
    return scorecard(view);
}

void drop(ReportInput& input, const std::string& key) {
    const auto gone = [&](const MetricValue& value) { return value.key == key; };
    std::erase_if(input.run.metrics, gone);
    if (input.baseline) std::erase_if(input.baseline->metrics, gone);
    if (input.comparison) std::erase_if(input.comparison->difference, gone);
}

} // namespace

class Scorecard_test : public QObject {
    Q_OBJECT
private slots:
    void neither_side_can_be_left_out_data() {
        QTest::addColumn<QString>("without");
        QTest::newRow("complete") << "";
        for (const ScorecardPair& pair : scorecard_pairs)
            for (const std::string_view metric : {pair.discipline, pair.trust})
                QTest::newRow(std::string(metric).c_str()) << QString::fromStdString(std::string(metric));
        QTest::newRow("churn_30d") << "churn_30d";
        QTest::newRow("everything") << "*";
    }
    void neither_side_can_be_left_out() {
        QFETCH(QString, without);
        ReportInput input = test::sample_comparison();
        const DataTable whole = card_of(input);
        if (without == "*") {
            input.run.metrics.clear();
            input.baseline->metrics.clear();
            input.comparison->difference.clear();
        } else {
            drop(input, without.toStdString());
        }
        const DataTable card = card_of(input);
        QCOMPARE(card.head.size(), 8U);
        QCOMPARE(card.head[0], std::string("Discipline"));
        QCOMPARE(card.head[4], std::string("Trust"));
        QCOMPARE(card.rows.size(), scorecard_pairs.size() + 1);
        for (std::size_t r = 0; r < card.rows.size(); ++r) {
            QCOMPARE(card.rows[r].size(), card.head.size());
            for (const std::size_t side : {std::size_t{0}, std::size_t{4}}) {
                // The same names, and a value or that there is none.
                QCOMPARE(card.rows[r][side], whole.rows[r][side]);
                QVERIFY(!card.rows[r][side].empty() && !card.rows[r][side + 1].empty());
                QVERIFY(!card.rows[r][side].starts_with('['));
            }
        }
        const QString page = QString::fromStdString(html_report(input, Text::english()));
        QVERIFY(page.contains("id=\"scorecard\"") && page.contains(">Discipline<") &&
                page.contains(">Trust<"));
    }

    void a_policy_alone_has_both_sides_too() {
        ReportInput input = test::sample_comparison();
        input.baseline.reset();
        input.comparison.reset();
        const DataTable card = card_of(input);
        QCOMPARE(card.head.size(), 4U);
        for (const auto& row : card.rows)
            QCOMPARE(row.size(), 4U);
    }

    // Pushing people is told whatever it brings.
    void ways_of_pushing_are_counted() {
        ReportInput input = test::sample_comparison();
        QCOMPARE(card_of(input).rows.back()[1], std::string("0"));
        auto policy = policy_from_json(input.run.policy_json, "record");
        VERIFY_OK(policy);
        policy->notice = 1;
        policy->prompt_place = 2;
        input.run.policy_json = policy_to_json(*policy);
        QCOMPARE(card_of(input).rows.back()[1], std::string("2"));
        QCOMPARE(card_of(input).rows.back()[2], std::string("0"));
    }
};

ATTUNE_TEST(Scorecard_test);
#include "scorecard_test.moc"
