// Verdicts on planted readings, and the documents made of them.
#include "simulations/credibility/fact_tables.h"
#include "simulations/credibility/fact_words.h"
#include "simulations/credibility/judge.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();

std::vector<Reading> readings(const QList<double>& values, const QList<double>& controls) {
    std::vector<Reading> all;
    for (int i = 0; i < values.size(); ++i)
        all.push_back({values[i], i < controls.size() ? controls[i] : nothing});
    return all;
}

FactResult result_with(FactVerdict first, FactVerdict second) {
    FactResult result;
    result.id = "skips";
    result.source = "somebody, \"somewhere\"";
    result.checks.resize(2);
    result.checks[0].id = "early";
    result.checks[0].verdict = first;
    result.checks[0].observed = 0.25;
    result.checks[1].id = "phone_gap";
    result.checks[1].verdict = second;
    result.checks[1].observed = 0.5;
    result.checks[1].expected = {.lower = 0.6};
    result.verdict = worst_of(result.checks);
    return result;
}

} // namespace

class Judge_test : public QObject {
    Q_OBJECT

private slots:
    void the_whole_interval_decides_data() {
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<QList<double>>("controls");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<int>("reason");
        const auto row = [](const char* name, QList<double> values, QList<double> controls, double lower,
                            double upper, FactVerdict verdict, FactReason reason) {
            QTest::newRow(name) << values << controls << lower << upper << static_cast<int>(verdict)
                                << static_cast<int>(reason);
        };
        using enum FactVerdict;
        using enum FactReason;
        // The t interval of 1, 2, 3 is 2 +- 2.484.
        row("inside", {1, 2, 3}, {}, -1, 5, holds, none);
        row("reaches over the upper end", {1, 2, 3}, {}, -1, 4, undecided, unclear);
        row("reaches over the lower end", {1, 2, 3}, {}, 0, 5, undecided, unclear);
        row("below", {1, 2, 3}, {}, 4.5, 5, fails, outside);
        row("above", {1, 2, 3}, {}, -5, -0.5, fails, outside);
        row("no upper limit", {1, 2, 3}, {}, -1, endless, holds, none);
        row("a single one is exact", {2.0}, {}, 2, 2, holds, none);
        row("a single one beside it", {2.0}, {}, 2.01, 3, fails, outside);
        row("equal ones have no width", {2, 2, 2}, {}, 2, 2, holds, none);
        row("nothing measured", {2, nothing, 2}, {}, 0, 5, fails, no_value);
        // The control must lie in -0.1 .. 0.1.
        row("free of the effect", {2, 2, 2}, {0, 0.01, -0.01}, 1, 3, holds, none);
        row("the effect stays", {2, 2, 2}, {2, 2.01, 1.99}, 1, 3, fails, control_stays);
        row("the control is not sure", {2, 2, 2}, {0, 1, -1}, 1, 3, undecided, control_unclear);
        row("the control has no value", {2, 2, 2}, {0, nothing, 0}, 1, 3, fails, no_value);
        row("outside counts before unsure", {2, 2, 2}, {0, 1, -1}, 3, 4, fails, outside);
        row("stays counts before unclear", {1, 2, 3}, {2, 2.01, 1.99}, 0, 5, fails, control_stays);
    }
    void the_whole_interval_decides() {
        QFETCH(QList<double>, values);
        QFETCH(QList<double>, controls);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, verdict);
        QFETCH(int, reason);
        FactCheck check{.id = "x", .expected = {lower, upper}};
        if (!controls.isEmpty()) check.without_cause = {-0.1, 0.1};
        const CheckResult result = judge(check, readings(values, controls));
        QCOMPARE(static_cast<int>(result.verdict), verdict);
        QCOMPARE(static_cast<int>(result.reason), reason);
    }

    void the_interval_is_students() {
        const FactCheck check{.id = "x", .expected = {0, 5}, .without_cause = {0, 9}};
        const CheckResult result = judge(check, readings({1, 2, 3}, {4, 5, 6}));
        QCOMPARE(result.observed, 2.0);
        // 4.302653 x 1 / sqrt(3)
        QVERIFY(std::abs(result.upper - 4.484138) < 1e-5 && std::abs(result.lower + 0.484138) < 1e-5);
        QCOMPARE(result.control, 5.0);
        QVERIFY(std::abs(result.control_upper - 7.484138) < 1e-5);
    }

    void a_fact_is_as_good_as_its_worst_check_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QString>("deciding");
        const auto row = [](const char* name, FactVerdict a, FactVerdict b, FactVerdict all, const char* by) {
            QTest::newRow(name) << static_cast<int>(a) << static_cast<int>(b) << static_cast<int>(all)
                                << QString(by);
        };
        using enum FactVerdict;
        row("both hold", holds, holds, holds, "early");
        row("one fails", holds, fails, fails, "phone_gap");
        row("failing is worse than unclear", fails, undecided, fails, "early");
        row("unclear is worse than holding", holds, undecided, undecided, "phone_gap");
    }
    void a_fact_is_as_good_as_its_worst_check() {
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(int, verdict);
        QFETCH(QString, deciding);
        const FactResult result =
            result_with(static_cast<FactVerdict>(first), static_cast<FactVerdict>(second));
        QCOMPARE(static_cast<int>(result.verdict), verdict);
        QCOMPARE(QString::fromStdString(result.deciding()->id), deciding);
        const Json row = facts_document(std::vector{result})["facts"][0];
        QCOMPARE(row["verdict"].get<std::string>(), std::string(name_of(result.verdict)));
        QVERIFY(row["observed"] == Json(deciding == "early" ? 0.25 : 0.5));
        QCOMPARE(row["checks"].size(), 2U);
    }

    void the_document_has_null_where_there_is_no_number() {
        const FactResult result = result_with(FactVerdict::holds, FactVerdict::fails);
        const Json row = facts_document(std::vector{result})["facts"][0];
        QVERIFY(row["expected"]["upper"].is_null());
        QCOMPARE(row["expected"]["lower"].get<double>(), 0.6);
        QVERIFY(row["lower"].is_null() && row["checks"][0]["control"].is_null());
        FactResult later;
        later.id = "interruptions";
        const Json unjudged = facts_document(std::vector{later})["facts"][0];
        QCOMPARE(unjudged["verdict"].get<std::string>(), std::string("not_judged"));
        QVERIFY(unjudged["observed"].is_null() && unjudged["expected"].is_null());
        QCOMPARE(unjudged["why"].size(), 1U);
    }

    void the_table_has_a_row_for_each_check() {
        FactResult later;
        later.id = "interruptions";
        const QString table = QString::fromStdString(
            facts_csv(std::vector{result_with(FactVerdict::holds, FactVerdict::fails), later}));
        const QStringList lines = table.split("\r\n");
        QCOMPARE(lines.size(), 5);
        const auto columns = lines[0].count(',');
        QVERIFY(lines[1].startsWith("skips,early,,,,0.25,,,,,,holds,none,"));
        QVERIFY(lines[1].endsWith("\"somebody, \"\"somewhere\"\"\""));
        QVERIFY(lines[2].startsWith("skips,phone_gap,,0.6,,0.5,,,,,,fails,none,"));
        QCOMPARE(lines[3].count(','), columns);
        QVERIFY(lines[3].contains("not_judged"));
    }

    void words_carry_unit_and_sign_data() {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("share") << "share" << 0.25 << "25\u00A0%";
        QTest::newRow("difference of shares") << "points" << 0.25 << "+25\u00A0points";
        QTest::newRow("relative change") << "change" << 0.25 << "+25\u00A0%";
        QTest::newRow("stars") << "stars" << 0.25 << "0.25 stars";
        QTest::newRow("count") << "events" << 1234.0 << "1,234";
    }
    void words_carry_unit_and_sign() {
        QFETCH(QString, unit);
        QFETCH(double, value);
        QFETCH(QString, text);
        CheckResult check;
        check.unit = unit.toStdString();
        check.observed = value;
        check.lower = value * 0.8;
        check.upper = value * 1.2;
        QCOMPARE(QString::fromStdString(check_value(check, value, Text::english())), text);
    }

    void bands_are_told_by_their_ends_data() {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<QString>("text");
        QTest::newRow("both") << 1.0 << 3.0 << "1.0 to 3.0";
        QTest::newRow("one value") << 2.0 << 2.0 << "exactly 2.0";
        QTest::newRow("lower") << 1.0 << endless << "at least 1.0";
        QTest::newRow("upper") << -endless << 3.0 << "at most 3.0";
        QTest::newRow("positive") << 0.0 << endless << "above 0";
        QTest::newRow("negative") << -endless << 0.0 << "below 0";
    }
    void bands_are_told_by_their_ends() {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(QString, text);
        CheckResult check;
        check.id = "early";
        check.observed = 2;
        check.lower = 1.5;
        check.upper = 2.5;
        check.expected = {lower, upper};
        QCOMPARE(QString::fromStdString(check_words("skips", check, Text::english()).expected), text);
    }
};
ATTUNE_TEST(Judge_test);

#include "judge_test.moc"
