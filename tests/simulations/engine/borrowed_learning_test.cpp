// A run of few people that borrows what a run of many has learned about items.
#include "tests/simulations/example_run.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr int many = 300;
constexpr int few = block_size; ///< the first cluster of the many
constexpr int days = 12;

RunRequest request_for(const WorldData& world, int users, Ranker ranker = Ranker::factors) {
    Policy policy;
    policy.ranker = static_cast<int>(ranker);
    return request_over(world, {}, policy, users, days);
}

} // namespace

class Borrowed_learning_test : public QObject {
    Q_OBJECT
private slots:
    void who_borrows_meets_what_the_many_met_data() {
        QTest::addColumn<int>("ranker");
        QTest::addColumn<bool>("learns");
        QTest::newRow("learned factors") << static_cast<int>(Ranker::factors) << true;
        QTest::newRow("most popular first") << static_cast<int>(Ranker::popularity) << true;
        QTest::newRow("content only") << static_cast<int>(Ranker::content) << false;
    }
    void who_borrows_meets_what_the_many_met() {
        QFETCH(int, ranker);
        QFETCH(bool, learns);
        const WorldData world = make_synthetic_world(Assumptions{}, 80, 3);
        LearningRecord learned;
        RunRequest all = request_for(world, many, static_cast<Ranker>(ranker));
        all.learned = &learned;
        const Observation of_all = observe(all);
        QVERIFY(of_all.clusters.size() > 1);
        RunRequest some = request_for(world, few, static_cast<Ranker>(ranker));
        const Observation alone = observe(some);
        some.borrowed = &learned;
        const Observation borrowing = observe(some);
        QVERIFY(borrowing.clusters[0].days == of_all.clusters[0].days);
        QVERIFY(borrowing.clusters[0].exposure == of_all.clusters[0].exposure);
        QCOMPARE(alone.clusters[0].days == of_all.clusters[0].days, !learns);
    }

    void there_is_an_entry_for_every_scheduled_update_and_recording_changes_nothing() {
        const WorldData world = make_synthetic_world(Assumptions{}, 80, 3);
        RunRequest request = request_for(world, few);
        request.policy.update_days = 5;
        const Observation plain = observe(request);
        LearningRecord learned;
        request.learned = &learned;
        QVERIFY(observe(request).fingerprint == plain.fingerprint);
        std::vector<int> updated;
        for (const LearnedItems& items : learned)
            updated.push_back(items.day);
        QCOMPARE(updated, (std::vector<int>{0, 1, 4, 9}));
    }

    void days_without_an_entry_learn() {
        const WorldData world = make_synthetic_world(Assumptions{}, 80, 3);
        RunRequest request = request_for(world, few);
        const Observation plain = observe(request);
        const LearningRecord nothing;
        request.borrowed = &nothing;
        QVERIFY(observe(request).fingerprint == plain.fingerprint);
    }

    void another_chance_is_another_course_of_the_same_people() {
        const WorldData world = make_synthetic_world(Assumptions{}, 80, 3);
        RunRequest request = request_for(world, many);
        const Observation first = observe(request);
        request.chance = 1;
        const Observation second = observe(request);
        request.chance = 2;
        QVERIFY(!(first.fingerprint == second.fingerprint));
        QVERIFY(!(second.fingerprint == observe(request).fingerprint));
        for (std::size_t c = 0; c < first.clusters.size(); ++c) {
            const Tallies& a = first.clusters[c].days[0][0];
            const Tallies& b = second.clusters[c].days[0][0];
            QCOMPARE(a[Tally::consented], b[Tally::consented]);
            QCOMPARE(a[Tally::sessions], b[Tally::sessions]); // nobody has met anything else before day 0
        }
    }
};
ATTUNE_TEST(Borrowed_learning_test);

#include "borrowed_learning_test.moc"
