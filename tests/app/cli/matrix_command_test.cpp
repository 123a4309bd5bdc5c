// matrix show, check, diff, save, history, rollback and sign: the way of a rule from a file into force, and
// what stands in its way.
#include "core/audit/verify.h"
#include "core/consent/in_force.h"
#include "core/consent/matrix_edit.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr auto adjust = Purpose::adjust_my_recommendations;

QStringList matrix(const QStringList& more) {
    return QStringList{"matrix"} + more + QStringList{"--workspace", "w.attune"};
}

QStringList save(const QString& file, const QString& role = "privacy_officer", const QStringList& more = {}) {
    return matrix(QStringList{"save", file, "--role", role, "--author", "Ines", "--reason", "Try"} + more);
}

void write(const Program& program, const QString& name, const ConsentMatrix& edited) {
    program.write(name, QByteArray::fromStdString(matrix_to_json(edited)));
}

ConsentMatrix tighter() {
    return without_cell(shipped_matrix(), adjust, Signal::session);
}

ConsentMatrix looser() {
    return with_module(shipped_matrix(), adjust, Signal::thumb, Module::training, true);
}

} // namespace

class Matrix_command_test : public QObject {
    Q_OBJECT

private slots:
    void what_is_shown_can_be_saved_again() {
        const Program program;
        const Outcome shown = program.run({"matrix", "show"});
        QCOMPARE(shown.code, 0);
        const auto parsed = parse_matrix(shown.out.toStdString(), "shown");
        VERIFY_OK(parsed);
        QVERIFY(*parsed == shipped_matrix());
        program.write("same.json", shown.out.toUtf8());
        const Outcome same = program.run(save("same.json"));
        QCOMPARE(same.code, 2);
        QVERIFY(says(same, {"lets the same be done"}));
        QVERIFY(!program.names().contains("w.attune"));
    }

    void a_file_that_breaks_a_rule_is_refused_with_its_line() {
        const Program program;
        QByteArray bytes = QByteArray::fromStdString(matrix_to_json(shipped_matrix()));
        bytes.replace("\"training\"", "\"trainings\"");
        program.write("broken.json", bytes);
        for (const QStringList& command : {matrix({"check", "broken.json"}), save("broken.json")}) {
            QStringList here = command;
            if (command[1] == "check") here = {"matrix", "check", "broken.json"};
            const Outcome refused = program.run(here);
            QCOMPARE(refused.code, 2);
            QVERIFY(says(refused, {"broken.json:", "trainings"}));
        }
        QVERIFY(!program.names().contains("w.attune"));
    }

    void check_says_what_it_would_loosen() {
        const Program program;
        write(program, "loose.json", looser());
        const Json told = document(program.run({"matrix", "check", "loose.json", "--json"}));
        QVERIFY(told.is_object());
        QVERIFY(told["loosens"].get<bool>());
        QCOMPARE(told["changes"].size(), std::size_t{1});
        QCOMPARE(told["changes"][0]["kind"].get<std::string>(), std::string("module_added"));
        QCOMPARE(told["asked_anew"].dump(), std::string("[\"adjust_my_recommendations\"]"));
        QVERIFY(told["people_asked_anew"].is_null());
        const Outcome words = program.run({"matrix", "check", "loose.json"});
        QVERIFY2(words.out.contains("loosens") && words.out.contains("asked anew"), qPrintable(words.out));
        write(program, "tight.json", tighter());
        const Json fine = document(program.run({"matrix", "diff", "shipped", "tight.json", "--json"}));
        QVERIFY(!fine["loosens"].get<bool>() && fine["asked_anew"].empty());
    }

    void who_may_not_save_changes_nothing_data() {
        QTest::addColumn<QString>("role");
        QTest::addColumn<bool>("loose");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says_words");
        QTest::newRow("product manager") << "product_manager" << false << 3 << "privacy officer can";
        QTest::newRow("nobody known") << "owner" << false << 2 << "privacy_officer or product_manager";
        QTest::newRow("loosening unsaid") << "privacy_officer" << true << 3 << "--ask-anew";
    }
    void who_may_not_save_changes_nothing() {
        QFETCH(QString, role);
        QFETCH(bool, loose);
        QFETCH(int, code);
        QFETCH(QString, says_words);
        const Program program;
        write(program, "m.json", loose ? looser() : tighter());
        const Outcome refused = program.run(save("m.json", role));
        QCOMPARE(refused.code, code);
        QVERIFY2(refused.err.contains(says_words), refused.told());
        QVERIFY(!program.names().contains("w.attune"));
    }

    void the_way_into_force_and_back() {
        const Program program;
        write(program, "one.json", tighter());
        QCOMPARE(program.run(save("one.json")).code, 0);
        write(program, "two.json", looser());
        QCOMPARE(program.run(save("two.json")).code, 3);
        QCOMPARE(program.run(save("two.json", "privacy_officer", {"--ask-anew"})).code, 0);
        const Json history = document(program.run(matrix({"history", "--json"})));
        QCOMPARE(history["versions"].size(), std::size_t{2});
        const Json& second = history["versions"][1];
        QCOMPARE(keys(second), QStringList({"number", "parent", "restores", "author", "role", "reason",
                                            "created", "sha256", "changes", "signatures"}));
        QCOMPARE(second["role"].get<std::string>(), std::string("privacy_officer"));
        QCOMPARE(second["changes"].size(), std::size_t{2}); // visits are back, training is new
        // Runs obey it and say so.
        const QStringList small_run = {"run",         "--scenario", "calm-baseline", "--users", "64",
                                       "--days",      "2",          "--items",       "60",      "--json",
                                       "--workspace", "w.attune"};
        const Json run = document(program.run(small_run));
        QCOMPARE(run["run"]["matrix"]["version"].get<int>(), 2);
        QCOMPARE(run["run"]["matrix"]["sha256"].get<std::string>(), second["sha256"].get<std::string>());
        // Back to what ships; then a signature.
        const auto back = [&](const QStringList& more) {
            return program.run(
                matrix(QStringList{"rollback", "0", "--author", "Ines", "--reason", "No"} + more));
        };
        QCOMPARE(back({"--role", "product_manager"}).code, 3);
        QCOMPARE(back({"--role", "privacy_officer"}).code, 0);
        QCOMPARE(document(program.run(small_run))["run"]["matrix"]["version"].get<int>(), 3);
        const QStringList sign = {"sign", "3", "--author", "Ines", "--role"};
        QCOMPARE(program.run(matrix(sign + QStringList{"product_manager"})).code, 3);
        QCOMPARE(program.run(matrix(sign + QStringList{"privacy_officer"})).code, 0);
        QCOMPARE(program.run(matrix(sign + QStringList{"privacy_officer"})).code, 3);
        const Json after = document(program.run(matrix({"history", "--json"})));
        QVERIFY(after["versions"][2]["signatures"][0]["fits"].get<bool>());
        QVERIFY(after["versions"][0]["signatures"].empty());
        QVERIFY(verify_file(program.file("w.attune"))->passed());
        // Whose key it is, only a key that is known from elsewhere says.
        const Json& signed_by = after["versions"][2]["signatures"][0];
        const QString key = QString::fromStdString(signed_by["key"].get<std::string>());
        const Outcome unproven = program.run({"verify", "w.attune"});
        QVERIFY2(unproven.code == 0 && unproven.out.contains("which is in the file itself: " + key),
                 unproven.told());
        const Outcome given = program.run({"verify", "w.attune", "--key", key});
        QVERIFY2(given.code == 0 && given.out.contains("by Ines with the key given"), given.told());
        const Outcome other = program.run({"verify", "w.attune", "--key", QString(64, '7')});
        QVERIFY2(other.code == 3 && other.out.contains("with a key that was not given: " + key),
                 other.told());
        QVERIFY(program.run(matrix({"history"})).out.contains("Privacy officer"));
    }

    void the_impact_is_measured_on_stored_people() {
        const Program program;
        write(program, "m.json", without_cell(shipped_matrix(), adjust, Signal::pick));
        const Json told = document(
            program.run({"matrix", "diff", "shipped", "m.json", "--scenario", "workshop-class", "--json"}));
        QVERIFY(told.is_object());
        const Json& impact = told["impact"];
        QVERIFY(impact["people"].get<int>() > 0 && impact["people"].get<int>() <= 500);
        QVERIFY(impact["after"]["reads_allowed"].get<std::int64_t>() <
                impact["before"]["reads_allowed"].get<std::int64_t>());
        QVERIFY(impact.contains("satisfaction_change"));
    }
};

ATTUNE_TEST(Matrix_command_test);
#include "matrix_command_test.moc"
