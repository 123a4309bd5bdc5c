#include "simulations/scenario/scenario.h"
#include "tests/support/test.h"

#include <algorithm>
#include <set>

using namespace attune;

namespace {

std::string with(const std::string& lines) {
    return "{\n\"attune\": \"scenario\",\n\"version\": 1,\n\"name\": \"x\"" +
           (lines.empty() ? "" : ",\n" + lines) + "\n}";
}

} // namespace

class Scenario_test : public QObject {
    Q_OBJECT
private slots:
    void a_file_brings_every_value_back() {
        Scenario scenario;
        scenario.name = "Überraschung \"quoted\"\n";
        scenario.purpose = "why 目的";
        scenario.users = 123;
        scenario.days = 45;
        scenario.items = 678;
        scenario.seed = 0xFFFFFFFFFFFFFFFFULL;
        scenario.imported = true;
        for (const auto& entry : world_parameters().entries())
            world_parameters().set(scenario.assumptions, entry, entry.spec.key,
                                   entry.spec.standard == entry.spec.maximum ? entry.spec.minimum
                                                                             : entry.spec.maximum);
        const auto read = scenario_from_json(scenario_to_json(scenario), "s.json");
        VERIFY_OK(read);
        QVERIFY(*read == scenario);
        QCOMPARE(scenario_to_json(*read), scenario_to_json(scenario));
    }

    void what_is_left_out_keeps_its_default() {
        const auto read = scenario_from_json(with(""), "s.json");
        VERIFY_OK(read);
        Scenario expected;
        expected.name = "x";
        QVERIFY(*read == expected);
        const auto some = scenario_from_json(with(R"("assumptions": {"world.visits.rate": 2.5})"), "s.json");
        VERIFY_OK(some);
        expected.assumptions.visit_rate = 2.5;
        QVERIFY(*some == expected);
    }

    void a_written_file_names_every_assumption() {
        const std::string text = scenario_to_json(Scenario{});
        for (const auto& entry : world_parameters().entries())
            QVERIFY2(text.find("\"" + entry.spec.key + "\"") != std::string::npos, entry.spec.key.c_str());
    }

    void shipped_scenarios_are_whole() {
        std::set<std::string> names;
        for (const Scenario& scenario : shipped_scenarios()) {
            QVERIFY2(names.insert(scenario.name).second, scenario.name.c_str());
            QVERIFY2(scenario.purpose.size() > 60 && scenario.purpose.ends_with('.'), scenario.name.c_str());
            VERIFY_OK(check_size(users_limit(), scenario.users));
            VERIFY_OK(check_size(days_limit(), scenario.days));
            VERIFY_OK(check_size(items_limit(), scenario.items));
            QVERIFY(!scenario.imported);
            QCOMPARE(scenario.names.size(), scenario.name == "workshop-class" ? 24U : 0U);
        }
        for (const char* name :
             {"calm-baseline", "weak-platform", "prompt-fatigue", "taste-shock", "seasonal", "noisy-signals",
              "sparse-signals", "niche-minority", "brigade", "workshop-class"})
            QVERIFY2(names.contains(name), name);
        // They differ in their world, not only in name.
        for (const Scenario& a : shipped_scenarios())
            for (const Scenario& b : shipped_scenarios())
                if (a.name != b.name)
                    QVERIFY2(a.assumptions != b.assumptions || a.users != b.users,
                             (a.name + " and " + b.name).c_str());
    }

    void mistakes_name_key_range_and_line_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QStringList>("said");
        const auto row = [](const char* name, const QString& lines, const QString& where,
                            const QStringList& said) { QTest::newRow(name) << lines << where << said; };
        row("unknown key", "\"user\": 5", "s.json:5", {"'user'", "users"});
        row("unknown assumption", "\"assumptions\": {\n\"world.visits.rat\": 5}", "s.json:6",
            {"world.visits.rat", "Did you mean 'world.visits.rate'"});
        row("assumption too high", "\"assumptions\": {\n\"world.visits.rate\": 6.5}", "s.json:6",
            {"world.visits.rate", "0.1", "6"});
        row("assumption too low", "\"assumptions\": {\n\n\"world.trust.start\": 0}", "s.json:7",
            {"world.trust.start", "0.1", "0.95"});
        row("assumption as text", "\"assumptions\": {\n\"world.visits.rate\": \"2\"}", "s.json:6",
            {"world.visits.rate"});
        row("assumption as list", "\"assumptions\": {\n\"world.visits.rate\": [2]}", "s.json:6",
            {"world.visits.rate"});
        row("part of a category", "\"assumptions\": {\n\"world.items.categories\": 4.5}", "s.json:6",
            {"world.items.categories"});
        row("assumptions as list", "\"assumptions\": [1]", "s.json", {"object"});
        row("no people", "\"users\": 0", "s.json:5", {"'users'", "1", "2000000"});
        row("too many people", "\"users\": 2000001", "s.json:5", {"'users'", "1", "2000000"});
        row("people beyond every number", "\"users\": 99999999999999999999", "s.json:5", {"'users'"});
        row("people as fraction", "\"users\": 10.5", "s.json:5", {"'users'", "whole number"});
        row("people as text", "\"users\": \"many\"", "s.json:5", {"'users'", "whole number"});
        row("negative days", "\"days\": -1", "s.json:5", {"'days'", "1", "400"});
        row("too many days", "\"days\": 401", "s.json:5", {"'days'", "1", "400"});
        row("too few items", "\"items\": 9", "s.json:5", {"'items'", "10", "1000000"});
        row("too many items", "\"items\": 1000001", "s.json:5", {"'items'", "10", "1000000"});
        row("negative seed", "\"seed\": -3", "s.json:5", {"'seed'"});
        row("seed as fraction", "\"seed\": 1.5", "s.json:5", {"'seed'"});
        row("imported as number", "\"imported\": 1", "s.json:5", {"'imported'", "true or false"});
        row("purpose as number", "\"purpose\": 1", "s.json:5", {"'purpose'"});
        row("a key twice", "\"days\": 5,\n\"days\": 6", "s.json:6", {"days"});
        row("null", "\"users\": null", "s.json:5", {"'users'"});
    }
    void mistakes_name_key_range_and_line() {
        QFETCH(QString, lines);
        QFETCH(QString, where);
        QFETCH(QStringList, said);
        const auto read = scenario_from_json(with(lines.toStdString()), "s.json");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::bad_input);
        QVERIFY2(QString::fromStdString(read.error().where).startsWith(where), read.error().where.c_str());
        const QString line = QString::fromStdString(to_line(read.error()));
        for (const QString& word : said)
            QVERIFY2(line.contains(word), qPrintable(line + " lacks " + word));
    }

    void what_is_no_scenario_is_refused_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        const QByteArray start = "{\"attune\": \"scenario\", \"version\": 1, \"name\": \"x\", ";
        row("nothing", "");
        row("spaces", "  \n ");
        row("words", "hello");
        row("a list", "[]");
        row("a number", "3");
        row("null", "null");
        row("another document", R"({"attune": "policy", "version": 1, "name": "x"})");
        row("the kind as number", R"({"attune": 1, "version": 1, "name": "x"})");
        row("the kind as object", R"({"attune": {"scenario": 1}, "version": 1, "name": "x"})");
        row("no kind", R"({"version": 1, "name": "x"})");
        row("no version", R"({"attune": "scenario", "name": "x"})");
        row("version 0", R"({"attune": "scenario", "version": 0, "name": "x"})");
        row("version as text", R"({"attune": "scenario", "version": "1", "name": "x"})");
        row("version as fraction", R"({"attune": "scenario", "version": 1.5, "name": "x"})");
        row("a newer version", R"({"attune": "scenario", "version": 2, "name": "x"})");
        row("a far newer version", R"({"attune": "scenario", "version": 99999999999999999999, "name": "x"})");
        row("no name", R"({"attune": "scenario", "version": 1})");
        row("empty name", R"({"attune": "scenario", "version": 1, "name": ""})");
        row("name as list", R"({"attune": "scenario", "version": 1, "name": ["x"]})");
        row("cut short", start + "\"na");
        row("something after it", R"({"attune": "scenario", "version": 1, "name": "x"} {})");
        row("broken UTF-8", QByteArray("{\"attune\": \"scenario\", \"version\": 1, \"name\": \"\xC3\x28\"}"));
        row("zero byte", QByteArray("{\"attune\": \"scenario\"\0, \"version\": 1, \"name\": \"x\"}", 52));
        row("not a number", R"({"attune": "scenario", "version": 1, "name": "x", "users": NaN})");
        row("infinite",
            R"({"attune": "scenario", "version": 1, "name": "x", "assumptions": {"world.visits.rate": 1e999}})");
        row("deep nesting", start + "\"users\": " + QByteArray(100000, '[') + "}");
        row("a long unknown key", start + "\"" + QByteArray(200000, 'k') + "\": 1}");
    }
    void what_is_no_scenario_is_refused() {
        QFETCH(QByteArray, text);
        const auto read = scenario_from_json(text.toStdString(), "s.json");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::bad_input);
        QVERIFY2(read.error().where.starts_with("s.json"), read.error().where.c_str());
        QVERIFY(!read.error().what.empty());
        QVERIFY2(to_line(read.error()).size() < 600, "a message as long as the mistake");
    }

    // Every prefix of a good file, and every file with one byte changed, is read or refused; nothing else
    // happens.
    void damaged_files_are_read_or_refused() {
        const std::string good = scenario_to_json(Scenario{});
        int refused = 0;
        for (std::size_t length = 0; length < good.size() - 2; ++length) {
            const auto read = scenario_from_json(good.substr(0, length), "s.json");
            QVERIFY(!read);
            ++refused;
        }
        QVERIFY(refused > 1000);
        for (std::size_t at = 0; at < good.size(); at += 3)
            for (const char byte : {'\0', '"', '9', '}', '\xFF', '-'}) {
                std::string damaged = good;
                damaged[at] = byte;
                const auto read = scenario_from_json(damaged, "s.json");
                if (!read) continue;
                // What passes is within every range.
                for (const auto& entry : world_parameters().entries()) {
                    const double value = world_parameters().get(read->assumptions, entry, entry.spec.key);
                    QVERIFY2(value >= entry.spec.minimum && value <= entry.spec.maximum,
                             entry.spec.key.c_str());
                }
                VERIFY_OK(check_size(users_limit(), read->users));
                VERIFY_OK(check_size(days_limit(), read->days));
                VERIFY_OK(check_size(items_limit(), read->items));
            }
    }

    void limits_include_their_ends() {
        for (const SizeLimit* limit :
             {&users_limit(), &days_limit(), &items_limit(), &replications_limit()}) {
            VERIFY_OK(check_size(*limit, limit->least));
            VERIFY_OK(check_size(*limit, limit->most));
            QVERIFY(!check_size(*limit, limit->least - 1));
            QVERIFY(!check_size(*limit, limit->most + 1));
        }
    }
};
ATTUNE_TEST(Scenario_test);

#include "scenario_test.moc"
