// policy history, diff of versions, rollback: who changed a policy, why, and the way back.
#include "core/audit/verify.h"
#include "core/policy/parameters.h"
#include "core/workspace/workspace.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

/// A workspace with three versions of "mine": 2, 3 and 5 prompts a week.
void make_history(const Program& program) {
    const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::create);
    if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
    int number = 0;
    for (const int cap : {2, 3, 5}) {
        Policy policy;
        policy.name = "mine";
        policy.weekly_cap = cap;
        ++number;
        const auto saved = workspace->policies().save({.name = policy.name,
                                                       .json = policy_to_json(policy),
                                                       .created = "2026-11-0" + std::to_string(number),
                                                       .author = number == 2 ? "Ines" : "Ada",
                                                       .reason = "Try " + std::to_string(cap)});
        if (!saved) qFatal("%s", to_line(saved.error()).c_str());
    }
}

QStringList with_file(QStringList arguments) {
    return arguments << "--workspace"
                     << "w.attune";
}

int cap_of(const Program& program, const QString& name) {
    const Json shown = document(program.run(with_file({"policy", "show", name, "--json"})));
    return shown.is_object() ? shown["values"]["prompt.weekly_cap"].get<int>() : -1;
}

} // namespace

class Policy_versions_test : public QObject {
    Q_OBJECT

private slots:
    void history_says_who_why_and_what() {
        const Program program;
        make_history(program);
        const Json history = document(program.run(with_file({"policy", "history", "mine", "--json"})));
        QVERIFY(history.is_object());
        QCOMPARE(keys(history), QStringList({"policy", "versions"}));
        QCOMPARE(history["versions"].size(), std::size_t{3});
        const Json& second = history["versions"][1];
        QCOMPARE(keys(second), QStringList({"number", "parent", "restores", "author", "reason", "created",
                                            "changes", "preview"}));
        QCOMPARE(second["number"].get<int>(), 2);
        QCOMPARE(second["parent"].get<int>(), 1);
        QCOMPARE(second["author"].get<std::string>(), std::string("Ines"));
        QCOMPARE(second["reason"].get<std::string>(), std::string("Try 3"));
        QCOMPARE(second["created"].get<std::string>(), std::string("2026-11-02"));
        QVERIFY(second["restores"].is_null() && second["preview"].is_null());
        QCOMPARE(second["changes"].size(), std::size_t{1});
        QCOMPARE(second["changes"][0]["key"].get<std::string>(), std::string("prompt.weekly_cap"));
        QCOMPARE(second["changes"][0]["from"].get<int>(), 2);
        QCOMPARE(second["changes"][0]["to"].get<int>(), 3);
        QVERIFY(history["versions"][0]["parent"].is_null());
        const QString words = program.run(with_file({"policy", "history", "mine"})).out;
        QVERIFY2(words.contains("by Ines: Try 3") && words.contains("prompt.weekly_cap"), qPrintable(words));
    }

    void a_version_is_named_everywhere_a_policy_is() {
        const Program program;
        make_history(program);
        QCOMPARE(cap_of(program, "mine"), 5);
        QCOMPARE(cap_of(program, "mine@1"), 2);
        const Json diff = document(program.run(with_file({"policy", "diff", "mine@1", "mine@3", "--json"})));
        QVERIFY(diff.is_object());
        QCOMPARE(diff["from"].get<std::string>(), std::string("mine@1"));
        QCOMPARE(diff["changes"].size(), std::size_t{1});
        QCOMPARE(diff["changes"][0]["from"].get<int>(), 2);
        QCOMPARE(diff["changes"][0]["to"].get<int>(), 5);
        const Json run = document(
            program.run({"run", "--scenario", "calm-baseline", "--users", "64", "--days", "2", "--items",
                         "60", "--policy", "mine@2", "--json", "--workspace", "w.attune"}));
        QVERIFY(run.is_object());
        QCOMPARE(run["run"]["policy"].get<std::string>(), std::string("mine@2"));
        // A run with an older version makes no new one.
        QCOMPARE(document(program.run(with_file({"policy", "history", "mine", "--json"})))["versions"].size(),
                 std::size_t{3});
        for (const char* wrong : {"mine@4", "mine@0", "mine@", "mine@1x", "mien@1", "mine@99999999999"}) {
            const Outcome refused = program.run(with_file({"policy", "show", QLatin1String(wrong)}));
            QVERIFY2(refused.code == 2 && refused.err.contains("mi"), refused.told());
        }
    }

    void list_names_the_newest_version() {
        const Program program;
        make_history(program);
        const Json list = document(program.run(with_file({"policy", "list", "--json"})));
        QVERIFY(list.is_object());
        QCOMPARE(list["policies"].back()["name"].get<std::string>(), std::string("mine"));
        QCOMPARE(list["policies"].back()["version"].get<int>(), 3);
        QVERIFY(list["policies"][0]["version"].is_null());
    }

    void rolling_back_adds_a_version_that_says_so() {
        const Program program;
        make_history(program);
        const Json back = document(program.run(with_file(
            {"policy", "rollback", "mine", "1", "--author", "Bea", "--reason", "Too many", "--json"})));
        QVERIFY(back.is_object());
        QCOMPARE(back["version"]["number"].get<int>(), 4);
        QCOMPARE(back["version"]["restores"].get<int>(), 1);
        QCOMPARE(back["version"]["author"].get<std::string>(), std::string("Bea"));
        QCOMPARE(back["version"]["reason"].get<std::string>(), std::string("Back to version 1: Too many"));
        QCOMPARE(cap_of(program, "mine"), 2);
        QCOMPARE(cap_of(program, "mine@3"), 5);
        QVERIFY(verify_file(program.file("w.attune"))->passed());
        // And forth again.
        QCOMPARE(program
                     .run(with_file(
                         {"policy", "rollback", "mine", "3", "--author", "Bea", "--reason", "After all"}))
                     .code,
                 0);
        QCOMPARE(cap_of(program, "mine"), 5);
        QCOMPARE(cap_of(program, "mine@4"), 2);
    }

    void what_cannot_be_rolled_back_changes_nothing_data() {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char* name, const QStringList& arguments) {
            QTest::newRow(name) << arguments;
        };
        const QStringList by = {"--author", "Bea", "--reason", "Why not"};
        row("no author", with_file({"policy", "rollback", "mine", "1", "--reason", "Why not"}));
        row("no reason", with_file({"policy", "rollback", "mine", "1", "--author", "Bea"}));
        row("blank reason",
            with_file({"policy", "rollback", "mine", "1", "--author", "Bea", "--reason", "  "}));
        row("two lines",
            with_file({"policy", "rollback", "mine", "1", "--author", "Bea", "--reason", "a\nb"}));
        row("long author",
            with_file({"policy", "rollback", "mine", "1", "--author", QString(200, 'a'), "--reason", "b"}));
        row("the newest", with_file(QStringList{"policy", "rollback", "mine", "3"} + by));
        row("no such version", with_file(QStringList{"policy", "rollback", "mine", "9"} + by));
        row("version 0", with_file(QStringList{"policy", "rollback", "mine", "0"} + by));
        row("no such policy", with_file(QStringList{"policy", "rollback", "theirs", "1"} + by));
        row("a shipped policy", with_file(QStringList{"policy", "rollback", "careful", "1"} + by));
        row("no workspace", QStringList{"policy", "rollback", "mine", "1"} + by);
        row("a file that is not there",
            QStringList{"policy", "rollback", "mine", "1", "--workspace", "none.attune"} + by);
    }
    void what_cannot_be_rolled_back_changes_nothing() {
        QFETCH(QStringList, arguments);
        const Program program;
        make_history(program);
        const auto before = program.files();
        const Outcome refused = program.run(arguments);
        QVERIFY2(refused.code == 2, refused.told());
        QVERIFY(!refused.err.isEmpty());
        QVERIFY(program.files() == before);
    }

    void a_policy_read_from_a_file_is_a_version_each_time_it_changed() {
        const Program program;
        const auto run_with = [&](int cap) {
            program.write(
                "mine.json",
                QStringLiteral(
                    R"({"attune": "policy", "version": 1, "name": "mine", "values": {"prompt.weekly_cap": %1}})")
                    .arg(cap)
                    .toUtf8());
            return program.run({"run", "--quiet", "--scenario", "calm-baseline", "--users", "64", "--days",
                                "2", "--items", "60", "--workspace", "w.attune", "--policy", "mine.json"});
        };
        for (const int cap : {3, 3, 4, 4, 3})
            QCOMPARE(run_with(cap).code, 0);
        const Json history = document(program.run(with_file({"policy", "history", "mine", "--json"})));
        QCOMPARE(history["versions"].size(), std::size_t{3});
        QCOMPARE(history["versions"][2]["author"].get<std::string>(), std::string("attune-cli"));
        QVERIFY(verify_file(program.file("w.attune"))->passed());
    }

    void a_name_that_cannot_be_kept_is_refused_before_the_work() {
        const Program program;
        program.write("long.json",
                      QStringLiteral(R"({"attune": "policy", "version": 1, "name": "%1", "values": {}})")
                          .arg(QString(300, 'n'))
                          .toUtf8());
        const Outcome refused =
            program.run({"run", "--quiet", "--scenario", "calm-baseline", "--users", "64", "--days", "2",
                         "--items", "60", "--workspace", "w.attune", "--policy", "long.json"});
        QVERIFY2(refused.code == 2 && refused.err.contains("name"), refused.told());
        QVERIFY(!program.names().contains("w.attune"));
    }

    void what_a_stranger_wrote_into_a_file_stays_harmless() {
        const Program program;
        make_history(program);
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::existing);
        Policy policy;
        policy.name = "mine";
        policy.weekly_cap = 9;
        VERIFY_OK(workspace->policies().save({.name = "mine",
                                              .json = policy_to_json(policy),
                                              .created = "\x1b[2Jnow",
                                              .author = "Eve",
                                              .reason = "x",
                                              .preview = R"({"attune":"effect","people":"many"})"}));
        const Outcome told = program.run(with_file({"policy", "history", "mine"}));
        QCOMPARE(told.code, 0);
        QVERIFY(!told.out.contains('\x1b'));
        QVERIFY2(told.out.contains("cannot be read"), qPrintable(told.out));
        QVERIFY(document(program.run(with_file({"policy", "history", "mine", "--json"}))).is_object());
    }
};

ATTUNE_TEST(Policy_versions_test);

#include "policy_versions_test.moc"
