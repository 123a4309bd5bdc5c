// CSV and JSON: an independent reader gets back what the records hold.
#include "core/measures/metrics/metric.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/json_writer.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <cmath>
#include <limits>
#include <locale>

using namespace attune;

namespace {

/// RFC 4180 by its grammar, one character at a time.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> row;
    std::string cell;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"')
                cell += c;
            else if (i + 1 < text.size() && text[i + 1] == '"')
                cell += text[++i];
            else
                quoted = false;
        } else if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == ',') {
            row.push_back(std::move(cell));
            cell.clear();
        } else if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
            ++i;
            row.push_back(std::move(cell));
            cell.clear();
            rows.push_back(std::move(row));
            row.clear();
        } else {
            cell += c;
        }
    }
    return rows;
}

bool same(double a, const std::string& cell) {
    if (!std::isfinite(a)) return cell.empty();
    return QString::fromStdString(cell).toDouble() == a;
}

bool same(double a, const QJsonValue& value) {
    return std::isfinite(a) ? value.isDouble() && value.toDouble() == a : value.isNull();
}

struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

class Table_files_test : public QObject {
    Q_OBJECT

private slots:
    void csv_reads_back_bit_for_bit() {
        ReportInput input = sample_input();
        const std::string written = csv(input);
        const auto rows = parse_csv(written);
        QCOMPARE(rows.front(), (std::vector<std::string>{"run", "policy", "metric", "group", "day", "value",
                                                         "lower", "upper", "n"}));
        std::size_t at = 1;
        const auto check = [&](const std::string& run, const std::string& policy, const std::string& metric,
                               const std::string& group, const std::string& day, double value, double lower,
                               double upper, double n) {
            QVERIFY(at < rows.size());
            const auto& row = rows[at++];
            QCOMPARE(row.size(), std::size_t{9});
            QCOMPARE(row[0], run);
            QCOMPARE(row[1], policy);
            QCOMPARE(row[2], metric);
            QCOMPARE(row[3], group);
            QCOMPARE(row[4], day);
            QVERIFY(same(value, row[5]) && same(lower, row[6]) && same(upper, row[7]) && same(n, row[8]));
        };
        const auto check_all = [&](const std::string& id, const std::string& policy, const auto& metrics,
                                   const auto& series) {
            for (const auto& v : metrics)
                check(id, policy, v.key, v.group, "", v.value, v.lower, v.upper, v.n);
            for (const auto& p : series)
                check(id, policy, p.metric, p.group, std::to_string(p.day), p.value, p.lower, p.upper, p.n);
        };
        check_all(input.baseline->id, input.baseline->policy_name, input.baseline->metrics,
                  input.baseline->series);
        check_all(input.run.id, input.run.policy_name, input.run.metrics, input.run.series);
        check_all(input.comparison->id, input.run.policy_name + " minus " + input.baseline->policy_name,
                  input.comparison->difference, input.comparison->series);
        QCOMPARE(at, rows.size());
    }

    void text_that_looks_like_a_formula_is_disarmed_and_numbers_are_not_data() {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("out");
        QTest::newRow("equals") << "=1+2"
                                << "'=1+2";
        QTest::newRow("plus") << "+cmd"
                              << "'+cmd";
        QTest::newRow("minus") << "-x"
                               << "'-x";
        QTest::newRow("at") << "@SUM(A1)"
                            << "'@SUM(A1)";
        QTest::newRow("tab") << "\t=1"
                             << "'\t=1";
        QTest::newRow("quoted as well") << "=\"a\",b"
                                        << "\"'=\"\"a\"\",b\"";
        QTest::newRow("inside is fine") << "a=b"
                                        << "a=b";
        QTest::newRow("comma") << "a,b"
                               << "\"a,b\"";
        QTest::newRow("line break") << "a\nb"
                                    << "\"a\nb\"";
        QTest::newRow("empty") << ""
                               << "";
    }
    void text_that_looks_like_a_formula_is_disarmed_and_numbers_are_not() {
        QFETCH(QString, in);
        QFETCH(QString, out);
        QCOMPARE(QString::fromStdString(csv_cell(std::string_view(in.toStdString()))), out);
        QCOMPARE(csv_cell(-0.5), std::string("-0.5"));
    }

    void the_run_document_has_the_agreed_shape() {
        const ReportInput input = sample_input();
        const QJsonDocument document = parsed(run_document(input.run));
        const QJsonObject run = document["run"].toObject();
        QCOMPARE(run["id"].toString().toStdString(), input.run.id);
        QCOMPARE(run["scenario"].toString().toStdString(), input.run.scenario_name);
        QCOMPARE(run["seed"].toDouble(), static_cast<double>(input.run.seed));
        QCOMPARE(run["users"].toInt(), input.run.users);
        QCOMPARE(run["days"].toInt(), input.run.days);
        QCOMPARE(run["fingerprint"].toString().toStdString(), input.run.fingerprint);
        QCOMPARE(run["wall_seconds"].toDouble(), input.run.wall_seconds);
        QCOMPARE(run["policy"].toString().toStdString(), input.run.policy_name);
        check_metrics(document["metrics"].toArray(), input.run.metrics);
    }

    void the_compare_document_has_both_sides_differences_and_verdicts() {
        const ReportInput input = sample_input();
        const QJsonDocument document =
            parsed(compare_document(*input.comparison, *input.baseline, input.run));
        QCOMPARE(document["baseline"]["run"]["id"].toString().toStdString(), input.baseline->id);
        QCOMPARE(document["candidate"]["run"]["id"].toString().toStdString(), input.run.id);
        check_metrics(document["baseline"]["metrics"].toArray(), input.baseline->metrics);
        check_metrics(document["candidate"]["metrics"].toArray(), input.run.metrics);
        const QJsonArray difference = document["difference"].toArray();
        QCOMPARE(static_cast<std::size_t>(difference.size()), input.comparison->difference.size());
        for (qsizetype i = 0; i < difference.size(); ++i) {
            const MetricValue& v = input.comparison->difference[static_cast<std::size_t>(i)];
            QCOMPARE(difference[i]["key"].toString().toStdString(), v.key);
            QCOMPARE(difference[i]["group"].toString().toStdString(), v.group);
            QVERIFY(same(v.value, difference[i]["value"]) && same(v.lower, difference[i]["lower"]) &&
                    same(v.upper, difference[i]["upper"]));
        }
        const QJsonArray guardrails = document["guardrails"].toArray();
        QCOMPARE(static_cast<std::size_t>(guardrails.size()), input.comparison->guardrails.size());
        for (qsizetype i = 0; i < guardrails.size(); ++i) {
            const GuardrailVerdict& g = input.comparison->guardrails[static_cast<std::size_t>(i)];
            const QString verdict = g.verdict == Verdict::holds    ? "holds"
                                    : g.verdict == Verdict::broken ? "broken"
                                                                   : "undecided";
            QCOMPARE(guardrails[i]["verdict"].toString(), verdict);
            QVERIFY(same(g.difference, guardrails[i]["difference"]) &&
                    same(g.limit, guardrails[i]["limit"]) && same(g.lower, guardrails[i]["lower"]) &&
                    same(g.upper, guardrails[i]["upper"]) &&
                    same(g.more_needed, guardrails[i]["more_needed"]));
            QCOMPARE(guardrails[i]["reason"].isNull(), verdict != "undecided");
        }
    }

    void every_guardrail_is_listed_and_every_undecided_one_says_why_data() {
        QTest::addColumn<int>("days");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("reason");
        QTest::newRow("short run, leaving") << 29 << "churn_30d"
                                            << "too_few_days";
        QTest::newRow("just long enough, leaving") << 30 << "churn_30d"
                                                   << "no_value";
        QTest::newRow("short run, coming back") << 30 << "retention_30d"
                                                << "too_few_days";
        QTest::newRow("just long enough, coming back") << 31 << "retention_30d"
                                                       << "no_value";
        QTest::newRow("nothing measured") << 1 << "satisfaction_true"
                                          << "no_value";
        QTest::newRow("nothing measured either") << 90 << "opt_out_rate"
                                                 << "no_value";
    }
    void every_guardrail_is_listed_and_every_undecided_one_says_why() {
        QFETCH(int, days);
        QFETCH(QString, key);
        QFETCH(QString, reason);
        ReportInput input = sample_input();
        input.comparison->guardrails.clear();
        input.comparison->difference.clear();
        input.run.days = days;
        const QJsonArray guardrails =
            parsed(compare_document(*input.comparison, *input.baseline, input.run))["guardrails"].toArray();
        QSet<QString> keys;
        for (const QJsonValue& g : guardrails) {
            keys.insert(g["key"].toString());
            QCOMPARE(g["verdict"].toString(), QString("undecided"));
            QVERIFY(g["difference"].isNull() && g["lower"].isNull() && g["upper"].isNull() &&
                    g["more_needed"].isNull());
            QVERIFY(g["limit"].toDouble() > 0);
            if (g["key"].toString() == key) QCOMPARE(g["reason"].toString(), reason);
        }
        QCOMPARE(keys, (QSet<QString>{"satisfaction_true", "retention_30d", "churn_30d", "opt_out_rate",
                                      "unwanted_share"}));
    }

    void a_guardrail_that_the_record_lacks_is_judged_by_its_difference() {
        ReportInput input = sample_input();
        input.comparison->guardrails.clear();
        for (MetricValue& d : input.comparison->difference)
            if (d.key == "opt_out_rate" && d.group == "all") {
                d.value = 0.03;
                d.lower = 0.02;
                d.upper = 0.04;
            }
        const QJsonArray guardrails =
            parsed(compare_document(*input.comparison, *input.baseline, input.run))["guardrails"].toArray();
        for (const QJsonValue& g : guardrails)
            if (g["key"].toString() == "opt_out_rate") {
                QCOMPARE(g["verdict"].toString(), QString("broken"));
                QCOMPARE(g["limit"].toDouble(), 0.01);
                return;
            }
        QFAIL("the guardrail is missing");
    }

    void an_undecided_guardrail_with_a_difference_says_what_is_open_data() {
        QTest::addColumn<double>("lower");
        QTest::addColumn<QString>("reason");
        QTest::newRow("across the limit") << -0.02 << "across_limit";
        QTest::newRow("no interval") << std::numeric_limits<double>::quiet_NaN() << "no_interval";
    }
    void an_undecided_guardrail_with_a_difference_says_what_is_open() {
        QFETCH(double, lower);
        QFETCH(QString, reason);
        ReportInput input = sample_input();
        input.comparison->guardrails = {
            {"satisfaction_true", "all", -0.005, lower, 0.01, 0.01, Verdict::undecided, 2.5}};
        const QJsonDocument document =
            parsed(compare_document(*input.comparison, *input.baseline, input.run));
        QCOMPARE(document["guardrails"][0]["reason"].toString(), reason);
        QCOMPARE(document["guardrails"][0]["more_needed"].toDouble(), 2.5);
    }

    void keys_keep_their_order() {
        const std::string text = json_text(run_document(sample_input().run));
        std::size_t last = 0;
        for (const char* key : {"\"run\"", "\"id\"", "\"scenario\"", "\"seed\"", "\"users\"", "\"days\"",
                                "\"fingerprint\"", "\"wall_seconds\"", "\"metrics\"", "\"key\"", "\"group\"",
                                "\"unit\"", "\"value\"", "\"lower\"", "\"upper\"", "\"n\""}) {
            const std::size_t at = text.find(key);
            QVERIFY2(at != std::string::npos && at >= last, key);
            last = at;
        }
    }

    void the_global_locale_changes_nothing() {
        const ReportInput input = sample_input();
        const std::string csv_before = csv(input);
        const std::string json_before =
            json_text(compare_document(*input.comparison, *input.baseline, input.run));
        const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
        const std::string csv_after = csv(input);
        const std::string json_after =
            json_text(compare_document(*input.comparison, *input.baseline, input.run));
        std::locale::global(before);
        QCOMPARE(csv_after, csv_before);
        QCOMPARE(json_after, json_before);
    }

    void broken_text_still_makes_valid_json() {
        RunRecord run = sample_input().run;
        run.policy_name = "a\xFF\x01\"\\";
        QCOMPARE(parsed(run_document(run))["run"]["policy"].toString(),
                 QString(QChar('a')) + QChar(0xFFFD) + QChar(1) + "\"\\");
    }

private:
    /// The sample with awkward names and numbers mixed in.
    static ReportInput sample_input() {
        ReportInput input = test::sample_comparison();
        input.run.policy_name = "careful, \"v2\"\nwith lines";
        input.run.metrics[0].value = 0.1 + 0.2;
        input.run.metrics[1].lower = std::numeric_limits<double>::quiet_NaN();
        input.run.metrics[2].upper = std::numeric_limits<double>::infinity();
        input.run.metrics[3].value = 5e-324;
        input.run.metrics[4].value = 1.7976931348623157e308;
        input.run.metrics[5].value = -0.1;
        input.run.metrics[6].key = "unknown_to_the_table";
        return input;
    }

    static QJsonDocument parsed(const Json& json) {
        QJsonParseError error;
        QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json_text(json)), &error);
        if (error.error != QJsonParseError::NoError) qFatal("%s", qPrintable(error.errorString()));
        return document;
    }

    static void check_metrics(const QJsonArray& array, const std::vector<MetricValue>& metrics) {
        QCOMPARE(static_cast<std::size_t>(array.size()), metrics.size());
        for (qsizetype i = 0; i < array.size(); ++i) {
            const MetricValue& v = metrics[static_cast<std::size_t>(i)];
            const MetricSpec* spec = find_metric(v.key);
            QCOMPARE(array[i]["key"].toString().toStdString(), v.key);
            QCOMPARE(array[i]["group"].toString().toStdString(), v.group);
            QCOMPARE(array[i]["unit"].toString().toStdString(), spec ? spec->unit : std::string());
            QVERIFY(same(v.value, array[i]["value"]) && same(v.lower, array[i]["lower"]) &&
                    same(v.upper, array[i]["upper"]) && same(v.n, array[i]["n"]));
        }
    }
};
ATTUNE_TEST(Table_files_test);

#include "table_files_test.moc"
