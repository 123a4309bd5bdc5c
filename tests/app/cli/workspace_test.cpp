// What is not a workspace is told apart, exit 4, and left as it is; what is one is verified; what was changed
// behind the program's back is found.
#include "core/workspace/workspace.h"
#include "tests/app/cli/program.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/support/test.h"

#include <QFileInfo>

using namespace attune;
using namespace attune::test;

class Workspace_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCOMPARE(program_
                     .run({"compare", "--scenario", "calm-baseline", "--users", "64", "--days", "2",
                           "--items", "60", "--baseline", "default", "--candidate", "careful", "--workspace",
                           "good.attune", "--quiet"})
                     .code,
                 0);
        good_ = program_.read("good.attune");
        QVERIFY(good_.size() > 10'000);
    }

    void what_is_no_workspace_is_left_as_it_is_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QStringList>("words");
        QByteArray newer = good_;
        newer[63] = 99; // user_version, big-endian at byte 60
        QByteArray foreign = good_;
        foreign.replace(68, 4, "ABCD"); // application_id
        QByteArray damaged = good_;
        damaged.replace(4096, 2048, QByteArray(2048, '\x5a'));
        QTest::newRow("newer") << newer << QStringList{"newer", "99"};
        QTest::newRow("of another program") << foreign << QStringList{"another program"};
        QTest::newRow("damaged") << damaged << QStringList{"damaged"};
        QTest::newRow("cut") << good_.left(good_.size() / 2) << QStringList{"damaged"};
        QTest::newRow("head alone") << good_.left(100) << QStringList{"damaged"};
        QTest::newRow("empty") << QByteArray() << QStringList{"empty"};
        QTest::newRow("text") << QByteArray("Dear diary,\n").repeated(50) << QStringList{"not a workspace"};
        QTest::newRow("short text") << QByteArray("hello") << QStringList{"not a workspace"};
    }
    void what_is_no_workspace_is_left_as_it_is() {
        QFETCH(QByteArray, bytes);
        QFETCH(QStringList, words);
        const Program program;
        program.write("w.attune", bytes);
        const QString ratings =
            QString::fromStdString(source_path("tests/fixtures/ratings-small/ratings.dat"));
        for (const QStringList& command :
             {on_small({"run", "--csv", "r.csv", "--log", "l.jsonl"}),
              on_small({"compare", "--baseline", "default", "--candidate", "firm"}),
              QStringList{"import", "--ratings", ratings, "--into", "films"},
              QStringList{"report", "--html", "r.html"}, QStringList{"verify"},
              QStringList{"policy", "list", "--json"}, QStringList{"scenario", "list"}}) {
            const std::string before = state_of(program.file("w.attune"));
            const Outcome outcome = program.run(command + QStringList{"--workspace", "w.attune"});
            QVERIFY2(outcome.code == 4, (command.join(' ') + "\n" + outcome.told()).toUtf8());
            QVERIFY2(says(outcome, words + QStringList{"w.attune"}), outcome.told());
            QVERIFY2(state_of(program.file("w.attune")) == before, command.join(' ').toUtf8());
        }
        QCOMPARE(program.names(), QStringList{"w.attune"});
    }

    void folder_is_no_workspace() {
        const Program program;
        for (const QStringList& command :
             {on_small({"run"}), QStringList{"verify"}, QStringList{"report", "--html", "r.html"},
              QStringList{"policy", "list"}}) {
            const Outcome outcome = program.run(command + QStringList{"--workspace", "home"});
            QVERIFY2(outcome.code == 4 && says(outcome, {"home", "folder"}), outcome.told());
        }
        QVERIFY(program.names().isEmpty());
    }

    void verify_passes_a_good_file_and_leaves_it_alone() {
        const std::string before = state_of(program_.file("good.attune"));
        const Json verified = document(program_.run({"verify", "good.attune", "--json"}));
        QVERIFY(verified.is_object());
        QCOMPARE(keys(verified), QStringList{"verify"});
        QCOMPARE(keys(verified["verify"]),
                 QStringList({"file", "verdict", "version", "recovered", "checks"}));
        QCOMPARE(verified["verify"]["verdict"].get<std::string>(), std::string("passed"));
        for (const Json& check : verified["verify"]["checks"]) {
            QCOMPARE(keys(check),
                     QStringList({"check", "passed", "checked", "failures", "counter_examples"}));
            QVERIFY(check["passed"].get<bool>() && check["failures"] == 0 &&
                    check["counter_examples"].empty());
        }
        const Outcome words = program_.run({"verify", "--workspace", "good.attune"});
        QVERIFY2(words.code == 0 && words.err.isEmpty() && words.out.contains("passes every check"),
                 words.told());
        QVERIFY(state_of(program_.file("good.attune")) == before);
    }

    void verify_finds_what_was_changed_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("check");
        QTest::newRow("a figure") << "UPDATE run_metric SET value = value * 1.01 WHERE metric = "
                                     "'satisfaction_true' AND \"group\" = 'all'"
                                  << "checksums";
        QTest::newRow("a limit") << "UPDATE comparison_guardrail SET \"limit\" = \"limit\" * 2"
                                 << "checksums";
        QTest::newRow("a lever of a run") << "UPDATE run SET policy_json = replace(policy_json, '72', '71')"
                                          << "checksums";
        QTest::newRow("a run without figures") << "DELETE FROM run_metric"
                                               << "run_metrics";
        QTest::newRow("a missing table") << "DROP TABLE import_quarantine"
                                         << "schema";
    }
    void verify_finds_what_was_changed() {
        QFETCH(QString, sql);
        QFETCH(QString, check);
        const Program program;
        program.write("w.attune", good_);
        run_sql(program.file("w.attune"), sql.toStdString());
        const Outcome outcome = program.run({"verify", "w.attune", "--json"});
        const Json verified = document(outcome, 3);
        QVERIFY(verified.is_object());
        QCOMPARE(verified["verify"]["verdict"].get<std::string>(), std::string("failed"));
        bool found = false;
        for (const Json& one : verified["verify"]["checks"])
            found = found || (one["check"] == check.toStdString() && !one["passed"].get<bool>() &&
                              one["failures"].get<int>() > 0 && !one["counter_examples"].empty());
        QVERIFY2(found, outcome.told());
        const Outcome words = program.run({"verify", "w.attune"});
        QVERIFY2(words.code == 3 && words.out.contains("FAILED") && words.out.contains("does not pass"),
                 words.told());
    }

private:
    Program program_;
    QByteArray good_;
};

ATTUNE_TEST(Workspace_test);
#include "workspace_test.moc"
