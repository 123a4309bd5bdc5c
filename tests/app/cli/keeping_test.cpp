// What a study leaves in the workspace: runs whole and once, policies of the user's own, and nothing that
// could pass for something it is not.
#include "core/policy/parameters.h"
#include "core/workspace/workspace.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

QByteArray policy(const char* name, int weekly_cap) {
    return QString(R"({"attune": "policy", "version": 1, "name": "%1", "values": {"prompt.weekly_cap": %2}})")
        .arg(name)
        .arg(weekly_cap)
        .toUtf8();
}

QStringList tiny(const QStringList& more) {
    return QStringList{"run", "--quiet", "--scenario", "calm-baseline", "--users", "64", "--days",
                       "2",   "--items", "60",         "--workspace",   "w.attune"} +
           more;
}

} // namespace

class Keeping_test : public QObject {
    Q_OBJECT

private slots:
    void run_is_stored_with_all_that_made_it() {
        const Program program;
        QCOMPARE(program
                     .run(tiny({"--policy", "firm", "--seed", "9", "--replications", "2", "--set",
                                "prompt.weekly_cap=1", "--set", "world.taste.niche_share=0.4"}))
                     .code,
                 0);
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto runs = workspace->runs().list();
        VERIFY_OK(runs);
        QCOMPARE(runs->size(), std::size_t{1});
        const RunRecord& run = runs->front();
        QCOMPARE(run.seed, std::uint64_t{9});
        QCOMPARE(run.users, 64);
        QCOMPARE(run.days, 2);
        QCOMPARE(run.items, 60);
        QCOMPARE(run.replications, 2);
        QCOMPARE(run.policy_name, std::string("firm (changed)"));
        QVERIFY(!run.program_version.empty() && !run.fingerprint.empty() && !run.created.empty());
        // The stored policy and scenario alone give the same run again.
        program.write("p.json", QByteArray::fromStdString(run.policy_json));
        program.write("s.json", QByteArray::fromStdString(run.scenario_json));
        const Json again = document(program.run(
            {"run", "--json", "--scenario", "s.json", "--policy", "p.json", "--replications", "2"}));
        QVERIFY(again.is_object());
        QCOMPARE(again["run"]["fingerprint"].get<std::string>(), run.fingerprint);
        QCOMPARE(again["run"]["id"].get<std::string>(), run.id);
        const auto levers = policy_from_json(run.policy_json, "stored");
        VERIFY_OK(levers);
        QCOMPARE(levers->weekly_cap, 1);
        QCOMPARE(levers->step, 1.6); // of firm
    }

    void same_run_twice_is_stored_once() {
        const Program program;
        QCOMPARE(program.run(tiny({})).code, 0);
        const QByteArray before = program.read("w.attune");
        QCOMPARE(program.run(tiny({})).code, 0);
        QVERIFY(program.read("w.attune") == before);
        QCOMPARE(program.run(tiny({"--seed", "2"})).code, 0);
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        QCOMPARE(workspace->runs().list()->size(), std::size_t{2});
    }

    // Shipped policies are part of the program; a newer program must not find an older one's in the file.
    void only_policies_of_the_users_own_are_stored_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("stored"); // empty: none
        QTest::newRow("shipped") << QStringList{"--policy", "careful"} << "";
        QTest::newRow("changed on the command line")
            << QStringList{"--policy", "careful", "--set", "prompt.weekly_cap=3"} << "";
        QTest::newRow("from a file") << QStringList{"--policy", "mine.json"} << "mine";
        QTest::newRow("from a file, changed")
            << QStringList{"--policy", "mine.json", "--set", "prompt.weekly_cap=4"} << "";
        QTest::newRow("from a file with a shipped name") << QStringList{"--policy", "impostor.json"} << "";
    }
    void only_policies_of_the_users_own_are_stored() {
        QFETCH(QStringList, options);
        QFETCH(QString, stored);
        const Program program;
        program.write("mine.json", policy("mine", 3));
        program.write("impostor.json", policy("default", 9));
        QCOMPARE(program.run(tiny(options)).code, 0);
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto policies = workspace->policies().list();
        VERIFY_OK(policies);
        QStringList names;
        for (const PolicyVersion& record : *policies)
            names << QString::fromStdString(record.name);
        QCOMPARE(names.join(','), stored);
    }

    void stored_policy_is_found_by_name() {
        const Program program;
        program.write("mine.json", policy("mine", 3));
        QCOMPARE(program.run(tiny({"--policy", "mine.json"})).code, 0);
        const Json shown =
            document(program.run({"policy", "show", "mine", "--json", "--workspace", "w.attune"}));
        QVERIFY(shown.is_object());
        QCOMPARE(shown["values"]["prompt.weekly_cap"].get<int>(), 3);
        QCOMPARE(program.run({"policy", "show", "mine"}).code, 2);
        QCOMPARE(document(program.run(
                     {"policy", "diff", "mine", "default", "--json", "--workspace", "w.attune"}))["changes"]
                     .size(),
                 std::size_t{1});
        const Json list = document(program.run({"policy", "list", "--json", "--workspace", "w.attune"}));
        QVERIFY(list.is_object());
        QCOMPARE(list["policies"].back()["name"].get<std::string>(), std::string("mine"));
        // A later version of the file replaces it; the run keeps what it was made with.
        program.write("mine.json", policy("mine", 5));
        QCOMPARE(program.run(tiny({"--policy", "mine.json"})).code, 0);
        QCOMPARE(document(program.run({"policy", "show", "mine", "--json", "--workspace",
                                       "w.attune"}))["values"]["prompt.weekly_cap"]
                     .get<int>(),
                 5);
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        const auto runs = workspace->runs().list();
        QCOMPARE(runs->size(), std::size_t{2});
        QCOMPARE(policy_from_json(runs->front().policy_json, "stored")->weekly_cap, 3);
    }

    // Other values under a shipped name say so, and never take the shipped policy's place.
    void shipped_name_with_other_values_says_so() {
        const Program program;
        program.write("impostor.json", policy("default", 9));
        const Json run = document(program.run(tiny({"--json", "--policy", "impostor.json"})));
        QVERIFY(run.is_object());
        QCOMPARE(run["run"]["policy"].get<std::string>(), std::string("default (changed)"));
        QCOMPARE(document(program.run({"policy", "show", "default", "--json", "--workspace",
                                       "w.attune"}))["values"]["prompt.weekly_cap"]
                     .get<int>(),
                 2);
    }

    // Both runs and their comparison, or nothing: wherever the disk becomes full.
    void comparison_is_kept_whole_or_not_at_all() {
        const QStringList compare = {"compare",     "--quiet", "--scenario",  "calm-baseline",
                                     "--users",     "64",      "--days",      "4",
                                     "--items",     "60",      "--baseline",  "default",
                                     "--candidate", "careful", "--workspace", "w.attune"};
        const Program whole;
        QVERIFY(whole.run(compare).code != 4);
        const auto size = static_cast<long long>(whole.read("w.attune").size());
        int refused = 0;
        for (int percent = 20; percent < 100; percent += 10) {
            Program program;
            program.limit_files_to(size * percent / 100);
            const Outcome outcome = program.run(compare);
            QVERIFY2(outcome.code == 4, outcome.told());
            const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
            if (!workspace) continue; // not even an empty one fitted
            ++refused;
            const auto runs = workspace->runs().list();
            VERIFY_OK(runs);
            QCOMPARE(runs->size(), std::size_t{0});
        }
        QVERIFY(refused >= 3);
    }

    void command_that_fails_leaves_a_workspace_as_it_was() {
        const Program program;
        QCOMPARE(program.run(tiny({})).code, 0);
        const auto before = program.files();
        QCOMPARE(program.run(tiny({"--set", "fairness.floor.smal=0.3", "--csv", "r.csv", "--log", "l.jsonl"}))
                     .code,
                 2);
        QCOMPARE(program.run(tiny({"--policy", "none.json"})).code, 2);
        QCOMPARE(
            program.run({"import", "--ratings", "none.csv", "--into", "x", "--workspace", "w.attune"}).code,
            2);
        QVERIFY(program.files() == before);
    }
};

ATTUNE_TEST(Keeping_test);
#include "keeping_test.moc"
