// parity: whether opting out costs people anything, as a table, a document and an exit code.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <csignal>

using namespace attune;
using namespace attune::test;

namespace {

/// Many people who use their controls a lot, in a small catalogue.
constexpr const char* outspoken_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 150, "days": 14, "items": 80, "seed": 5,
        "assumptions": {"world.controls.tap_rate": 0.2}})";

QStringList with_ours(const QStringList& more) {
    return QStringList{"parity", "--scenario", "ours.json"} + more;
}

} // namespace

class ParityCommand_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", outspoken_world); }

    // DE-52, FB-49
    void enough_people_prove_it() {
        const QStringList enough = {"--users", "2200", "--days", "28"};
        const Outcome outcome = program_.run(with_ours(enough));
        QVERIFY2(outcome.code == 0, outcome.told());
        QVERIFY2(outcome.out.count("proven") == 3 && outcome.out.contains("Being adjusted for") &&
                     outcome.out.contains("need not be zero") &&
                     outcome.out.contains("2,200 people, 28 days"),
                 outcome.told());
        const Json told = document(program_.run(with_ours(enough + QStringList{"--json", "--threads", "1"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["verdict"], "proven");
        QCOMPARE(told["users"], 2200);
        QCOMPARE(told["least_people"], 500);
        QCOMPARE(told["opt_outs"].size(), 3U);
        QCOMPARE(keys(told["opt_outs"][0]),
                 QStringList({"opt_out", "people", "prompts", "offers", "learned_for", "slates", "different",
                              "would_differ", "verdict", "first_difference", "satisfaction_left_alone"}));
        for (const Json& row : told["opt_outs"]) {
            QVERIFY(row["people"].get<int>() >= 500);
            QCOMPARE(row["different"], 0);
        }
    }

    void too_few_people_fail() {
        const Outcome outcome = program_.run(with_ours({"--users", "100", "--days", "10"}));
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.out.contains("not enough people") && outcome.out.contains("500 are needed"),
                 outcome.told());
        const Outcome quiet = program_.run(with_ours({"--users", "100", "--days", "10", "--quiet"}));
        QCOMPARE(quiet.code, 3);
        QVERIFY(quiet.out.isEmpty());
    }

    void it_stops_when_asked() {
        const auto process = program_.start(with_ours({"--users", "4000", "--days", "400", "--json"}));
        QVERIFY(!process->waitForFinished(1000));
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        QVERIFY(process->readAllStandardOutput().isEmpty());
        QVERIFY(process->readAllStandardError().contains("stopped"));
    }

    void what_cannot_be_run_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("told");
        QTest::newRow("no scenario") << QStringList{"parity"} << "--scenario";
        QTest::newRow("unknown scenario")
            << QStringList{"parity", "--scenario", "calm-baselin"} << "calm-baseline";
        QTest::newRow("lever out of range") << with_ours({"--set", "prompt.backoff=9"}) << "prompt.backoff";
        QTest::newRow("floor that cannot be met")
            << with_ours({"--set", "fairness.floor.nobody=0.4"}) << "nobody";
        QTest::newRow("repetitions make no proof") << with_ours({"--replications", "2"}) << "--replications";
    }
    void what_cannot_be_run_is_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, told);
        const Outcome outcome = program_.run(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(told), outcome.told());
    }

private:
    const Program program_;
};

ATTUNE_TEST(ParityCommand_test);

#include "parity_test.moc"
