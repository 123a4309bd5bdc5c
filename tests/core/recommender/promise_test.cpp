// Promises: how likely they are kept, against drawing items one by one, and that they are worth something.
#include "core/base/random.h"
#include "core/recommender/deescalation/promise.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;
using attune::test::Dice;

namespace {

/// Share of draws in which at most `level` of the items are of the category.
double drawn(double items, double share, double level, Dice& dice) {
    constexpr int draws = 20000;
    int kept = 0;
    for (int d = 0; d < draws; ++d) {
        // Items are many and each is rare: a Poisson number by adding waiting times.
        int hits = 0;
        for (double waited = -std::log(1 - static_cast<double>(uniform(dice.word()))); waited < items * share;
             waited -= std::log(1 - static_cast<double>(uniform(dice.word()))))
            ++hits;
        kept += hits <= items * level ? 1 : 0;
    }
    return static_cast<double>(kept) / draws;
}

} // namespace

class Promise_test : public QObject {
    Q_OBJECT
private slots:
    void the_chance_is_that_of_drawing() {
        Dice dice(3, 0);
        for (const double items : {12.0, 40.0, 160.0})
            for (const double share : {0.01, 0.05, 0.2})
                for (const double level : {0.01, 0.04, 0.1, 0.3}) {
                    const double chance = kept_chance(items, share, level);
                    QVERIFY2(
                        std::abs(chance - drawn(items, share, level, dice)) < 0.015,
                        qPrintable(QString("%1 %2 %3: %4").arg(items).arg(share).arg(level).arg(chance)));
                }
    }

    // DE-25: what is promised is half where half is to be expected, and can be kept in nine of ten cases.
    void half_is_promised_where_it_can_be_kept() {
        for (const double before : {0.06, 0.1, 0.2, 0.4})
            for (const double ratio : {0.02, 0.1, 0.2, 0.25}) {
                const Promise promise = promise_of(before, before * ratio, 40);
                QVERIFY(promise.made());
                QVERIFY(std::abs(static_cast<double>(promise.level) - before / 2) < 1e-6);
                QVERIFY(kept_chance(promise.visits * 40.0, before * ratio,
                                    static_cast<double>(promise.level)) >= promise_sureness);
                // Without the adjustment it would hardly come true.
                QVERIFY(kept_chance(promise.visits * 40.0, before, static_cast<double>(promise.level)) < 0.5);
            }
        // A weaker effect: less is promised.
        const Promise weak = promise_of(0.3, 0.3 * 0.55, 60);
        QVERIFY(weak.made() && static_cast<double>(weak.level) > 0.3 * 0.55 &&
                static_cast<double>(weak.level) <= 0.3 * 0.7);
        // A rare topic: at most so many of those that come in some visits.
        const Promise rare = promise_of(0.012, 0.002, 40);
        QVERIFY(rare.made());
        QVERIFY(kept_chance(rare.visits * 40.0, 0.002, static_cast<double>(rare.level)) >= promise_sureness);
        QVERIFY(kept_chance(rare.visits * 40.0, 0.012, static_cast<double>(rare.level)) < 0.5);
    }

    void nothing_is_promised_that_would_not_show() {
        QVERIFY(!promise_of(0.1, 0.1 * 0.75, 40).made()); // hardly rarer
        QVERIFY(!promise_of(0.1, 0.11, 40).made());
        QVERIFY(!promise_of(0.001, 0.0004, 10).made()); // too rare to tell
    }
};

ATTUNE_TEST(Promise_test);
#include "promise_test.moc"
