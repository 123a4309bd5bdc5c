// audit --record, --history, --due, --calendar and --dpia, policy publish and registry: as an officer and
// cron use them.
#include "core/base/json.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QDir>

using namespace attune;
using namespace attune::test;

namespace {

const QStringList in_file{"--workspace", "w.attune"};

QStringList trailed(const QString& seed = "1") {
    return {"run",     "--scenario", "calm-baseline", "--users",  "80",      "--days", "8",
            "--items", "60",         "--workspace",   "w.attune", "--trail", "--seed", seed};
}

/// A version of a policy of the file's own.
void save_own(const Program& program) {
    const Json shown = document(program.run({"policy", "show", "default", "--json"}));
    Json policy = shown.contains("policy") ? shown["policy"] : shown;
    policy["name"] = "mine";
    program.write("mine.json", QByteArray::fromStdString(policy.dump()));
}

} // namespace

class AuditHistory_test : public QObject {
    Q_OBJECT
private slots:
    // DE-69
    void audit_writes_only_if_asked() {
        const Program program;
        QCOMPARE(program.run(trailed()).code, 0);
        const auto before = program.files();
        QCOMPARE(program.run(QStringList{"audit"} + in_file).code, 0);
        QCOMPARE(program.run(QStringList{"audit", "--history"} + in_file).code, 0);
        QCOMPARE(program.run(QStringList{"audit", "--due"} + in_file).code, 0);
        QVERIFY(program.files() == before);
        const Json kept = document(program.run(
            QStringList{"audit", "--record", "--by", "Noor", "--role", "privacy_officer", "--json"} +
            in_file));
        QVERIFY(kept.is_object());
        QVERIFY(program.files() != before);
        const Json history = document(program.run(QStringList{"audit", "--history", "--json"} + in_file));
        QCOMPARE(history["history"]["audits"].size(), std::size_t{1});
        const Json& audit = history["history"]["audits"][0];
        QCOMPARE(audit["event"], kept["audit"]["kept"]["event"]);
        QCOMPARE(audit["verdict"].get<std::string>(), std::string("passed"));
        QCOMPARE(audit["name"].get<std::string>(), std::string("Noor"));
        QCOMPARE(audit["invariants"].size(), std::size_t{15});
        QCOMPARE(history["history"]["publishing"].get<std::string>(), std::string("open"));
        QVERIFY(program.run(QStringList{"audit", "--history"} + in_file).out.contains("Noor"));
        // What was kept is no fault of the trail.
        QCOMPARE(program.run(QStringList{"audit"} + in_file).code, 0);
        QCOMPARE(program.run({"verify", "w.attune"}).code, 0);
    }

    void due_audit_is_made_once() {
        const Program program;
        QCOMPARE(program.run(trailed()).code, 0);
        const Outcome set = program.run(
            QStringList{"audit", "--calendar", "days=30,run", "--by", "Noor", "--role", "privacy_officer"} +
            in_file);
        QVERIFY2(set.code == 0 && set.out.contains("every 30 days"), set.told());
        const Outcome due = program.run(QStringList{"audit", "--due"} + in_file);
        QVERIFY2(due.code == 0 && due.out.contains("Kept as event"), due.told());
        const auto after = program.files();
        const Outcome again = program.run(QStringList{"audit", "--due"} + in_file);
        QVERIFY2(again.code == 0 && again.out.contains("No audit is due before"), again.told());
        QVERIFY(program.files() == after);
        QCOMPARE(program.run(trailed("7")).code, 0);
        QVERIFY(program.run(QStringList{"audit", "--due"} + in_file).out.contains("Kept as event"));
        const Json history = document(program.run(QStringList{"audit", "--history", "--json"} + in_file));
        QCOMPARE(history["history"]["audits"].size(), std::size_t{2});
        QCOMPARE(history["history"]["audits"][1]["trigger"].get<std::string>(), std::string("calendar"));
    }

    void policy_is_published_upon_an_audit() {
        const Program program;
        save_own(program);
        QStringList run = trailed();
        QVERIFY(program.run(run + QStringList{"--policy", program.path("mine.json")}).code == 0);
        const QStringList publish{"policy", "publish",         "mine",     "--workspace", "w.attune",
                                  "--role", "product_manager", "--author", "Ada",         "--reason",
                                  "Works",  "--out",           "out.json"};
        const Outcome done = program.run(publish);
        QVERIFY2(done.code == 0 && done.out.contains("in force") && done.out.contains("of 80 people") &&
                     done.out.contains("of 15 invariants"),
                 done.told());
        const Json out = Json::parse(program.read("out.json").toStdString());
        QCOMPARE(out["policy"]["name"].get<std::string>(), std::string("mine"));
        QCOMPARE(out["publication"]["version"].get<int>(), 1);
        const Json history = document(program.run(QStringList{"audit", "--history", "--json"} + in_file));
        QCOMPARE(history["history"]["audits"].size(), std::size_t{1});
        QCOMPARE(history["history"]["audits"][0]["trigger"].get<std::string>(), std::string("publishing"));
        QCOMPARE(history["history"]["published"].size(), std::size_t{1});
        QCOMPARE(out["publication"]["audit"], history["history"]["audits"][0]["event"]);
        QCOMPARE(program.run(QStringList{"audit"} + in_file).code, 0);
        const Outcome again = program.run(publish);
        QVERIFY2(again.code == 3 && again.err.contains("in force already"), again.told());
    }

    void registry_has_the_policies_of_the_file() {
        const Program program;
        const Json shipped = document(program.run({"registry", "--json"}));
        QVERIFY(shipped["registry"]["ownerless"].empty());
        QVERIFY(shipped["registry"]["assets"].size() > 30);
        save_own(program);
        QVERIFY(program.run(trailed() + QStringList{"--policy", program.path("mine.json")}).code == 0);
        // Only the program has saved it.
        const Outcome told = program.run(QStringList{"registry"} + in_file);
        QVERIFY2(told.code == 3 && told.out.contains("NOBODY"), told.told());
        QVERIFY(program
                    .run({"policy", "publish", "mine", "--workspace", "w.attune", "--author", "Ada", "--role",
                          "product_manager", "--reason", "Works"})
                    .code == 0);
        const Json own = document(program.run(QStringList{"registry", "--json"} + in_file));
        QCOMPARE(own["registry"]["assets"].size(), shipped["registry"]["assets"].size() + 1);
        QCOMPARE(own["registry"]["assets"].back()["owner"].get<std::string>(), std::string("Ada"));
    }

    void assessment_is_a_folder_and_the_same_again() {
        const Program program;
        QCOMPARE(program.run(trailed()).code, 0);
        const QStringList dpia = QStringList{"audit", "--dpia", "dpia"} + in_file;
        const Outcome first = program.run(dpia);
        QVERIFY2(first.code == 0 && first.out.contains("dpia"), first.told());
        const auto before = program.files();
        QVERIFY(before.contains("dpia/manifest.json") && before.contains("dpia/assessment.html"));
        QCOMPARE(program.run(dpia).code, 0);
        QVERIFY(program.files() == before);
    }

    void what_cannot_be_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const QStringList& arguments, const QStringList& words,
                            int code = 2) { QTest::newRow(name) << arguments << words << code; };
        row("two things", {"audit", "--history", "--due", "--workspace", "w.attune"}, {"--history"});
        row("no calendar", {"audit", "--calendar", "often", "--workspace", "w.attune"}, {"often", "days=N"});
        row("days of no number", {"audit", "--calendar", "days=0", "--workspace", "w.attune"}, {"days=0"});
        row("too many days",
            {"audit", "--calendar", "days=5000", "--by", "N", "--role", "privacy_officer", "--workspace",
             "w.attune"},
            {"366"});
        row("a calendar of nobody",
            {"audit", "--calendar", "days=5", "--role", "privacy_officer", "--workspace", "w.attune"},
            {"who"});
        row("a calendar in no role",
            {"audit", "--calendar", "days=5", "--by", "N", "--workspace", "w.attune"}, {"role"});
        row("a policy in no role",
            {"policy", "publish", "mine", "--workspace", "w.attune", "--author", "A", "--reason", "B"},
            {"--role"});
        row("no role", {"audit", "--record", "--role", "boss", "--workspace", "w.attune"}, {"boss"});
        row("a product manager signs no audit",
            {"audit", "--record", "--role", "product_manager", "--workspace", "w.attune"}, {"officer"}, 3);
        row("of lines", {"audit", "--record", "--trail", "t.jsonl"}, {"--workspace"});
        row("no such policy",
            {"policy", "publish", "ours", "--workspace", "w.attune", "--author", "A", "--role",
             "product_manager", "--reason", "B"},
            {"ours"});
    }
    void what_cannot_be_is_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        QFETCH(int, code);
        const Program program;
        program.write("t.jsonl", R"({"attune":"trail","version":1})");
        QCOMPARE(program.run(trailed()).code, 0);
        const auto before = program.files();
        const Outcome outcome = program.run(arguments);
        QVERIFY2(outcome.code == code, outcome.told());
        QVERIFY2(says(outcome, words), outcome.told());
        QVERIFY(program.files() == before);
    }
};

ATTUNE_TEST(AuditHistory_test);

#include "audit_history_test.moc"
