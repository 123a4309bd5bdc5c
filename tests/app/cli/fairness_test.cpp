// fairness: who gets shown, who is served and what limits cost, as tables, a document and a file.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* our_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 130, "days": 8, "items": 80, "seed": 5})";

QStringList with_ours(const QStringList& more) {
    return QStringList{"fairness", "--scenario", "ours.json"} + more;
}

const QStringList floor_of_small = {"--set", "fairness.floor.small=0.55"};

} // namespace

class FairnessCommand_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", our_world); }

    void the_document_says_who_gets_what_and_what_it_costs() {
        const Json told =
            document(program_.run(with_ours(floor_of_small + QStringList{"--json", "--csv", "fair.csv"})));
        QVERIFY(told.is_object());
        QCOMPARE(keys(told), QStringList({"limited", "groups", "unevenness", "people", "worst", "cost",
                                          "weekly_loss", "guarded_per_1000", "guard_missed"}));
        QVERIFY(told["limited"].get<bool>());
        double exposure = 0, liking = 0;
        for (const Json& group : told["groups"]) {
            exposure += group["exposure"]["value"].get<double>();
            liking += group["liking_true"]["value"].get<double>();
            QCOMPARE(keys(group["definitions"]),
                     QStringList({"parity", "treatment_true", "treatment_predicted", "impact"}));
            if (group["group"] == "small") QVERIFY(group["floor_held"].get<bool>());
        }
        QVERIFY(std::abs(exposure - 1) < 1e-9 && std::abs(liking - 1) < 1e-9);
        QVERIFY(told["cost"]["paid"]["value"].get<double>() >=
                told["cost"]["bound"]["value"].get<double>() - 1e-9);
        QVERIFY(program_.read("fair.csv").startsWith("measure,of,value,lower,upper\n"));
        QVERIFY(program_.read("fair.csv").contains("cost_bound,all,"));
        QVERIFY(QFile::remove(program_.path("fair.csv")));
        const Json again =
            document(program_.run(with_ours(floor_of_small + QStringList{"--json", "--threads", "2"})));
        QVERIFY(again == told);
    }

    void the_words_name_limits_and_cost() {
        const Outcome limited = program_.run(with_ours(floor_of_small));
        QCOMPARE(limited.code, 0);
        for (const char* words :
             {"at least 55.0", "demographic parity", "the least possible on these requests"})
            QVERIFY2(limited.out.contains(words), qPrintable(words + ("\n" + limited.out.right(1200))));
        const Outcome free = program_.run(with_ours({}));
        QCOMPARE(free.code, 0);
        QVERIFY2(free.out.contains("no limits") && !free.out.contains("at least 55"), free.told());
    }

    void what_cannot_be_run_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("told");
        QTest::newRow("no scenario") << QStringList{"fairness"} << "--scenario";
        QTest::newRow("floors together")
            << with_ours({"--set", "fairness.floor.small=0.8", "--set", "fairness.floor.large=0.8"})
            << "add up to 1.6";
        QTest::newRow("more than its items fill")
            << with_ours({"--set", "fairness.cap.small=0.1", "--set", "fairness.cap.large=0.1"})
            << "fairness.cap";
        QTest::newRow("unknown group") << with_ours({"--set", "fairness.floor.tiny=0.2"}) << "tiny";
        QTest::newRow("out of range") << with_ours({"--set", "fairness.floor.small=2"}) << "fairness.floor";
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

ATTUNE_TEST(FairnessCommand_test);
#include "fairness_test.moc"
