// Belief that feedback works: behaviour model 3.7.
#include "tests/simulations/behaviour/one_person.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

constexpr WatchRules rules{20, 0.3F};
constexpr std::size_t target = 3, other = 5;

/// Looks at `items` items of which every `every`-th is of the target.
void look(Watch& watch, int items, int every) {
    for (int k = 0; k < items; ++k)
        look_at(watch, every > 0 && k % every == 0 ? target : other, rules);
}

} // namespace

class Watching_test : public QObject {
    Q_OBJECT
private slots:
    void what_became_rarer_counts_as_an_effect_data() {
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("after");
        QTest::addColumn<float>("effects");
        QTest::addColumn<float>("duds");
        QTest::newRow("gone") << 2 << 0 << 1.0F << 0.0F;
        QTest::newRow("half as often") << 2 << 4 << 1.0F << 0.0F;
        QTest::newRow("as before") << 2 << 2 << 0.0F << 1.0F;
        QTest::newRow("more often") << 4 << 2 << 0.0F << 1.0F;
        QTest::newRow("a little rarer, which proves nothing") << 4 << 5 << 0.0F << 0.0F;
    }
    void what_became_rarer_counts_as_an_effect() {
        QFETCH(int, before);
        QFETCH(int, after);
        QFETCH(float, effects);
        QFETCH(float, duds);
        Watch watch;
        watch.effects = watch.duds = 0;
        look(watch, 20, before);
        start_watching(watch, target, rules);
        look(watch, 19, after);
        QCOMPARE(watch.effects + watch.duds, 0.0F); // not judged before the last item
        look(watch, 1, 0);
        QCOMPARE(watch.effects, effects);
        QCOMPARE(watch.duds, duds);
        look(watch, 100, 1);
        QCOMPARE(watch.effects + watch.duds, effects + duds); // judged once
    }

    // FB-45: what is shown counts where nothing would have been noticed, and nowhere else.
    void what_is_shown_counts_where_it_would_not_be_noticed_data() {
        QTest::addColumn<int>("after"); // of 20, ten before
        QTest::addColumn<float>("effects");
        QTest::addColumn<float>("duds");
        QTest::newRow("halved: noticed anyway") << 5 << 1.0F << 0.0F;
        QTest::newRow("a fifth less") << 8 << 0.25F << 0.0F;
        QTest::newRow("hardly less") << 9 << 0.25F << 0.75F;
        QTest::newRow("as before") << 10 << 0.0F << 1.0F;
        QTest::newRow("more often") << 12 << 0.0F << 1.0F;
    }
    void what_is_shown_counts_where_it_would_not_be_noticed() {
        QFETCH(int, after);
        QFETCH(float, effects);
        QFETCH(float, duds);
        constexpr WatchRules shown{20, 0.31F, 0.25F};
        Watch watch;
        watch.effects = watch.duds = 0;
        look(watch, 20, 2);
        start_watching(watch, target, shown);
        for (int k = 0; k < 20; ++k)
            look_at(watch, k < after ? target : other, shown);
        QCOMPARE(watch.effects, effects);
        QCOMPARE(watch.duds, duds);
    }

    void nobody_compares_with_what_they_have_not_seen() {
        Watch watch;
        look(watch, 10, 2);
        start_watching(watch, target, rules);
        QCOMPARE(int{watch.left}, 0); // too little looked at
        look(watch, 20, 0);
        start_watching(watch, target, rules);
        QCOMPARE(int{watch.left}, 0); // the target was not among it
    }

    void one_thing_is_watched_at_a_time() {
        Watch watch;
        look(watch, 20, 2);
        start_watching(watch, target, rules);
        look(watch, 5, 0);
        start_watching(watch, other, rules);
        QCOMPARE(int{watch.category}, static_cast<int>(target));
        QCOMPARE(int{watch.left}, 15);
    }
};
ATTUNE_TEST(Watching_test);

#include "watching_test.moc"
