// policy, scenario, parameters and metrics: documents of the agreed shape, and tables that say the same.
#include "core/measures/metrics/metric.h"
#include "core/policy/parameters.h"
#include "simulations/scenario/scenario.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

class Tables_test : public QObject {
    Q_OBJECT

private slots:
    void policy_list_names_every_policy_and_counts_its_changes() {
        const Json list = document(program_.run({"policy", "list", "--json"}));
        QVERIFY(list.is_object());
        QCOMPARE(keys(list), QStringList{"policies"});
        QCOMPARE(list["policies"].size(), shipped_policies().size());
        QCOMPARE(list["policies"][0]["name"].get<std::string>(), std::string("default"));
        QCOMPARE(list["policies"][0]["changes"].get<int>(), 0);
        for (std::size_t i = 0; i < list["policies"].size(); ++i) {
            const Policy& policy = shipped_policies()[i];
            QCOMPARE(list["policies"][i]["name"].get<std::string>(), policy.name);
            QCOMPARE(list["policies"][i]["changes"].get<std::size_t>(),
                     policy_parameters().diff(Policy{}, policy).size());
        }
    }

    void shown_policy_is_a_file_that_gives_the_same_run() {
        const Program program;
        const Outcome shown = program.run({"policy", "show", "careful", "--json"});
        const Json policy = document(shown);
        QVERIFY(policy.is_object());
        QCOMPARE(policy["attune"].get<std::string>(), std::string("policy"));
        QCOMPARE(policy["name"].get<std::string>(), std::string("careful"));
        QCOMPARE(policy["values"]["prompt.weekly_cap"].get<int>(), 1);
        program.write("p.json", shown.out.toUtf8());
        const Json from_file = document(program.run(on_small({"run", "--json", "--policy", "p.json"})));
        QVERIFY(from_file.is_object());
        const Json by_name = document(program.run(on_small({"run", "--json", "--policy", "careful"})));
        QVERIFY(by_name.is_object());
        QVERIFY(from_file["run"]["id"] == by_name["run"]["id"]);
        QVERIFY(from_file["run"]["fingerprint"] == by_name["run"]["fingerprint"]);
    }

    void shown_scenario_is_a_file_that_gives_the_same_run() {
        const Program program;
        for (const Scenario& scenario : shipped_scenarios()) {
            const QString name = QString::fromStdString(scenario.name);
            const Outcome shown = program.run({"scenario", "show", name, "--json"});
            QCOMPARE(document(shown)["attune"].get<std::string>(), std::string("scenario"));
            program.write("s.json", shown.out.toUtf8());
            const QStringList sizes = {"--users", "100", "--days", "2", "--items", "60"};
            const Json from_file =
                document(program.run(QStringList{"run", "--json", "--scenario", "s.json"} + sizes));
            const Json by_name =
                document(program.run(QStringList{"run", "--json", "--scenario", name} + sizes));
            QVERIFY(from_file.is_object());
            QVERIFY(from_file["run"]["id"] == by_name["run"]["id"]);
            QVERIFY(from_file["run"]["fingerprint"] == by_name["run"]["fingerprint"]);
        }
    }

    // DE-05, DE-65: copy that breaks a rule cannot be published.
    void policy_lint_passes_what_ships_and_stops_what_was_made_worse() {
        const Program program;
        const Json shipped = document(program.run({"policy", "lint", "--json"}));
        QVERIFY(shipped.is_object());
        QCOMPARE(keys(shipped),
                 QStringList({"language", "rules_version", "checked", "findings", "offers", "display"}));
        QVERIFY(shipped["checked"].get<int>() > 30 && shipped["findings"].empty());
        QVERIFY(shipped["offers"].is_array() && shipped["offers"].empty()); // DE-28
        QVERIFY(shipped["display"][0]["seconds_slow_reader"].get<double>() >
                shipped["display"][0]["seconds_quick_reader"].get<double>());
        QCOMPARE(program.run({"policy", "lint"}).code, 0);
        // DE-77: every text has its reading grade within the limit, and its time for each kind of reader.
        const QString table = program.run({"policy", "lint"}).out;
        int texts = 0;
        for (const Json& row : shipped["display"]) {
            ++texts;
            QVERIFY(table.contains(QString::fromStdString(row["key"].get<std::string>())));
            QVERIFY(row["reading_grade"].is_null() || row["reading_grade"].get<double>() <= 6);
            const auto slow = row["seconds_slow_reader"].get<double>();
            QVERIFY(slow > row["seconds_usual_reader"].get<double>());
            QVERIFY(row["seconds_usual_reader"].get<double>() > row["seconds_quick_reader"].get<double>());
            QVERIFY(slow >= 2);
        }
        QVERIFY(texts > 10);

        program.write("worse.json", R"({"copy.ack.mine": "You failed to rate. Want fewer?",
                                        "copy.done.mine": "Done. You should see fewer {when}."})");
        const Outcome worse = program.run({"policy", "lint", "--copy", "worse.json", "--json"});
        QCOMPARE(worse.code, 3);
        const Json told = Json::parse(worse.out.toStdString());
        QCOMPARE(told["checked"].get<int>(), 2);
        QCOMPARE(told["findings"].size(), 1U);
        QCOMPARE(told["findings"][0]["rule"].get<std::string>(), std::string("blame"));
        QCOMPARE(told["findings"][0]["key"].get<std::string>(), std::string("copy.ack.mine"));
        const Outcome words = program.run({"policy", "lint", "--copy", "worse.json"});
        QCOMPARE(words.code, 3);
        QVERIFY2(words.out.contains("blames the person") && words.out.contains("not published"),
                 qPrintable(words.out));

        program.write("none.json", R"({"lab.title": "No copy at all"})");
        for (const char* file : {"none.json", "missing.json"}) {
            const Outcome refused = program.run({"policy", "lint", "--copy", file});
            QCOMPARE(refused.code, 2);
            QVERIFY2(refused.err.contains(QLatin1String(file)), qPrintable(refused.err));
        }
    }

    void policy_diff_names_what_changed() {
        const Json diff =
            document(program_.run({"policy", "diff", "default", "ask-every-session", "--json"}));
        QVERIFY(diff.is_object());
        QCOMPARE(keys(diff), QStringList({"from", "to", "changes"}));
        std::map<std::string, std::pair<Json, Json>> changes;
        for (const Json& change : diff["changes"]) {
            QCOMPARE(keys(change), QStringList({"key", "from", "to"}));
            changes[change["key"].get<std::string>()] = {change["from"], change["to"]};
        }
        QCOMPARE(changes.size(), std::size_t{2});
        QVERIFY(changes["prompt.weekly_cap"] == std::pair(Json(2), Json(50)));
        QVERIFY(changes["prompt.gap_hours"] == std::pair(Json(72.0), Json(0.0)));
        const Json none = document(program_.run({"policy", "diff", "firm", "firm", "--json"}));
        QVERIFY(none.is_object());
        QVERIFY(none["changes"].is_array() && none["changes"].empty());
        QVERIFY(program_.run({"policy", "diff", "firm", "firm"}).out.contains("the same values"));
        const Outcome words = program_.run({"policy", "diff", "default", "ask-every-session"});
        QVERIFY(words.out.contains("prompt.weekly_cap") && words.out.contains("50"));
    }

    void scenario_list_has_purpose_and_size() {
        const Json list = document(program_.run({"scenario", "list", "--json"}));
        QVERIFY(list.is_object());
        QCOMPARE(keys(list), QStringList{"scenarios"});
        QCOMPARE(list["scenarios"].size(), shipped_scenarios().size());
        for (const Json& scenario : list["scenarios"]) {
            QCOMPARE(keys(scenario), QStringList({"name", "purpose", "users", "days", "items", "imported"}));
            QVERIFY(!scenario["purpose"].get<std::string>().empty());
            QVERIFY(scenario["users"].get<int>() > 0 && scenario["days"].get<int>() > 0 &&
                    scenario["items"].get<int>() > 0);
            QVERIFY(!scenario["imported"].get<bool>());
        }
        const QString words = program_.run({"scenario", "list"}).out;
        QVERIFY(words.contains("calm-baseline"));
    }

    void parameters_have_range_default_and_source_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("count");
        QTest::newRow("levers") << QStringList{} << static_cast<int>(policy_parameters().entries().size());
        QTest::newRow("assumptions") << QStringList{"--assumptions"}
                                     << static_cast<int>(world_parameters().entries().size());
    }
    void parameters_have_range_default_and_source() {
        QFETCH(QStringList, options);
        QFETCH(int, count);
        const Json table = document(program_.run(QStringList{"parameters", "--json"} + options));
        QVERIFY(table.is_object());
        const QString words = program_.run(QStringList{"parameters"} + options).out;
        QCOMPARE(keys(table), QStringList{"parameters"});
        QCOMPARE(static_cast<int>(table["parameters"].size()), count);
        QVERIFY2(!words.contains('['), "a text without words would stand in brackets");
        for (const Json& parameter : table["parameters"]) {
            const std::string key = parameter["key"].get<std::string>();
            for (const char* text : {"name", "why", "kind", "group", "unit", "source", "grade", "acts"})
                QVERIFY2(parameter[text].is_string() && !parameter[text].get<std::string>().empty() &&
                             parameter[text].get<std::string>().front() != '[',
                         (key + " " + text).c_str());
            const std::string kind = parameter["kind"].get<std::string>();
            if (kind == "choice")
                QVERIFY2(parameter["choices"].is_array() && parameter["default"].is_string(), key.c_str());
            else if (kind == "boolean")
                QVERIFY2(parameter["default"].is_boolean(), key.c_str());
            else {
                const double standard = parameter["default"].get<double>();
                QVERIFY2(parameter["minimum"].get<double>() <= standard &&
                             standard <= parameter["maximum"].get<double>(),
                         key.c_str());
                QVERIFY2(parameter["step"].get<double>() > 0, key.c_str());
            }
            QVERIFY2(words.contains(QString::fromStdString(key)), key.c_str());
            QVERIFY2(words.contains(QString::fromStdString(parameter["source"].get<std::string>())),
                     key.c_str());
        }
    }

    void metrics_have_definition_and_source() {
        const Json table = document(program_.run({"metrics", "--json"}));
        QVERIFY(table.is_object());
        QCOMPARE(keys(table), QStringList{"metrics"});
        QCOMPARE(table["metrics"].size(), metric_specs().size());
        const QString words = program_.run({"metrics"}).out;
        for (std::size_t i = 0; i < table["metrics"].size(); ++i) {
            const Json& metric = table["metrics"][i];
            const MetricSpec& spec = metric_specs()[i];
            QCOMPARE(metric["key"].get<std::string>(), spec.key);
            for (const char* text : {"name", "why", "unit", "better", "seen", "source"})
                QVERIFY2(metric[text].is_string() && !metric[text].get<std::string>().empty() &&
                             metric[text].get<std::string>().front() != '[',
                         spec.key.c_str());
            QVERIFY(metric["guardrail"].is_null() != spec.guardrail.has_value());
            QVERIFY(words.contains(QString::fromStdString(spec.key)));
        }
    }

private:
    Program program_;
};

ATTUNE_TEST(Tables_test);
#include "tables_test.moc"
