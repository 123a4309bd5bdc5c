// run and compare: the documents they print, the files they write and the records they keep say the same.
#include "core/measures/metrics/metric.h"
#include "core/workspace/workspace.h"
#include "simulations/report/json_writer.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QRegularExpression>
#include <QSet>

#include <charconv>
#include <cmath>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

/// "all" or "kind=name".
bool is_group(const Json& json) {
    static const QRegularExpression form("^(all|[a-z_]+=[a-z0-9_-]+)$");
    return json.is_string() && form.match(QString::fromStdString(json.get<std::string>())).hasMatch();
}

bool is_number_or_null(const Json& json) {
    return json.is_number() || json.is_null();
}

/// Empty if the document of a run has the shape of the contract, else what is wrong.
QString wrong_with_run(const Json& run, const QString& policy) {
    if (keys(run) != QStringList{"run", "metrics"}) return "keys: " + keys(run).join(' ');
    const Json& head = run["run"];
    for (const char* key : {"id", "scenario", "seed", "users", "days", "fingerprint", "wall_seconds"})
        if (!head.contains(key)) return QString("no ") + key;
    for (const char* key : {"id", "scenario", "fingerprint", "policy"})
        if (!head[key].is_string() || head[key].get<std::string>().empty())
            return QString(key) + " is no text";
    for (const char* key : {"seed", "users", "days", "items", "replications"})
        if (!head[key].is_number_integer()) return QString(key) + " is no whole number";
    if (!head["wall_seconds"].is_number() || head["wall_seconds"].get<double>() <= 0) return "no time";
    if (head["scenario"] != "calm-baseline" || head["users"] != 200 || head["days"] != 8 ||
        head["items"] != 120)
        return "other sizes";
    if (head["policy"].get<std::string>() != policy.toStdString()) return "another policy";
    QSet<QString> seen;
    for (const Json& metric : run["metrics"]) {
        if (keys(metric) != QStringList{"key", "group", "unit", "value", "lower", "upper", "n"})
            return "keys: " + keys(metric).join(' ');
        const std::string key = metric["key"].get<std::string>();
        const MetricSpec* spec = find_metric(key);
        if (!spec || metric["unit"].get<std::string>() != spec->unit)
            return "metric or unit of " + QString::fromStdString(key);
        if (!is_group(metric["group"])) return "group of " + QString::fromStdString(key);
        if (!metric["value"].is_number() || !is_number_or_null(metric["lower"]) ||
            !is_number_or_null(metric["upper"]) || !metric["n"].is_number())
            return "numbers of " + QString::fromStdString(key);
        if (metric["lower"].is_number() && (metric["lower"].get<double>() > metric["value"].get<double>() ||
                                            metric["upper"].get<double>() < metric["value"].get<double>()))
            return "interval of " + QString::fromStdString(key);
        const QString name = QString::fromStdString(key + " " + metric["group"].get<std::string>());
        if (seen.contains(name)) return "twice: " + name;
        seen << name;
    }
    // Every metric that eight days allow, where nobody is asked by lot and few say why.
    const std::set<std::string> elsewhere = {"retention_30d",  "churn_30d",
                                             "exposure_share", "reasons_given",
                                             "reasons_true",   "texts_right",
                                             "offers_taken",   "fal",
                                             "promised",       "pkp",
                                             "resolved",       "satisfaction_random",
                                             "directions",     "directions_right"};
    for (const MetricSpec& spec : metric_specs())
        if (!elsewhere.contains(spec.key) && !seen.contains(QString::fromStdString(spec.key + " all")))
            return "missing: " + QString::fromStdString(spec.key);
    if (!seen.contains("exposure_share provider=small") || !seen.contains("satisfaction_true taste=niche"))
        return "groups are missing";
    return {};
}

const Json& find(const Json& values, const std::string& key, const std::string& group = "all") {
    static const Json none;
    for (const Json& value : values)
        if (value["key"] == key && value["group"] == group) return value;
    return none;
}

struct CsvRow {
    QStringList cells;
    double number(int column) const {
        const std::string text = cells[column].toStdString();
        double value = std::nan("");
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
};

/// Rows of a CSV whose cells have no commas; empty if a line end is not CR LF.
QVector<CsvRow> rows_of(const QByteArray& csv) {
    QVector<CsvRow> rows;
    for (const QString& line : QString::fromUtf8(csv).split("\r\n", Qt::SkipEmptyParts)) {
        if (line.contains('\n')) return {};
        rows.push_back({line.split(',')});
    }
    return rows;
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// Empty if the rows are those of the values and the series, in order.
QString wrong_with_rows(const QVector<CsvRow>& rows, int from, const std::string& run,
                        const std::string& policy, const std::vector<MetricValue>& values,
                        const std::vector<SeriesPoint>& series) {
    std::vector<SeriesPoint> all;
    for (const MetricValue& v : values)
        all.push_back({v.key, v.group, -1, v.value, v.lower, v.upper, v.n});
    all.insert(all.end(), series.begin(), series.end());
    if (rows.size() < from + static_cast<int>(all.size())) return "too few rows";
    for (std::size_t i = 0; i < all.size(); ++i) {
        const CsvRow& row = rows[from + static_cast<int>(i)];
        const SeriesPoint& p = all[i];
        const QString day = p.day < 0 ? "" : QString::number(p.day);
        if (row.cells.size() != 9 ||
            row.cells.mid(0, 5) != QStringList{QString::fromStdString(run), QString::fromStdString(policy),
                                               QString::fromStdString(p.metric),
                                               QString::fromStdString(p.group), day})
            return row.cells.join(',');
        if (!same(row.number(5), p.value) || !same(row.number(6), p.lower) || !same(row.number(7), p.upper) ||
            !same(row.number(8), p.n))
            return "numbers: " + row.cells.join(',');
    }
    return {};
}

} // namespace

class Simulate_test : public QObject {
    Q_OBJECT

private slots:
    void run_prints_one_document_of_the_agreed_shape() {
        const Program program;
        const Json run =
            document(program.run(on_small({"run", "--json", "--policy", "careful", "--seed", "5"})));
        QVERIFY(run.is_object());
        QVERIFY2(wrong_with_run(run, "careful").isEmpty(), wrong_with_run(run, "careful").toUtf8());
        QCOMPARE(run["run"]["seed"].get<int>(), 5);
        QVERIFY2(program.names().isEmpty(), "a run without --workspace leaves nothing");
    }

    void compare_prints_one_document_of_the_agreed_shape() {
        const Program program;
        const Json both = document(program.run(
            on_small({"compare", "--json", "--baseline", "default", "--candidate", "no-deescalation"})));
        QVERIFY(both.is_object());
        QCOMPARE(keys(both), QStringList({"baseline", "candidate", "difference", "guardrails"}));
        QVERIFY2(wrong_with_run(both["baseline"], "default").isEmpty(),
                 wrong_with_run(both["baseline"], "default").toUtf8());
        QVERIFY2(wrong_with_run(both["candidate"], "no-deescalation").isEmpty(),
                 wrong_with_run(both["candidate"], "no-deescalation").toUtf8());
        QVERIFY(both["baseline"]["run"]["fingerprint"] != both["candidate"]["run"]["fingerprint"]);
        int compared = 0;
        for (const Json& difference : both["difference"]) {
            QCOMPARE(keys(difference), QStringList({"key", "group", "value", "lower", "upper"}));
            QVERIFY(is_group(difference["group"]));
            const std::string key = difference["key"].get<std::string>();
            const std::string group = difference["group"].get<std::string>();
            const Json& before = find(both["baseline"]["metrics"], key, group);
            const Json& after = find(both["candidate"]["metrics"], key, group);
            QVERIFY2(before.is_object() && after.is_object(), key.c_str());
            const double plain = after["value"].get<double>() - before["value"].get<double>();
            QVERIFY2(std::abs(difference["value"].get<double>() - plain) <= 1e-9 * (1 + std::abs(plain)),
                     (key + " " + group).c_str());
            ++compared;
        }
        QVERIFY(compared > 50);
        std::set<std::string> judged;
        for (const Json& guardrail : both["guardrails"]) {
            QCOMPARE(keys(guardrail), QStringList({"key", "group", "difference", "lower", "upper", "limit",
                                                   "verdict", "more_needed", "reason"}));
            const std::string key = guardrail["key"].get<std::string>();
            judged.insert(key);
            const std::string verdict = guardrail["verdict"].get<std::string>();
            QVERIFY(verdict == "holds" || verdict == "broken" || verdict == "undecided");
            QCOMPARE(guardrail["reason"].is_null(), verdict != "undecided");
            // What eight days cannot judge is said, not left out in silence.
            if (key == "retention_30d" || key == "churn_30d") {
                QCOMPARE(verdict, std::string("undecided"));
                QCOMPARE(guardrail["reason"].get<std::string>(), std::string("too_few_days"));
                QVERIFY(guardrail["difference"].is_null() && guardrail["more_needed"].is_null());
            } else if (verdict == "undecided") {
                QVERIFY(guardrail["more_needed"].get<double>() > 1);
            }
        }
        std::set<std::string> watched;
        for (const MetricSpec& spec : metric_specs())
            if (spec.guardrail) watched.insert(spec.key);
        QCOMPARE(judged, watched);
    }

    void broken_guardrail_is_exit_code_three() {
        Program program;
        const Outcome outcome = program.run(
            on_small({"compare", "--json", "--baseline", "default", "--candidate", "ask-every-session",
                      "--set", "world.opt_out.rate=0.01", "--workspace", "w.attune"}));
        const Json both = document(outcome, 3);
        QVERIFY(both.is_object());
        bool broken = false;
        for (const Json& guardrail : both["guardrails"])
            broken = broken || guardrail["verdict"] == "broken";
        QVERIFY(broken);
        // The answer is an answer: it is kept.
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        QCOMPARE(workspace->comparisons().list()->size(), std::size_t{1});
        const Outcome words =
            program.run(on_small({"compare", "--baseline", "default", "--candidate", "ask-every-session",
                                  "--set", "world.opt_out.rate=0.01"}));
        QCOMPARE(words.code, 3);
        QVERIFY(words.out.contains("broken") && words.err.isEmpty());
        // What eight days cannot judge is said, not left out in silence; limits are changes, as differences
        // are.
        const QStringList lines = words.out.split('\n');
        const auto line_of = [&](const char* name) {
            const auto found = std::find_if(lines.begin(), lines.end(), [&](const QString& line) {
                return line.trimmed().startsWith(name) &&
                       (line.contains("cannot say") || line.contains("holds") || line.contains("broken"));
            });
            return found == lines.end() ? QString() : QString(*found).replace(QChar(0xA0), ' ');
        };
        QVERIFY2(line_of("Back on day 30").contains("needs a run of 31 days"), words.told());
        QVERIFY2(line_of("Left within 30 days").contains("needs a run of 30 days"), words.told());
        QVERIFY2(line_of("Left within 30 days").contains("+2 points"), words.told());
        QVERIFY2(line_of("Unwanted items").contains("+1 point "), words.told());
        QVERIFY2(line_of("True satisfaction").contains(QString::fromUtf8("−0.01 ")), words.told());
    }

    void stored_records_csv_and_document_hold_the_same_numbers() {
        const Program program;
        const Json run =
            document(program.run(on_small({"run", "--json", "--workspace", "w.attune", "--csv", "r.csv"})));
        QVERIFY(run.is_object());
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto stored = workspace->runs().find(run["run"]["id"].get<std::string>());
        VERIFY_OK(stored);
        Json again = run_document(*stored);
        QVERIFY(again == run);
        const auto rows = rows_of(program.read("r.csv"));
        QCOMPARE(rows.value(0).cells.join(','), QString("run,policy,metric,group,day,value,lower,upper,n"));
        QCOMPARE(rows.size(), 1 + static_cast<int>(stored->metrics.size() + stored->series.size()));
        const QString wrong =
            wrong_with_rows(rows, 1, stored->id, "default", stored->metrics, stored->series);
        QVERIFY2(wrong.isEmpty(), wrong.toUtf8());
        // The series covers every day of the run.
        QSet<int> days;
        for (const SeriesPoint& p : stored->series)
            if (p.metric == "satisfaction_true" && p.group == "all") days << p.day;
        QCOMPARE(days, QSet<int>({0, 1, 2, 3, 4, 5, 6, 7}));
    }

    void stored_comparison_and_its_csv_hold_the_same_numbers() {
        const Program program;
        const Json both =
            document(program.run(on_small({"compare", "--json", "--baseline", "default", "--candidate",
                                           "firm", "--workspace", "w.attune", "--csv", "c.csv"})));
        QVERIFY(both.is_object());
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto list = workspace->comparisons().list();
        VERIFY_OK(list);
        QCOMPARE(list->size(), std::size_t{1});
        const auto comparison = workspace->comparisons().find(list->front().id);
        const auto baseline = workspace->runs().find(both["baseline"]["run"]["id"].get<std::string>());
        const auto candidate = workspace->runs().find(both["candidate"]["run"]["id"].get<std::string>());
        VERIFY_OK(comparison);
        VERIFY_OK(baseline);
        VERIFY_OK(candidate);
        QVERIFY(compare_document(*comparison, *baseline, *candidate) == both);
        const auto rows = rows_of(program.read("c.csv"));
        int at = 1;
        for (const RunRecord* run : {&*baseline, &*candidate}) {
            const QString wrong =
                wrong_with_rows(rows, at, run->id, run->policy_name, run->metrics, run->series);
            QVERIFY2(wrong.isEmpty(), wrong.toUtf8());
            at += static_cast<int>(run->metrics.size() + run->series.size());
        }
        const QString wrong = wrong_with_rows(rows, at, comparison->id, "firm minus default",
                                              comparison->difference, comparison->series);
        QVERIFY2(wrong.isEmpty(), wrong.toUtf8());
        QCOMPARE(rows.size(),
                 at + static_cast<int>(comparison->difference.size() + comparison->series.size()));
    }

    // The log is what a server would have: the same metrics can be counted from it.
    void log_lines_have_the_event_schema_and_agree_with_the_metrics() {
        const QMap<QString, QStringList> schema = {
            {"consent",
             {"method", "notice", "conflicts", "adjust_this_session", "adjust_my_recommendations",
              "improve_models", "experiments", "quality_and_safety", "fairness_audit", "keep_my_comments",
              "share_aggregates"}},
            {"session", {"visit", "slates", "minutes"}},
            {"impression", {"visit", "slate", "item", "rank", "score", "model"}},
            {"feedback", {"visit", "slate", "item", "kind", "value", "key"}},
            {"prompt", {"visit", "slate", "item", "trigger", "form"}},
            {"answer", {"visit", "slate", "item", "kind", "annotation"}},
            {"reason", {"visit", "slate", "item", "kind", "annotation"}},
            {"opt_out", {"visit", "form"}},
            {"opt_in", {}},
            {"conversion", {"visit", "item"}},
            {"mute", {"visit", "slate", "item"}},
            {"search", {"visit", "slate"}},
            {"complaint", {"visit", "slate", "kind"}},
            {"direction", {"visit", "slate", "choice"}},
            {"basis", {"visit", "slate", "item", "category", "sign", "nats"}},
            {"offer", {"visit", "slate", "item", "category", "pattern", "choice", "promised", "visits"}},
            {"promise", {"visit", "category", "pattern", "kept", "share"}},
            {"episode", {"visit", "category", "from", "to"}}};
        const Program program;
        const Json run = document(program.run(on_small({"run", "--json", "--log", "events.jsonl"})));
        QVERIFY(run.is_object());
        const QByteArray log = program.read("events.jsonl");
        QVERIFY(log.endsWith('\n'));
        QMap<QString, int> count;
        qint64 slates = 0;
        double minutes = 0;
        QSet<qint64> people, converted;
        QSet<std::pair<qint64, int>> visits_with_conversion;
        for (const QByteArray& line : log.chopped(1).split('\n')) {
            const Json event = Json::parse(line.toStdString(), nullptr, false);
            QVERIFY2(event.is_object(), line);
            const QString kind = QString::fromStdString(event.value("event", std::string()));
            QVERIFY2(schema.contains(kind), line);
            QCOMPARE(keys(event), QStringList({"event", "user", "hours"}) + schema[kind]);
            const double hours = event["hours"].get<double>();
            const qint64 user = event["user"].get<qint64>();
            QVERIFY2(hours >= 0 && hours < 8 * 24 + 24 && user >= 0 && user < 200, line);
            ++count[kind];
            if (kind == "consent") people << user;
            if (kind == "conversion") {
                converted << user;
                visits_with_conversion << std::pair(user, event["visit"].get<int>());
            }
            if (kind == "session") {
                slates += event["slates"].get<int>();
                minutes += event["minutes"].get<double>();
            }
        }
        QCOMPARE(people.size(), 200);
        const auto metric = [&](const char* key) { return find(run["metrics"], key); };
        const auto close = [](double a, double b) { return std::abs(a - b) <= 1e-6 * (1 + std::abs(b)); };
        QCOMPARE(metric("session_length")["n"].get<double>(), static_cast<double>(count["session"]));
        QVERIFY(close(metric("session_length")["value"].get<double>(),
                      static_cast<double>(slates) / count["session"]));
        QVERIFY(close(metric("session_minutes")["value"].get<double>(), minutes / count["session"]));
        QCOMPARE(metric("ctr_slate")["n"].get<double>(), static_cast<double>(slates));
        QVERIFY(
            close(metric("prompts_per_user_week")["value"].get<double>(), count["prompt"] / (200 * 8 / 7.0)));
        QCOMPARE(metric("response_rate")["n"].get<double>(), static_cast<double>(count["prompt"]));
        QVERIFY(close(metric("response_rate")["value"].get<double>(),
                      static_cast<double>(count["answer"]) / count["prompt"]));
        QCOMPARE(metric("satisfaction_answers")["n"].get<double>(), static_cast<double>(count["answer"]));
        QVERIFY(close(metric("opt_out_rate")["value"].get<double>(), count["opt_out"] / 200.0));
        QVERIFY(close(metric("conversion_session")["value"].get<double>(),
                      static_cast<double>(visits_with_conversion.size()) / count["session"]));
        QVERIFY(close(metric("conversion_user")["value"].get<double>(),
                      static_cast<double>(converted.size()) / 200));
        QVERIFY(count["prompt"] > 0 && count["answer"] > 0 && count["conversion"] > 0 &&
                count["feedback"] > 0);
        // Ten ranks a slate.
        QCOMPARE(count["impression"], static_cast<int>(slates) * 10);
    }

    void log_and_csv_may_go_together_and_hold_the_first_repetition() {
        const Program program;
        QCOMPARE(program.run(on_small({"run", "--quiet", "--log", "one.jsonl"})).code, 0);
        const Outcome both = program.run(
            on_small({"run", "--quiet", "--log", "two.jsonl", "--csv", "two.csv", "--replications", "2"}));
        QVERIFY2(both.code == 0 && both.out.isEmpty() && both.err.isEmpty(), both.told());
        QVERIFY(!program.read("one.jsonl").isEmpty());
        QVERIFY(program.read("one.jsonl") == program.read("two.jsonl"));
        QCOMPARE(program.names(), QStringList({"one.jsonl", "two.csv", "two.jsonl"}));
    }

    void repetitions_are_the_runs_of_their_seeds() {
        const Program program;
        const Json first = document(program.run(on_small({"run", "--json", "--seed", "7"})));
        QVERIFY(first.is_object());
        const Json second = document(program.run(on_small({"run", "--json", "--seed", "8"})));
        QVERIFY(second.is_object());
        const Json both =
            document(program.run(on_small({"run", "--json", "--seed", "7", "--replications", "2"})));
        QVERIFY(both.is_object());
        QVERIFY(first["run"]["fingerprint"] != second["run"]["fingerprint"]);
        const auto of = [](const Json& run) {
            return find(run["metrics"], "satisfaction_true")["value"].get<double>();
        };
        QVERIFY(std::abs(of(both) - (of(first) + of(second)) / 2) < 1e-12);
        QCOMPARE(both["run"]["replications"].get<int>(), 2);
    }

    void tables_show_everyone_and_providers_unless_all_groups_are_wanted_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("run") << QStringList{"run"};
        QTest::newRow("compare") << QStringList{"compare", "--baseline", "default", "--candidate", "careful"};
    }
    void tables_show_everyone_and_providers_unless_all_groups_are_wanted() {
        QFETCH(QStringList, command);
        const Program program;
        const Outcome few = program.run(on_small(command));
        const Outcome all = program.run(on_small(command) << "--groups");
        for (const Outcome* outcome : {&few, &all}) {
            QVERIFY2((outcome->code == 0 || outcome->code == 3) && outcome->err.isEmpty(), outcome->told());
            QVERIFY(outcome->out.contains("provider=small"));
            QVERIFY(outcome->out.contains("True satisfaction"));
            QVERIFY2(!outcome->out.contains('['), "a text without words would stand in brackets");
        }
        QVERIFY(!few.out.contains("taste=niche") && !few.out.contains("activity="));
        QVERIFY(few.out.contains("--groups"));
        QVERIFY(all.out.contains("taste=niche") && all.out.contains("activity=frequent"));
    }

    void set_changes_a_lever_or_an_assumption() {
        const Program program;
        const auto prompts = [](const Json& run) {
            return find(run["metrics"], "prompts_per_user_week")["value"].get<double>();
        };
        const Json plain = document(program.run(on_small({"run", "--json"})));
        QVERIFY(plain.is_object());
        const Json none = document(program.run(on_small({"run", "--json", "--set", "prompt.enabled=false"})));
        QVERIFY(none.is_object());
        QVERIFY(prompts(plain) > 0);
        QCOMPARE(prompts(none), 0.0);
        QCOMPARE(none["run"]["policy"].get<std::string>(), std::string("default (changed)"));
        const Json same_value =
            document(program.run(on_small({"run", "--json", "--set", "prompt.enabled=true"})));
        QVERIFY(same_value.is_object());
        QCOMPARE(same_value["run"]["policy"].get<std::string>(), std::string("default"));
        QVERIFY(same_value["run"]["fingerprint"] == plain["run"]["fingerprint"]);
        QVERIFY(same_value["run"]["id"] == plain["run"]["id"]);
    }

    // In a comparison a lever is changed on the side that is tried; an assumption is the world of both.
    void set_changes_the_candidate_and_the_world_of_both() {
        const Program program;
        const QStringList compare =
            on_small({"compare", "--json", "--baseline", "default", "--candidate", "default"});
        const Json plain = document(program.run(on_small({"run", "--json"})));
        QVERIFY(plain.is_object());
        const Json lever = document(program.run(QStringList(compare) << "--set"
                                                                     << "prompt.enabled=false"));
        QVERIFY(lever.is_object());
        QVERIFY(lever["baseline"]["run"]["fingerprint"] == plain["run"]["fingerprint"]);
        QVERIFY(lever["candidate"]["run"]["fingerprint"] != plain["run"]["fingerprint"]);
        QCOMPARE(lever["candidate"]["run"]["policy"].get<std::string>(), std::string("default (changed)"));
        const Json world = document(program.run(QStringList(compare) << "--set"
                                                                     << "world.items.categories=12"));
        QVERIFY(world.is_object());
        QVERIFY(world["baseline"]["run"]["fingerprint"] != plain["run"]["fingerprint"]);
        QVERIFY(world["baseline"]["run"]["fingerprint"] == world["candidate"]["run"]["fingerprint"]);
    }
};

ATTUNE_TEST(Simulate_test);
#include "simulate_test.moc"
