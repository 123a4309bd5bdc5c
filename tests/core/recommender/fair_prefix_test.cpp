// FA*IR: tables, exact chances of failing a fair list, and strict levels, against the numbers of the
// algorithms document (5.4).
#include "core/base/random.h"
#include "core/recommender/fairness/fair_prefix.h"
#include "tests/support/test.h"

#include <array>
#include <cmath>
#include <vector>

using namespace attune;

class Fair_prefix_test : public QObject {
    Q_OBJECT

private slots:
    void tables_are_the_published_ones_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<double>("share");
        QTest::addColumn<double>("alpha");
        QTest::addColumn<QString>("table");
        QTest::addColumn<double>("fails");
        const double open = -1;
        QTest::newRow("k10 p.2") << 10 << .2 << .15 << "0000000011" << .13421773;
        QTest::newRow("k20 p.25") << 20 << .25 << .1 << "00000000111111222223" << .14688719;
        QTest::newRow("k30 p.3") << 30 << .3 << .05 << "000000001111122222333334444555" << .10635706;
        QTest::newRow("k10 p.3") << 10 << .3 << .1 << "0000001111" << open;
        QTest::newRow("k10 p.4") << 10 << .4 << .1 << "0000111122" << open;
        QTest::newRow("k10 p.5") << 10 << .5 << .1 << "0001112233" << open;
        QTest::newRow("k10 p.6") << 10 << .6 << .1 << "0011223344" << open;
        QTest::newRow("k10 p.7") << 10 << .7 << .1 << "0112233455" << open;
        QTest::newRow("k20 p.25, where the library stops") << 20 << .25 << .078125 << "" << .10515247;
    }
    void tables_are_the_published_ones() {
        QFETCH(int, length);
        QFETCH(double, share);
        QFETCH(double, alpha);
        QFETCH(QString, table);
        QFETCH(double, fails);
        const std::vector<int> made = fair_prefix_table(length, share, alpha);
        QString text;
        for (const int m : made)
            text += QString::number(m);
        if (!table.isEmpty()) QCOMPARE(text, table);
        const double chance = fail_probability(made, share);
        QVERIFY2(fails < 0 || std::abs(chance - fails) < 5e-9, qPrintable(QString::number(chance, 'f', 9)));
    }

    void adjusted_levels_keep_their_promise_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<double>("share");
        QTest::addColumn<double>("alpha");
        QTest::addColumn<double>("level");
        QTest::addColumn<double>("fails");
        QTest::newRow("k10 p.2") << 10 << .2 << .15 << -1. << .13421773;
        QTest::newRow("k20 p.25") << 20 << .25 << .1 << .075085 << .08972217;
        QTest::newRow("k30 p.3") << 30 << .3 << .05 << -1. << .04877731;
        QTest::newRow("k10 p.5") << 10 << .5 << .1 << .0625 << .07519531;
        QTest::newRow("k20 p.5") << 20 << .5 << .1 << .054688 << .09867859;
        QTest::newRow("k40 p.5") << 40 << .5 << .1 << .031784 << .09904998;
    }
    void adjusted_levels_keep_their_promise() {
        QFETCH(int, length);
        QFETCH(double, share);
        QFETCH(double, alpha);
        QFETCH(double, level);
        QFETCH(double, fails);
        const AdjustedPrefix made = adjust_prefix(length, share, alpha);
        const QString seen =
            QString("level %1, fails %2").arg(made.alpha, 0, 'f', 8).arg(made.fail_probability, 0, 'f', 9);
        QVERIFY2(level < 0 || std::abs(made.alpha - level) < 1e-6, qPrintable(seen));
        QVERIFY2(std::abs(made.fail_probability - fails) < 5e-9, qPrintable(seen));
        QVERIFY(made.fail_probability <= alpha);
        // No larger level does.
        if (made.alpha < alpha)
            QVERIFY(fail_probability(fair_prefix_table(length, share, made.alpha + 1e-9), share) > alpha);
    }

    void a_list_is_judged_by_its_first_short_prefix() {
        const std::vector<int> table{0, 0, 1, 1, 2};
        const auto judged = [&](std::array<bool, 5> list) { return unfair_prefix(table, list); };
        QVERIFY(!judged({false, false, true, false, true}));
        QCOMPARE(judged({false, false, false, true, true}).value(), 3);
        QCOMPARE(judged({true, false, false, false, false}).value(), 5);
        QVERIFY(!unfair_prefix(table, std::array<bool, 2>{false, false}));
    }
};

ATTUNE_TEST(Fair_prefix_test);
#include "fair_prefix_test.moc"
