// cadence: what more asking buys and costs, as a table, a document and a file.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* small_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 150, "days": 14, "items": 60, "seed": 5})";

QStringList with_ours(const QStringList& more) {
    return QStringList{"cadence", "--scenario", "ours.json"} + more;
}

} // namespace

class Cadence_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", small_world); }

    void table_document_and_file_have_a_row_for_every_way_of_asking() {
        const Json told = document(program_.run(with_ours({"--json", "--csv", "cadence.csv"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["rows"].size(), 8U);
        QCOMPARE(keys(told["rows"][0]),
                 QStringList({"row", "prompts_per_user_week", "response_rate", "first_week", "last_week",
                              "nonresponse_bias", "opt_out_rate", "answers_per_user_week"}));
        QVERIFY(told["rows"][0]["prompts_per_user_week"]["value"].get<double>() <
                told["rows"][4]["prompts_per_user_week"]["value"].get<double>());
        QCOMPARE(program_.read("cadence.csv").count('\n'), 9);
        const Outcome outcome = program_.run(with_ours({"--threads", "2"}));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("Good moment, once in 14 days") &&
                     outcome.out.contains("From once in 24 hours to once a visit"),
                 outcome.told());
        // One thread or more, the same figures.
        QVERIFY(document(program_.run(with_ours({"--json", "--threads", "3"}))) == told);
        QVERIFY(QFile::remove(program_.path("cadence.csv")));
    }

    // FB-19
    void the_surface_has_a_cell_for_every_moment_and_gap() {
        const Json told = document(program_.run(with_ours({"--surface", "--json", "--csv", "surface.csv"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["cells"].size(), 20U);
        QCOMPARE(keys(told["cells"][0]),
                 QStringList({"moment", "gap_hours", "prompts_per_user_week", "response_rate",
                              "answers_per_user_week", "opt_out_rate", "nonresponse_bias", "answers_true",
                              "answer_bits"}));
        QCOMPARE(program_.read("surface.csv").count('\n'), 21);
        const Outcome outcome = program_.run(with_ours({"--surface", "--threads", "2"}));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("At a pause, once in 72 h") &&
                     outcome.out.contains("Prompts are answered most often") &&
                     outcome.out.contains("Most people turn prompts off when asked"),
                 outcome.told());
        QVERIFY(document(program_.run(with_ours({"--surface", "--json", "--threads", "3"}))) == told);
        QVERIFY(QFile::remove(program_.path("surface.csv")));
    }

    void the_policy_counts() {
        const Json usual = document(program_.run(with_ours({"--json"})));
        const Json other = document(program_.run(with_ours({"--json", "--set", "ranking.ranker=random"})));
        QVERIFY(other.is_object() && usual != other);
    }

    void what_cannot_be_run_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("told");
        QTest::newRow("no scenario") << QStringList{"cadence"} << "--scenario";
        QTest::newRow("unknown scenario")
            << QStringList{"cadence", "--scenario", "calm-baselin"} << "calm-baseline";
        QTest::newRow("unknown policy") << with_ours({"--policy", "carefull"}) << "careful";
        QTest::newRow("lever out of range") << with_ours({"--set", "prompt.backoff=9"}) << "prompt.backoff";
        QTest::newRow("no people") << with_ours({"--users", "0"}) << "--users";
    }
    void what_cannot_be_run_is_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, told);
        const Outcome outcome = program_.run(arguments + QStringList{"--csv", "never.csv"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(told), outcome.told());
        QVERIFY(!QFile::exists(program_.path("never.csv")));
    }

private:
    const Program program_;
};

ATTUNE_TEST(Cadence_test);

#include "cadence_test.moc"
