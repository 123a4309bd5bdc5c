// run --trail, audit, verify and person, as one person after the other uses them.
#include "core/base/random.h"
#include "core/workspace/workspace.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QFileInfo>

#include <algorithm>
#include <csignal>

using namespace attune;
using namespace attune::test;

namespace {

QStringList trailed(const QStringList& more = {}) {
    return QStringList{"run",     "--scenario", "calm-baseline", "--users",  "80",     "--days", "8",
                       "--items", "60",         "--workspace",   "w.attune", "--trail"} +
           more;
}

} // namespace

class TrailRun_test : public QObject {
    Q_OBJECT
private slots:
    // DE-69
    void trail_of_a_run_passes_audit_and_verify() {
        Program program;
        program.set("XDG_CONFIG_HOME", program.path("config"));
        const Json run = document(program.run(trailed({"--json", "--trail-people", "20"})));
        QVERIFY(run.is_object());
        const Json& trail = run["trail"];
        QVERIFY(trail["events"].get<int>() > 500);
        QCOMPARE(trail["people"], (Json{{"watched", 20}, {"of", 80}}));
        program.write("head.json", QByteArray::fromStdString(trail["signed_head"].dump()));
        const QString key = QString::fromStdString(trail["signed_head"]["key"].get<std::string>());
        // The key is the user's alone, and nowhere in the workspace.
        const QFileInfo file(program.path("config/attune/signing.key"));
        QVERIFY(file.isFile());
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const Json secret = Json::parse(program.read("config/attune/signing.key").toStdString());
        QVERIFY(!program.read("w.attune")
                     .contains(QByteArray::fromHex(
                         QByteArray::fromStdString(secret["secret"].get<std::string>()))));

        const Json audit = document(
            program.run({"audit", "--json", "--workspace", "w.attune", "--key", key, "--head", "head.json"}));
        QCOMPARE(audit["audit"]["verdict"].get<std::string>(), std::string("passed"));
        QCOMPARE(audit["audit"]["people"]["covered"].get<int>(), 20);
        QCOMPARE(audit["audit"]["people"]["of"].get<int>(), 80);
        QCOMPARE(audit["audit"]["counts"]["events"], trail["events"]);
        const Outcome verify = program.run({"verify", "w.attune", "--key", key});
        QVERIFY2(verify.code == 0, verify.told());
        // A second run: the first head still speaks about the beginning.
        QVERIFY(program.run(trailed({"--seed", "7"})).code == 0);
        QCOMPARE(program.run({"audit", "--workspace", "w.attune", "--key", key, "--head", "head.json"}).code,
                 0);
    }

    void repetitions_without_a_trail_are_told() {
        Program program;
        program.set("XDG_CONFIG_HOME", program.path("config"));
        const QStringList twice = trailed({"--replications", "2", "--trail-people", "20"});
        const Outcome outcome = program.run(twice);
        QVERIFY2(outcome.code == 0 && outcome.out.contains("first of 2 repetitions"), outcome.told());
        const Json run = document(program.run(twice + QStringList{"--json", "--seed", "7"}));
        QCOMPARE(run["trail"]["repetitions"], (Json{{"in_trail", 1}, {"of", 2}}));
        const Outcome help = program.run({"run", "--help"});
        QVERIFY2(help.out.simplified().contains("of several repetitions the first alone"), help.told());
    }

    void report_of_an_audit_is_written_whole() {
        const Program program;
        QCOMPARE(program.run(trailed()).code, 0);
        const QStringList audit{"audit",         "--workspace", "w.attune",     "--report", "r.html",
                                "--report-json", "r.json",      "--report-csv", "r.csv"};
        const Outcome first = program.run(audit);
        QVERIFY2(first.code == 0 && first.out.contains("r.html"), first.told());
        const auto before = program.files();
        QCOMPARE(Json::parse(program.read("r.json").toStdString())["attune"].get<std::string>(),
                 std::string("audit-report"));
        QVERIFY(program.read("r.html").contains("Sign-off"));
        QVERIFY(program.read("r.csv").startsWith("section,row,column,value"));
        QCOMPARE(program.run(audit).code, 0);
        QVERIFY(program.files() == before);
        // A report is of a workspace.
        QCOMPARE(program
                     .run({"run", "--scenario", "calm-baseline", "--users", "20", "--days", "2", "--log",
                           "log.jsonl"})
                     .code,
                 0);
        const Outcome lines = program.run({"audit", "--trail", "log.jsonl", "--report", "other.html"});
        QCOMPARE(lines.code, 2);
        QVERIFY2(says(lines, {"--report", "--workspace"}), lines.told());
        const Outcome itself = program.run({"audit", "--workspace", "w.attune", "--report", "w.attune"});
        QCOMPARE(itself.code, 2);
    }

    void run_with_a_trail_has_the_same_figures() {
        const Program program;
        const Json with = document(program.run(trailed({"--json"})));
        QStringList without = trailed({"--json"});
        without.removeAll("--trail");
        without.replace(without.indexOf("w.attune"), "other.attune");
        const Json plain = document(program.run(without));
        QVERIFY(with.is_object() && plain.is_object());
        QCOMPARE(with["run"]["fingerprint"], plain["run"]["fingerprint"]);
        QCOMPARE(with["metrics"], plain["metrics"]);
        QVERIFY(!plain.contains("trail"));
    }

    void what_cannot_be_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        const QStringList small{"run", "--scenario", "calm-baseline", "--users", "20", "--days", "1"};
        QTest::newRow("no workspace")
            << (small + QStringList{"--trail"}) << QStringList{"--trail", "--workspace"};
        QTest::newRow("people without a trail")
            << (small + QStringList{"--workspace", "w.attune", "--trail-people", "5"})
            << QStringList{"--trail-people", "Add --trail"};
        QTest::newRow("no number of people")
            << (small + QStringList{"--workspace", "w.attune", "--trail", "--trail-people", "most"})
            << QStringList{"--trail-people", "'most'"};
        QTest::newRow("nobody") << (small +
                                    QStringList{"--workspace", "w.attune", "--trail", "--trail-people", "0"})
                                << QStringList{"--trail-people", "'0'"};
        QTest::newRow("person without a workspace")
            << QStringList{"person", "--user", "3"} << QStringList{"--workspace"};
        QTest::newRow("no person") << QStringList{"person", "--workspace", "w.attune"}
                                   << QStringList{"--user"};
    }
    void what_cannot_be_is_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        const Program program;
        const Outcome outcome = program.run(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(says(outcome, words), outcome.told());
        QVERIFY(program.names().isEmpty());
    }

    void stopped_run_leaves_no_trail_data() {
        QTest::addColumn<bool>("there");
        QTest::newRow("new workspace") << false;
        QTest::newRow("workspace with a trail") << true;
    }
    void stopped_run_leaves_no_trail() {
        QFETCH(bool, there);
        const Program program;
        if (there) QCOMPARE(program.run(trailed()).code, 0);
        const auto before = program.files();
        QStringList endless = trailed({"--trail-people", "all"});
        endless[endless.indexOf("80")] = "2000";
        endless[endless.indexOf("8")] = "400";
        const auto process = program.start(endless);
        // Until something of it lies on the disk.
        QVERIFY(QTest::qWaitFor([&] { return program.files() != before; }, 120'000));
        QTest::qWait(1500);
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGTERM), 0);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitCode(), 130);
        QVERIFY2(program.files() == before, program.names().join(' ').toUtf8());
        if (there) QCOMPARE(program.run({"verify", "w.attune"}).code, 0);
    }

    // FB-35
    void person_is_looked_up_exported_and_erased() {
        const Program program;
        QCOMPARE(program.run(trailed({"--trail-people", "all"})).code, 0);
        const QStringList of{"person", "--workspace", "w.attune", "--user", "3"};
        const Outcome told = program.run(of);
        QVERIFY2(told.code == 0, told.told());
        for (const char* words : {"handle it as personal data", "first-visit-equal, version 1",
                                  "Rests on event", "can be read with the person's key"})
            QVERIFY2(told.out.contains(words), words);

        const Outcome erased = program.run(of + QStringList{"--export", "p.json", "--erase"});
        QVERIFY2(erased.code == 0, erased.told());
        QVERIFY2(erased.out.contains("is erased") && erased.out.contains(": 0 can be read") &&
                     erased.out.contains("still passes every check"),
                 erased.told());
        const Json exported = Json::parse(program.read("p.json").toStdString());
        QVERIFY(exported["personal_data"].get<bool>());
        QVERIFY(exported["values"]["readable"].get<int>() > 0);
        QCOMPARE(QFileInfo(program.path("p.json")).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());

        // The person checks what they have in hand, whatever becomes of the workspace.
        const QString key =
            QString::fromStdString(exported["receipts"][0]["signed_head"]["key"].get<std::string>());
        const Json receipts =
            document(program.run({"verify", "--receipt", "p.json", "--key", key, "--json"}))["receipts"];
        QCOMPARE(receipts["verdict"].get<std::string>(), std::string("passed"));
        QCOMPARE(receipts["receipts"].size(), exported["receipts"].size());
        Json forged = exported["receipts"][0];
        forged["record"]["to"] = "refused";
        program.write("forged.json", QByteArray::fromStdString(forged.dump()));
        const Outcome seen = program.run({"verify", "--receipt", "forged.json"});
        QVERIFY2(seen.code == 3 && seen.out.contains("FAILED  What can be read"), seen.told());

        // A head is compared, or said not to be.
        Json head = Json::parse(exported["receipts"][0]["signed_head"]["head"].get<std::string>());
        program.write("head.json", QByteArray::fromStdString(head.dump()));
        const QStringList with_head{"verify", "--receipt", "p.json", "--head", "head.json"};
        const Outcome compared = program.run(with_head);
        QVERIFY2(compared.code == 0 && compared.out.contains("Every receipt in p.json holds"),
                 compared.told());
        head["size"] = head["size"].get<int>() + 1;
        program.write("head.json", QByteArray::fromStdString(head.dump()));
        const Outcome unused = program.run(with_head);
        QVERIFY2(unused.code == 3 && unused.out.contains("Not compared with the head") &&
                     !unused.out.contains("Every receipt"),
                 unused.told());
        QCOMPARE(document(program.run(with_head + QStringList{"--json"}), 3)["receipts"]["verdict"]
                     .get<std::string>(),
                 std::string("not_compared"));
        program.write("none.json", R"({"attune":"person","receipts":[]})");
        const Outcome none = program.run({"verify", "--receipt", "none.json"});
        QVERIFY2(none.code == 2 && says(none, {"there is no receipt in this file"}), none.told());

        const Json after = document(program.run(of + QStringList{"--json"}));
        QCOMPARE(after["values"]["readable"].get<int>(), 0);
        QVERIFY(after["erased_with_event"].is_number());
        QCOMPARE(program.run({"audit", "--workspace", "w.attune"}).code, 0);
        const Outcome again = program.run(of + QStringList{"--erase"});
        QCOMPARE(again.code, 2);
        QVERIFY2(again.err.contains("erased already"), again.told());
    }

    // The same people are in every run of the same scenario and seed.
    void a_person_is_erased_in_all_runs_that_have_them() {
        const Program program;
        const QStringList all{"--trail-people", "all"};
        QCOMPARE(program.run(trailed(all)).code, 0);
        QCOMPARE(program.run(trailed(all + QStringList{"--seed", "7"})).code, 0);
        QStringList shorter = trailed(all);
        shorter[shorter.indexOf("--days") + 1] = "6";
        QCOMPARE(program.run(shorter).code, 0);
        const auto readable = [&] {
            std::vector<std::uint64_t> runs;
            const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
            if (!workspace) return runs;
            const auto read =
                workspace->trail().each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
                    if (event.kind != TrailKind::begin) return {};
                    const auto people = workspace->trail().readable_people(seq);
                    if (!people) return pass_on(people);
                    if (std::find(people->begin(), people->end(), UserId(3)) != people->end())
                        runs.push_back(seq);
                    return {};
                });
            if (!read) runs.clear();
            return runs;
        };
        const auto before = readable();
        QCOMPARE(before.size(), std::size_t{3});
        const QStringList erase{"person", "--workspace", "w.attune", "--user", "3", "--erase"};
        const Outcome erased = program.run(erase);
        QVERIFY2(erased.code == 0 && erased.out.contains("all are reached: 2.") &&
                     erased.out.contains("seed 7) has somebody else as person 3") &&
                     erased.out.contains("still passes every check"),
                 erased.told());
        QCOMPARE(readable(), std::vector<std::uint64_t>{before[1]}); // of another seed
        QCOMPARE(program.run({"audit", "--workspace", "w.attune"}).code, 0);
        QVERIFY(program.run(erase).err.contains("erased already"));
    }
};

ATTUNE_TEST(TrailRun_test);

#include "trail_run_test.moc"
