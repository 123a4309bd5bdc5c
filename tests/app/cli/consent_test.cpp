// consent: the matrix, what is told of it, receipts and levels of sharing, as tables and documents.
#include "core/consent/disclosure.h"
#include "core/consent/in_force.h"
#include "core/consent/matrix_edit.h"
#include "core/consent/sharing.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <algorithm>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

QStringList consent(const QStringList& more) {
    return QStringList{"consent"} + more;
}

/// The line of a file in which some words stand, from 1.
qsizetype line_of(const QByteArray& bytes, const QByteArray& words) {
    return bytes.left(bytes.indexOf(words)).count('\n') + 1;
}

} // namespace

class Consent_command_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_ = std::make_unique<Program>(); }

    // FB-13
    void the_matrix_has_every_use_that_is_executed() {
        const Json told = document(program_->run(consent({"matrix", "--json"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["version"].get<int>(), shipped_matrix().version);
        std::set<std::tuple<std::string, std::string, std::string>> listed;
        for (const Json& cell : told["cells"]) {
            QCOMPARE(keys(cell), QStringList({"purpose", "signal", "basis", "form", "precision", "days",
                                              "modules", "why"}));
            for (const Json& module : cell["modules"])
                listed.insert({cell["purpose"].get<std::string>(), cell["signal"].get<std::string>(),
                               module.get<std::string>()});
        }
        ConsentState all;
        for (int p = 0; p < purpose_count; ++p)
            all.set(static_cast<Purpose>(p), true);
        for (int p = 0; p < purpose_count; ++p)
            for (int s = 0; s < signal_count; ++s)
                for (int m = 0; m < module_count; ++m) {
                    const auto purpose = static_cast<Purpose>(p);
                    const auto signal = static_cast<Signal>(s);
                    const auto module = static_cast<Module>(m);
                    const bool used =
                        shipped_rules().decide(module, purpose, signal, all) == Decision::allowed;
                    QCOMPARE(listed.contains({std::string(name(purpose)), std::string(name(signal)),
                                              std::string(name(module))}),
                             used);
                }
        const Outcome words = program_->run(consent({"matrix"}));
        QCOMPARE(words.code, 0);
        const MatrixTable table = matrix_table(shipped_matrix(), Text::english());
        for (const auto& row : table.rows)
            for (const std::string& cell : row)
                QVERIFY2(words.out.contains(QString::fromStdString(cell)), cell.c_str());
    }

    void another_matrix_is_read_checked_and_shown() {
        const Json told = document(program_->run(consent({"matrix", "--json"})));
        Json file = Json::parse(program_matrix().toStdString());
        file["version"] = 77;
        file["purposes"]["improve_models"]["signals"].erase("thumb");
        program_->write("ours.json", QByteArray::fromStdString(file.dump(2)));
        const Json other = document(program_->run(consent({"matrix", "--file", "ours.json", "--json"})));
        QVERIFY(other.is_object());
        QCOMPARE(other["version"].get<int>(), 77);
        QCOMPARE(other["cells"].size() + 1, told["cells"].size());
        QVERIFY(program_->run(consent({"matrix", "--file", "ours.json"})).out.contains("version 77"));
        // The record of processing follows it too.
        const Json record = document(program_->run(consent({"processing", "--file", "ours.json", "--json"})));
        QCOMPARE(record["matrix_version"].get<int>(), 77);
    }

    // What a workspace's own version of the rules says is what its people are told.
    void a_workspace_speaks_of_its_own_matrix() {
        ConsentMatrix matrix = shipped_matrix();
        for (PurposeTerms& terms : matrix.purposes)
            for (MatrixCell& cell : terms.cells)
                cell.days = std::min(cell.days, 182);
        program_->write("m.json", QByteArray::fromStdString(matrix_to_json(matrix)));
        const QStringList here = {"--workspace", "w.attune"};
        QCOMPARE(program_
                     ->run(QStringList{"matrix", "save", "m.json", "--role", "privacy_officer", "--author",
                                       "Ines", "--reason", "Less"} +
                           here)
                     .code,
                 0);
        for (const char* command : {"matrix", "statements", "processing"}) {
            const Outcome shipped = program_->run(consent({command}));
            const Outcome own = program_->run(consent({command}) + here);
            QVERIFY2(own.code == 0 && own.out.contains("182 d"), own.told());
            QVERIFY2(shipped.code == 0 && !shipped.out.contains("182 d"), shipped.told());
        }
        const auto obeyed = put_in_force(1, matrix_to_json(matrix), "m");
        VERIFY_OK(obeyed);
        const Json told = document(program_->run(consent({"notices", "--json"}) + here));
        QVERIFY(told.is_object());
        QCOMPARE(told["notices"].size(), (*obeyed)->notices.size());
        for (std::size_t i = 0; i < told["notices"].size(); ++i)
            QCOMPARE(told["notices"][i]["sha256"].get<std::string>(), (*obeyed)->notices[i].sha256);
        // A file that is named counts more; a workspace that is not there is no workspace.
        program_->write("ours.json", QByteArray::fromStdString(matrix_to_json(shipped_matrix())));
        QVERIFY(!program_->run(consent({"processing", "--file", "ours.json"}) + here).out.contains("182 d"));
        for (const char* command : {"matrix", "statements", "processing", "notices"})
            QVERIFY(program_->run(consent({command, "--workspace", "gone.attune"})).code != 0);
    }

    void what_cannot_be_meant_is_refused_with_file_and_line_data() {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<qsizetype>("line");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* name, const QStringList& command, const QByteArray& bytes,
                            const QByteArray& near, const QString& told) {
            QTest::newRow(name) << command << bytes << line_of(bytes, near) << told;
        };
        const QByteArray matrix = program_matrix(), notices = program_notices();
        const auto changed = [](QByteArray bytes, const QByteArray& from, const QByteArray& to) {
            if (!bytes.contains(from)) qFatal("nothing to change");
            return bytes.replace(bytes.indexOf(from), from.size(), to);
        };
        row("matrix with an unknown purpose", {"matrix"},
            changed(matrix, "\"experiments\"", "\"advertising\""), "\"advertising\"",
            "no purpose 'advertising'");
        row("record of a matrix with an unknown signal", {"processing"},
            changed(matrix, "\"thumb\": {", "\"heartbeat\": {"), "\"heartbeat\"", "no signal 'heartbeat'");
        row("notice for an unknown purpose", {"notices"},
            changed(notices, "\"improve_models\"", "\"sell_to_others\""), "\"purposes\"", "sell_to_others");
        row("notice with edited words", {"notices"},
            changed(notices, "Saying no costs", "Saying no may cost"), "\"sha256\"",
            "not those that were published");
        row("words of a notice of a bad file", {"notices", "--text", "first-visit-equal"},
            changed(notices, "Saying no costs", "Saying no may cost"), "\"sha256\"",
            "not those that were published");
        row("no JSON", {"notices"}, "{\n\"notices\": [\n", "nothing like it", "not valid JSON");
        row("another document", {"matrix"}, "{\"attune\": \"policy\"}", "nothing", "not a consent matrix");
    }
    void what_cannot_be_meant_is_refused_with_file_and_line() {
        QFETCH(QStringList, command);
        QFETCH(QByteArray, bytes);
        QFETCH(qsizetype, line);
        QFETCH(QString, told);
        program_->write("bad.json", bytes);
        for (const QStringList& form : {QStringList{}, QStringList{"--json"}}) {
            const Outcome outcome =
                program_->run(consent(command + QStringList{"--file", "bad.json"} + form));
            QCOMPARE(outcome.code, 2);
            QVERIFY2(says(outcome, {"bad.json", told}), outcome.told());
            if (told.contains("purpose") || told.contains("signal") || told.contains("published"))
                QVERIFY2(outcome.err.contains(QString("bad.json:%1").arg(line)), outcome.told());
        }
    }

    void a_file_that_is_not_there_is_named() {
        for (const char* command : {"matrix", "notices", "processing"}) {
            const Outcome outcome = program_->run(consent({command, "--file", "gone.json"}));
            QVERIFY2(outcome.code != 0 && says(outcome, {"gone.json"}), outcome.told());
        }
    }

    // FB-21, FB-85
    void every_signal_has_a_statement() {
        const Json told = document(program_->run(consent({"statements", "--json"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["statements"].size(), std::size_t{signal_count});
        const Outcome words = program_->run(consent({"statements"}));
        for (int s = 0; s < signal_count; ++s) {
            const Json& one = told["statements"][static_cast<std::size_t>(s)];
            const auto signal = static_cast<Signal>(s);
            QCOMPARE(one["signal"].get<std::string>(), std::string(name(signal)));
            QCOMPARE(one["statement"].get<std::string>(),
                     use_statement(shipped_matrix(), signal, Text::english()));
            QVERIFY(words.out.contains(QString::fromStdString(one["statement"].get<std::string>())));
        }
    }

    // FB-22
    void notices_are_listed_with_their_hashes_and_their_words() {
        const Json told = document(program_->run(consent({"notices", "--json"})));
        QVERIFY(told.is_object());
        const Outcome list = program_->run(consent({"notices"}));
        QCOMPARE(told["notices"].size(), shipped_notices().size());
        for (std::size_t n = 0; n < shipped_notices().size(); ++n) {
            const Notice& notice = shipped_notices()[n];
            const Json& one = told["notices"][n];
            QCOMPARE(one["id"].get<std::string>(), notice.id);
            QCOMPARE(one["version"].get<int>(), notice.version);
            QCOMPARE(one["steps_to_refuse"].get<int>(), notice.steps_to_refuse);
            QCOMPARE(one["steps_to_give"].get<int>(), notice.steps_to_give);
            QCOMPARE(one["sha256"].get<std::string>(), hash_of(notice));
            for (const std::string& part : {notice.id, std::string(name(notice.design)), notice.sha256})
                QVERIFY2(list.out.contains(QString::fromStdString(part)), part.c_str());
            const Outcome words =
                program_->run(consent({"notices", "--text", QString::fromStdString(notice.id)}));
            QString due;
            for (const std::string& line : notice.text)
                due += QString::fromStdString(line) + "\n";
            QCOMPARE(words.out, due);
        }
        const Outcome unknown = program_->run(consent({"notices", "--text", "first-visit-equ"}));
        QCOMPARE(unknown.code, 2);
        QVERIFY2(says(unknown, {"--text", "Did you mean 'first-visit-equal'"}), unknown.told());
    }

    void the_record_of_processing_is_told_in_words_and_as_a_document() {
        const Json record = document(program_->run(consent({"processing", "--json"})));
        QVERIFY(record == processing_record(shipped_matrix(), Text::english()));
        const Outcome words = program_->run(consent({"processing"}));
        QVERIFY2(words.code == 0 && !words.out.contains("[cli."), words.told());
        for (const Json& activity : record["activities"]) {
            QVERIFY(words.out.contains(QString::fromStdString(activity["description"].get<std::string>())));
            QVERIFY(words.out.contains(QString::fromStdString(activity["legal_basis"].get<std::string>())));
            for (const Json& data : activity["data"])
                if (data.contains("why"))
                    QVERIFY(words.out.contains(QString::fromStdString(data["why"].get<std::string>())));
        }
    }

    // FB-36: what the receipt says last of each purpose is what the run's log says last of it.
    void a_receipt_says_what_the_log_of_the_run_says() {
        const QStringList world = {"--set", "consent.valid_days=7", "--set", "world.consent.withdrawal=0.2"};
        QVERIFY(program_->run(on_small({"run", "--quiet", "--log", "log.jsonl"}) + world).code == 0);
        std::map<std::int64_t, Json> last;
        for (const QByteArray& line : program_->read("log.jsonl").split('\n')) {
            if (line.isEmpty()) continue;
            const Json row = Json::parse(line.toStdString());
            if (row["event"] == "consent") last[row["user"].get<std::int64_t>()] = row;
        }
        std::set<std::string> methods;
        int tried = 0;
        for (const auto& [user, row] : last) {
            methods.insert(row["method"].get<std::string>());
            if (++tried > 3) continue;
            const Outcome outcome = program_->run(
                on_small({"consent", "receipt", "--user", QString::number(user), "--json"}) + world);
            const Json receipt = document(outcome);
            QVERIFY(receipt.is_object());
            QVERIFY(!receipt["records"].empty());
            for (const Json& record : receipt["records"]) {
                QCOMPARE(record["header"]["principal_id"].get<std::string>(),
                         "person-" + std::to_string(user));
                const std::string purpose = record["processing"]["purpose"].get<std::string>();
                QCOMPARE(record["events"].back()["state"].get<std::string>(),
                         row[purpose].get<std::string>());
            }
            const Outcome words =
                program_->run(on_small({"consent", "receipt", "--user", QString::number(user)}) + world);
            QVERIFY2(words.out.contains("on a notice") && words.out.contains("first-visit-equal, version 1"),
                     words.told());
            QVERIFY2(!words.out.contains("[cli."), words.told());
        }
        QVERIFY(methods.size() > 1);
    }

    void a_policy_decides_which_notice_a_receipt_names() {
        const Json receipt = document(program_->run(on_small(
            {"consent", "receipt", "--user", "0", "--json", "--set", "consent.notice=second_click"})));
        QVERIFY(receipt.is_object());
        QCOMPARE(receipt["records"][0]["processing"]["notice"]["id"].get<std::string>(),
                 std::string("first-visit-second-click"));
    }

    void levels_have_a_row_for_each_metric_and_level() {
        const QStringList asked = on_small({"consent", "levels"});
        const Json told = document(program_->run(asked + QStringList{"--json"}));
        QVERIFY(told.is_object());
        QCOMPARE(told["levels"].size(), std::size_t{sharing_level_count});
        std::size_t before = 0;
        for (const Json& level : told["levels"]) {
            QCOMPARE(keys(level), QStringList({"level", "purposes", "signals", "days_kept", "measures"}));
            QVERIFY(level["signals"].size() >= before);
            before = level["signals"].size();
            for (const Json& measure : level["measures"])
                QVERIFY(measure["value"].is_number() && measure["lower"].is_number());
        }
        QVERIFY(document(program_->run(asked + QStringList{"--json", "--threads", "3"})) == told);
        const Outcome words = program_->run(asked);
        QVERIFY2(words.code == 0 && words.out.contains("This visit") && words.out.contains("Shared model") &&
                     !words.out.contains("[sharing."),
                 words.told());
        QVERIFY(program_->names().isEmpty());
    }

    void what_cannot_be_run_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("told");
        QTest::newRow("nobody named") << on_small({"receipt"}) << "--user";
        QTest::newRow("a person there is not") << on_small({"receipt", "--user", "200"}) << "199";
        QTest::newRow("a person below zero") << on_small({"receipt", "--user", "-1"}) << "--user";
        QTest::newRow("no scenario") << QStringList{"levels"} << "--scenario";
        QTest::newRow("unknown policy") << on_small({"levels", "--policy", "carefull"}) << "careful";
        QTest::newRow("lever out of range")
            << on_small({"receipt", "--user", "1", "--set", "consent.valid_days=1"}) << "consent.valid_days";
        QTest::newRow("a receipt has no repetitions")
            << on_small({"receipt", "--user", "1", "--replications", "2"}) << "--replications";
    }
    void what_cannot_be_run_is_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, told);
        const Outcome outcome = program_->run(consent(arguments));
        QCOMPARE(outcome.code, 2);
        QVERIFY2(says(outcome, {told}), outcome.told());
    }

    // FB-48: a comparison in which the candidate pushes people is never a pass, and says why in words.
    void a_candidate_that_pushes_people_is_never_put_into_force_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("told");
        QTest::newRow("refusing is as easy") << "consent.notice=equal" << QString();
        QTest::newRow("hidden refusal")
            << "consent.notice=second_click"
            << "Never put into force: refusing consent hides behind a second page";
        QTest::newRow("covering questions")
            << "prompt.place=forced"
            << "Never put into force: questions cover the content until they are answered";
    }
    void a_candidate_that_pushes_people_is_never_put_into_force() {
        QFETCH(QString, setting);
        QFETCH(QString, told);
        const Outcome words = program_->run(
            on_small({"compare", "--baseline", "default", "--candidate", "default", "--set", setting}));
        QCOMPARE(words.code, told.isEmpty() ? 0 : 3);
        QCOMPARE(words.out.contains("Never put into force"), !told.isEmpty());
        QVERIFY2(words.out.contains(told), words.told());
    }

private:
    static QByteArray program_matrix() { return resource("consent/matrix.json"); }
    static QByteArray program_notices() { return resource("consent/notices.json"); }
    static QByteArray resource(const char* path) {
        QFile file(QString::fromStdString(source_path(std::string("resources/") + path)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::unique_ptr<Program> program_;
};

ATTUNE_TEST(Consent_command_test);
#include "consent_test.moc"
