// monitors: whether lists narrow, as tables, a document and a file.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* small_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 200, "days": 49, "items": 80, "seed": 5})";

QStringList with_ours(const QStringList& more) {
    return QStringList{"monitors", "--scenario", "ours.json"} + more;
}

} // namespace

class Monitors_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", small_world); }

    void table_document_and_file_have_every_figure() {
        const Json told = document(program_.run(with_ours({"--json", "--csv", "weeks.csv"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["figures"].size(), 11U);
        QCOMPARE(told["figures"][0]["weeks"].size(), 7U);
        // By figure: seven weeks and a trend of either side, and two changes; and the head.
        QCOMPARE(program_.read("weeks.csv").count('\n'), 1 + 11 * (2 * (7 + 1) + 2));
        const Outcome outcome = program_.run(with_ours({"--threads", "2"}));
        QVERIFY2(outcome.out.contains("Variety of topics shown") && outcome.out.contains("phone"),
                 outcome.told());
        // One thread or more, the same figures.
        QVERIFY(document(program_.run(with_ours({"--json", "--threads", "3"}))) == told);
        QVERIFY(QFile::remove(program_.path("weeks.csv")));
    }

    void a_loop_that_narrows_has_exit_code_3() {
        const QStringList loop = {
            "--set", "ranking.ranker=popularity",   "--set",   "ranking.temperature=0",
            "--set", "ranking.exploration_share=0", "--set",   "ranking.category_quota=0",
            "--set", "ranking.category_cap=10",     "--users", "400"};
        const Outcome outcome = program_.run(with_ours(loop));
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.out.contains("Narrowing: "), outcome.told());
    }

    void what_cannot_be_run_is_refused() {
        const Outcome outcome = program_.run(with_ours({"--policy", "carefull", "--csv", "never.csv"}));
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("careful"), outcome.told());
        QVERIFY(!QFile::exists(program_.path("never.csv")));
    }

private:
    const Program program_;
};

ATTUNE_TEST(Monitors_test);

#include "monitors_test.moc"
