// What is read off a run's log for the facts about feedback loops.
#include "simulations/credibility/feedback_loop.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;

class Loop_test : public QObject {
    Q_OBJECT

private slots:
    void likeness_counts_what_is_shared_data() {
        QTest::addColumn<QList<int>>("a");
        QTest::addColumn<QList<int>>("b");
        QTest::addColumn<double>("likeness");
        QTest::newRow("same") << QList<int>{1, 5, 9} << QList<int>{1, 5, 9} << 1.0;
        QTest::newRow("nothing") << QList<int>{1, 5} << QList<int>{2, 6} << 0.0;
        QTest::newRow("half") << QList<int>{1, 2, 3} << QList<int>{2, 3, 4} << 0.5;
        QTest::newRow("one empty") << QList<int>{1, 2} << QList<int>{} << 0.0;
        QTest::newRow("both empty") << QList<int>{} << QList<int>{} << std::nan("");
    }
    void likeness_counts_what_is_shared() {
        QFETCH(QList<int>, a);
        QFETCH(QList<int>, b);
        QFETCH(double, likeness);
        const ConsumedSet x(a.begin(), a.end());
        const ConsumedSet y(b.begin(), b.end());
        for (const double found : {jaccard(x, y), jaccard(y, x)})
            QVERIFY(std::isnan(likeness) ? std::isnan(found) : found == likeness);
    }

    void gini_of_equal_and_of_all_for_one() {
        LoopOutcome outcome;
        outcome.impressions = {3, 3, 3, 3};
        QVERIFY(std::abs(outcome.exposure_gini()) < 1e-12);
        outcome.impressions = {0, 8, 0, 0};
        QVERIFY(std::abs(outcome.exposure_gini() - 0.75) < 1e-12);
        outcome.impressions = {1, 3};
        QVERIFY(std::abs(outcome.exposure_gini() - 0.25) < 1e-12);
    }

    void unusual_are_those_least_like_the_average() {
        // Nine like the first topic more or less, one likes what nobody does.
        Population population;
        population.people.resize(10);
        for (std::size_t u = 0; u < 10; ++u) {
            Person& person = population.people[u];
            person.taste[0] = u == 4 ? -1.0F : 1.0F;
            person.taste[1] = u == 4 ? 1.0F : -1.0F;
            person.taste[2] = u == 7 ? 0.9F : 0.0F;
        }
        const std::vector<bool> unusual = unusual_tastes(population, 3);
        QVERIFY(unusual[4] && unusual[7]);
        QCOMPARE(std::count(unusual.begin(), unusual.end(), true), 2);
    }

    void both_futures_are_one_until_they_part() {
        FactSpec fact;
        fact.arms = loop_arms("factors");
        Trial trial;
        trial.fact = &fact;
        trial.size = {.seeds = 1, .users = 130, .days = 35, .items = 100};
        auto futures = both_futures(trial, "factors");
        VERIFY_OK(futures);
        QVERIFY(futures->once.before == futures->again.before);
        QVERIFY(futures->once.after != futures->again.after);
        QVERIFY(futures->once.impressions != futures->again.impressions);
        QVERIFY(futures->likeness_once > 0 && futures->likeness_once < 1);
        QVERIFY(futures->again.enjoyed_per_slate > 0);
    }

    void what_learns_nothing_has_one_future() {
        FactSpec fact;
        fact.arms = loop_arms("random");
        Trial trial;
        trial.fact = &fact;
        trial.size = {.seeds = 1, .users = 130, .days = 35, .items = 100};
        auto futures = both_futures(trial, "random");
        VERIFY_OK(futures);
        QVERIFY(futures->once.after == futures->again.after);
        QCOMPARE(futures->likeness_once, futures->likeness_again);
    }
};
ATTUNE_TEST(Loop_test);

#include "loop_test.moc"
