// Policy and scenario files that are wrong are refused with file, line, key and range; nothing is written.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

QByteArray policy(const QByteArray& values, const QByteArray& more = {}) {
    return "{\n  \"attune\": \"policy\",\n  \"version\": 1,\n  \"name\": \"mine\"" + more +
           ",\n  \"values\": {\n    " + values + "\n  }\n}\n";
}

QByteArray scenario(const QByteArray& more) {
    return "{\n  \"attune\": \"scenario\",\n  \"version\": 1,\n  \"name\": \"mine\",\n  \"users\": 100,\n  "
           "\"days\": 2,\n  \"items\": 60" +
           more + "\n}\n";
}

} // namespace

class Bad_files_test : public QObject {
    Q_OBJECT

private slots:
    void wrong_policy_file_is_refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QByteArray& bytes, const QStringList& words) {
            QTest::newRow(name) << bytes << words;
        };
        row("unknown lever", policy("\"prompt.weekly_cop\": 1"),
            {"p.json:6", "prompt.weekly_cop", "Did you mean 'prompt.weekly_cap'"});
        row("above the range", policy("\"prompt.gap_hours\": 1,\n    \"prompt.weekly_cap\": 51"),
            {"p.json:7", "prompt.weekly_cap", "51", "between 0 and 50"});
        row("below the range", policy("\"deescalation.lowest_weight\": -4.5"),
            {"p.json:6", "deescalation.lowest_weight", "between -4 and -0.5"});
        row("not whole", policy("\"prompt.weekly_cap\": 1.5"), {"p.json:6", "1.5", "whole"});
        row("text for a number", policy("\"prompt.weekly_cap\": \"2\""), {"p.json:6", "prompt.weekly_cap"});
        row("number for a choice", policy("\"ranking.ranker\": 1"),
            {"p.json:6", "ranking.ranker", "factors, popularity, content, random"});
        row("unknown choice", policy("\"ranking.ranker\": \"best\""), {"p.json:6", "'best'", "factors"});
        row("number for true and false", policy("\"prompt.enabled\": 1"), {"p.json:6", "true or false"});
        row("null", policy("\"prompt.enabled\": null"), {"p.json:6", "true or false"});
        row("list for a number", policy("\"prompt.weekly_cap\": [1]"), {"p.json:6", "prompt.weekly_cap"});
        row("beyond all numbers", policy("\"prompt.weekly_cap\": 1e999"), {"p.json:6", "1e999"});
        row("a group without a name", policy("\"fairness.floor.\": 0.1"), {"p.json:6", "fairness.floor."});
        row("floors above everything", policy("\"fairness.floor.a\": 0.5, \"fairness.floor.b\": 0.5"),
            {"p.json", "0.95"});
        row("lever twice", policy("\"prompt.weekly_cap\": 1,\n    \"prompt.weekly_cap\": 2"),
            {"p.json:7", "prompt.weekly_cap", "twice"});
        row("unknown key beside the values", policy("\"prompt.weekly_cap\": 1", ",\n  \"valeus\": {}"),
            {"p.json:5", "valeus"});
        row("newer version", QByteArray(policy("")).replace("\"version\": 1", "\"version\": 2"),
            {"p.json:3", "version 2", "newer Attune"});
        row("no version", QByteArray(policy("")).replace("  \"version\": 1,\n", ""), {"p.json", "version"});
        row("version as text", QByteArray(policy("")).replace("\"version\": 1", "\"version\": \"1\""),
            {"p.json:3", "version"});
        row("no name", QByteArray(policy("")).replace("\"name\": \"mine\"", "\"name\": \"\""),
            {"p.json:4", "name"});
        row("a scenario", scenario(""), {"p.json", "not a policy"});
        row("another document", "{\"hello\": 1}", {"p.json", "not a policy"});
        row("a list", "[]", {"p.json", "not a policy"});
        row("no JSON", policy("\"prompt.weekly_cap\" 1"), {"p.json:6", "not valid JSON"});
        row("half of it", policy("\"prompt.weekly_cap\": 1").chopped(6), {"p.json:", "not valid JSON"});
        row("empty", "", {"p.json:1", "not valid JSON"});
        row("zero bytes", QByteArray(100, '\0'), {"p.json:1", "not valid JSON"});
        row("not UTF-8", policy("\"prompt.w\xff\": 1"), {"p.json"});
        row("nested without end", QByteArray(200'000, '['), {"p.json:1", "64"});
        row("nested objects without end", QByteArray("{\"a\":").repeated(100'000), {"p.json:1", "64"});
    }
    void wrong_policy_file_is_refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const Program program;
        program.write("p.json", bytes);
        for (const QStringList& command : {on_small({"run", "--policy", "p.json", "--workspace", "w.attune",
                                                     "--csv", "r.csv", "--log", "l.jsonl"}),
                                           QStringList{"policy", "show", "p.json"}}) {
            const Outcome outcome = program.run(command);
            QVERIFY2(outcome.code == 2, outcome.told());
            QVERIFY2(says(outcome, words), outcome.told());
            QVERIFY2(outcome.err.size() < 500, "a message no one can read");
        }
        QCOMPARE(program.names(), QStringList{"p.json"});
    }

    void wrong_scenario_file_is_refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QByteArray& bytes, const QStringList& words) {
            QTest::newRow(name) << bytes << words;
        };
        row("unknown key", scenario(",\n  \"sed\": 5"), {"s.json:8", "'sed'", "Did you mean 'seed'"});
        row("unknown assumption",
            scenario(",\n  \"assumptions\": {\n    \"world.taste.nich_share\": 0.1\n  }"),
            {"s.json:9", "Did you mean 'world.taste.niche_share'"});
        row("assumption out of range",
            scenario(",\n  \"assumptions\": {\n    \"world.taste.niche_share\": 1.1\n  }"),
            {"s.json:9", "world.taste.niche_share", "between 0 and 1"});
        row("assumption of another kind",
            scenario(",\n  \"assumptions\": {\n    \"world.taste.niche_share\": \"a\"\n  }"),
            {"s.json:9", "world.taste.niche_share"});
        row("too many people", QByteArray(scenario("")).replace("\"users\": 100", "\"users\": 2000001"),
            {"s.json:5", "users", "2000000"});
        row("no people", QByteArray(scenario("")).replace("\"users\": 100", "\"users\": 0"),
            {"s.json:5", "users", "between 1"});
        row("half a day", QByteArray(scenario("")).replace("\"days\": 2", "\"days\": 2.5"),
            {"s.json:6", "days", "whole"});
        row("days as text", QByteArray(scenario("")).replace("\"days\": 2", "\"days\": \"2\""),
            {"s.json:6", "days", "whole"});
        row("a number no one can count to",
            QByteArray(scenario("")).replace("\"users\": 100", "\"users\": 18446744073709551615"),
            {"s.json:5", "users"});
        row("seed below zero", scenario(",\n  \"seed\": -1"), {"s.json:8", "seed"});
        row("key twice", scenario(",\n  \"users\": 10"), {"s.json:8", "users", "twice"});
        row("newer version", QByteArray(scenario("")).replace("\"version\": 1", "\"version\": 7"),
            {"s.json:3", "version 7", "newer Attune"});
        row("a policy", policy(""), {"s.json", "not a scenario"});
        row("no JSON", "name: mine", {"s.json:1", "not valid JSON"});
        row("world that was imported", scenario(",\n  \"imported\": true"), {"s.json", "--workspace"});
        row("nested without end", QByteArray(100'000, '['), {"s.json:1", "64"});
    }
    void wrong_scenario_file_is_refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const Program program;
        program.write("s.json", bytes);
        const Outcome outcome = program.run(
            {"run", "--scenario", "s.json", "--workspace", "w.attune", "--csv", "r.csv", "--log", "l.jsonl"});
        QVERIFY2(outcome.code == 2, outcome.told());
        QVERIFY2(says(outcome, words), outcome.told());
        QVERIFY2(outcome.err.size() < 500, "a message no one can read");
        QCOMPARE(program.names(), QStringList{"s.json"});
    }

    void file_that_cannot_be_read_is_named_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no such policy")
            << on_small({"run", "--policy", "none.json"}) << QStringList{"none.json", "no such file"};
        QTest::newRow("no such scenario")
            << QStringList{"run", "--scenario", "./none"} << QStringList{"./none", "no such file"};
        QTest::newRow("a folder for a policy")
            << on_small({"run", "--policy", "./home"}) << QStringList{"./home", "folder"};
        QTest::newRow("a folder for a scenario")
            << QStringList{"scenario", "show", "./home"} << QStringList{"./home", "folder"};
        QTest::newRow("a device without end")
            << on_small({"run", "--policy", "/dev/zero"}) << QStringList{"/dev/zero", "64 MiB"};
    }
    void file_that_cannot_be_read_is_named() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        const Outcome outcome = Program().run(arguments);
        QVERIFY2(outcome.code == 2, outcome.told());
        QVERIFY2(says(outcome, words), outcome.told());
    }

    // Words of a stranger's file never move the cursor or start a line of their own.
    void words_of_a_file_cannot_speak_to_the_terminal() {
        const Program program;
        const QByteArray escape = "a\\u001b[2J\\nb";
        program.write("p.json", policy("").replace("mine", escape));
        program.write("q.json", policy("\"" + escape + "\": 1"));
        for (const QStringList& command :
             {on_small({"run", "--policy", "p.json"}), QStringList{"policy", "show", "p.json"},
              QStringList{"policy", "show", "q.json"}, QStringList{"policy", "show", "a\x1b[2J\nb"}}) {
            const Outcome outcome = program.run(command);
            // A name that is to be kept is refused, without being said; others are said, made harmless.
            QVERIFY2(outcome.out.contains("a [2J") || outcome.err.contains("a [2J") ||
                         outcome.err.contains("not one line of plain text"),
                     outcome.told());
            for (const QString& text : {outcome.out, outcome.err})
                for (const QChar c : text)
                    QVERIFY2(c == '\n' || c.unicode() >= 0x20, outcome.told());
            if (outcome.code != 0) QVERIFY2(outcome.code == 2 && says(outcome, {}), outcome.told());
        }
    }

    void right_files_run() {
        const Program program;
        program.write("p.json", policy("\"prompt.weekly_cap\": 1"));
        program.write("s.json",
                      scenario(",\n  \"seed\": 3,\n  \"assumptions\": {\"world.taste.niche_share\": 0.5}"));
        const Json run =
            document(program.run({"run", "--json", "--scenario", "s.json", "--policy", "p.json"}));
        QVERIFY(run.is_object());
        QCOMPARE(run["run"]["scenario"].get<std::string>(), std::string("mine"));
        QCOMPARE(run["run"]["seed"].get<int>(), 3);
        QCOMPARE(run["run"]["users"].get<int>(), 100);
        QCOMPARE(run["run"]["policy"].get<std::string>(), std::string("mine"));
    }
};

ATTUNE_TEST(Bad_files_test);
#include "bad_files_test.moc"
