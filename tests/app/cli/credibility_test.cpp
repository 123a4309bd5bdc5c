// credibility: the agreed document, exit codes, what it refuses.
#include "simulations/credibility/facts.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

class Credibility_test : public QObject {
    Q_OBJECT

private slots:
    void a_fact_that_holds_gives_its_numbers_and_exit_0() {
        const Json told = document(program_.run({"credibility", "--quick", "--json", "--only", "exposure"}));
        QVERIFY(told.is_object());
        QCOMPARE(keys(told), QStringList{"facts"});
        QCOMPARE(told["facts"].size(), 1U);
        const Json& fact = told["facts"][0];
        for (const char* key :
             {"id", "expected", "observed", "lower", "upper", "verdict", "checks", "source"})
            QVERIFY2(fact.contains(key), key);
        QCOMPARE(fact["id"].get<std::string>(), std::string("exposure"));
        QCOMPARE(fact["verdict"].get<std::string>(), std::string("holds"));
        QVERIFY(std::abs(fact["observed"].get<double>() - 0.319) < 0.001);
        QCOMPARE(fact["checks"].size(), find_fact("exposure")->checks.size());
    }

    void the_exit_code_is_3_where_a_fact_fails() {
        const Outcome outcome = program_.run({"credibility", "--quick", "--json", "--only", "homogenising"});
        Json told = Json::parse(outcome.out.toStdString(), nullptr, false);
        QVERIFY2(told.is_object(), outcome.told());
        const bool fails = told["facts"][0]["verdict"] == "fails";
        QCOMPARE(outcome.code, fails ? 3 : 0);
        // A model that goes on learning tells our people apart better; were it not so, this would need
        // another fact.
        QVERIFY(fails);
        QVERIFY(!told["facts"][0]["why"].empty());
    }

    void words_and_table_say_the_same() {
        const Outcome outcome =
            program_.run({"credibility", "--quick", "--only", "satiation", "--csv", "facts.csv"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("Holds") && outcome.out.contains("expected") &&
                     outcome.out.contains("Galak"),
                 outcome.told());
        const QList<QByteArray> rows = program_.read("facts.csv").split('\n');
        QCOMPARE(rows.size(), static_cast<int>(find_fact("satiation")->checks.size()) + 2);
        QVERIFY(rows[1].startsWith("satiation,breaks,nat,0.1,,"));
    }

    void a_finding_is_looked_for_with_another_ranker() {
        const QStringList asked = {"credibility", "--quick", "--json", "--only", "satiation"};
        const Json usual = document(program_.run(asked));
        const Json other = document(program_.run(asked + QStringList{"--set", "world.taste.majority=2"}));
        QVERIFY(!usual.contains("settings") && other["settings"].size() == 1);
        QVERIFY(usual["facts"] != other["facts"]);
        const Outcome arithmetic = program_.run(
            {"credibility", "--quick", "--only", "exposure", "--set", "ranking.diversity=dpp"});
        QVERIFY2(arithmetic.code == 2 && arithmetic.err.contains("arithmetic"), arithmetic.told());
        const Outcome unknown =
            program_.run({"credibility", "--quick", "--only", "satiation", "--set", "ranking.diversty=dpp"});
        QVERIFY2(unknown.code == 2 && unknown.err.contains("ranking.diversity"), unknown.told());
    }

    void the_same_seed_gives_the_same_numbers() {
        const QStringList asked = {"credibility", "--quick", "--json", "--only", "satiation"};
        const Json one = document(program_.run(asked + QStringList{"--threads", "1"}));
        const Json two = document(program_.run(asked + QStringList{"--threads", "3", "--seed", "1"}));
        const Json other = document(program_.run(asked + QStringList{"--seed", "77"}));
        QVERIFY(one.is_object() && one == two);
        QVERIFY(other != one);
    }

    void an_unknown_fact_is_refused_with_the_nearest() {
        const Outcome outcome = program_.run({"credibility", "--only", "satiaton"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(says(outcome, {"--only", "satiaton", "satiation"}), outcome.told());
    }

private:
    Program program_;
};
ATTUNE_TEST(Credibility_test);

#include "credibility_test.moc"
