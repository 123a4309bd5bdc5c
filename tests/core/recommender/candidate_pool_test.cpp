// The pool of a request: every category and every source puts up its candidates, whatever the scores say.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

using namespace attune;
using attune::test::consent_to;
using attune::test::Dice;
using attune::test::Platform;
using attune::test::Said;
using attune::test::small_catalogue;

namespace {

constexpr std::uint32_t ann = 3;

/// Likes whatever is of this category and nothing else.
std::vector<Said> likes(const Slate& slate, int category) {
    for (int rank = 0; rank < slate.count; ++rank)
        if (slate.category[static_cast<std::size_t>(rank)] == category)
            return {{rank, FeedbackKind::picked, 0}, {rank, FeedbackKind::consumed, 1.0F}};
    return {};
}

std::int64_t of(const PoolCounts& counts, CandidateSource source) {
    return counts.candidates[static_cast<std::size_t>(source)];
}

/// Items that a source put up for one visit.
std::set<std::uint32_t> items_of(const Candidates& pool, CandidateSource source) {
    std::set<std::uint32_t> items;
    for (std::size_t j = 0; j < static_cast<std::size_t>(pool.count); ++j)
        if (pool.source[j] == source) items.insert(pool.item[j]);
    return items;
}

} // namespace

class Candidate_pool_test : public QObject {
    Q_OBJECT
private slots:
    // FB-96
    void every_source_is_in_every_pool_whatever_the_scores_say_data() {
        QTest::addColumn<int>("each");
        QTest::addColumn<int>("quota");
        QTest::addColumn<int>("best");
        QTest::addColumn<bool>("floors");
        QTest::newRow("a few") << 4 << 2 << 96 << false;
        QTest::newRow("many") << 24 << 4 << 128 << false;
        QTest::newRow("many beside floors") << 24 << 4 << 128 << true;
        QTest::newRow("other sources alone") << 10 << 0 << 16 << false;
    }
    void every_source_is_in_every_pool_whatever_the_scores_say() {
        QFETCH(int, each);
        QFETCH(int, quota);
        QFETCH(int, best);
        QFETCH(bool, floors);
        Policy policy;
        policy.category_quota = quota;
        policy.candidates = best;
        if (floors) policy.exposure_floor = {{"group 0", 0.3}, {"group 1", 0.3}};
        const Catalogue catalogue = small_catalogue(16, 40);
        const Panels panels(catalogue);
        const ExposureController fairness = *ExposureController::start(policy, catalogue, slate_length);
        CandidateBuilder builder(policy, panels);
        Dice dice(95, 0);
        Candidates pool;
        for (std::uint32_t visit = 0; visit < 200; ++visit) {
            std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()), padding_score);
            std::vector<std::uint32_t> positions;
            for (std::uint32_t p = 0; p < scores.size(); ++p) {
                if (panels.item_at(p) < 0) continue;
                scores[p] = to_score(normal_quantile(uniform(dice.word())));
                positions.push_back(p);
            }
            for (std::size_t k = positions.size() - 1; k > 0; --k)
                std::swap(positions[k], positions[dice.below(static_cast<std::uint32_t>(k + 1))]);
            const auto list = [&](std::size_t which) {
                return std::span(positions).subspan(which * static_cast<std::size_t>(each),
                                                    static_cast<std::size_t>(each));
            };
            std::int32_t guess = 0;
            builder.build(panels, scores.data(), fairness, {stream_key(5, visit), visit}, guess, pool,
                          {list(0), list(1), list(2)});
            QVERIFY(pool.rule_kept);
            const std::set<std::uint32_t> in(pool.item.begin(), pool.item.begin() + pool.count);
            for (std::size_t which = 0; which < 3; ++which)
                for (const std::uint32_t p : list(which))
                    QVERIFY(in.contains(static_cast<std::uint32_t>(panels.item_at(p))));
            std::vector<int> per_category(16);
            for (int j = 0; j < pool.count; ++j)
                ++per_category[pool.category[static_cast<std::size_t>(j)]];
            for (const int n : per_category)
                QVERIFY(n >= quota);
        }
    }

    void a_pool_without_room_says_that_the_rule_is_broken() {
        Policy policy;
        policy.category_quota = 4;
        const Catalogue catalogue = small_catalogue(16, 40);
        const Panels panels(catalogue);
        const ExposureController fairness = *ExposureController::start(policy, catalogue, slate_length);
        CandidateBuilder builder(policy, panels);
        std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()), padding_score);
        std::vector<std::uint32_t> all;
        for (std::uint32_t p = 0; p < scores.size(); ++p)
            if (panels.item_at(p) >= 0) {
                scores[p] = 0;
                all.push_back(p);
            }
        Candidates pool;
        PoolCounts counts;
        std::int32_t guess = 0;
        for (const bool crowded : {false, true}) {
            const std::span<const std::uint32_t> many = std::span(all).first(crowded ? all.size() : 10);
            builder.build(panels, scores.data(), fairness, {stream_key(5, 1), 1}, guess, pool,
                          {many, {}, {}});
            QCOMPARE(pool.rule_kept, !crowded);
            book_pool(counts, pool);
        }
        QCOMPARE(counts.requests, std::int64_t{2});
        QCOMPARE(counts.broken, std::int64_t{1});
    }

    void popular_and_fresh_items_are_those_picked_most_and_least() {
        Policy policy;
        policy.other_sources = 5;
        policy.category_quota = 0;
        Platform platform(policy);
        // Everybody is fond of the first category, so its items are picked and the others are not.
        for (std::uint32_t user = 0; user < 70; ++user)
            platform.recommender().set_consent(UserId(user), consent_to(true, true));
        for (int day = 0; day < 4; ++day) {
            for (std::uint32_t user = 0; user < 70; ++user)
                platform.visit(user, day, 3, [](const Slate& s, int) { return likes(s, 0); });
            platform.end_day(day);
        }
        platform.visit(ann, 5, 1, test::nothing);
        const Candidates& pool = platform.worker().visits[0].candidates;
        const auto popular = items_of(pool, CandidateSource::popular);
        QCOMPARE(popular.size(), std::size_t{5});
        for (const std::uint32_t item : popular)
            QCOMPARE(platform.catalogue().items[item].category.value, 0U);
        const auto fresh = items_of(pool, CandidateSource::fresh);
        QVERIFY(!fresh.empty());
        for (const std::uint32_t item : fresh)
            QVERIFY(platform.catalogue().items[item].category.value != 0);
    }

    // FB-09
    void neighbours_of_favourites_are_put_up_under_the_consent_they_rest_on() {
        Policy policy;
        policy.other_sources = 12;
        policy.category_quota = 0; // whose champions would come first
        Platform platform(policy);
        const std::uint32_t bob = 4;
        platform.recommender().set_consent(UserId(ann), consent_to(true, true));
        platform.recommender().set_consent(UserId(bob), consent_to(false, true));
        const auto neighbours = [&](std::uint32_t user, int day) {
            platform.visit(user, day, 1, test::nothing);
            return items_of(platform.worker().visits[0].candidates, CandidateSource::neighbour).size();
        };
        for (const std::uint32_t user : {ann, bob})
            QCOMPARE(neighbours(user, 0), std::size_t{0}); // nobody has a favourite yet
        for (int day = 1; day < 3; ++day) {
            for (const std::uint32_t user : {ann, bob})
                platform.visit(user, day, 3, [](const Slate& s, int) { return likes(s, 2); });
            platform.end_day(day);
        }
        QVERIFY(neighbours(ann, 3) > 0);
        QCOMPARE(neighbours(bob, 3), std::size_t{0});
        platform.recommender().set_consent(UserId(ann), consent_to(false, true));
        QCOMPARE(neighbours(ann, 4), std::size_t{0});
    }

    void without_other_sources_there_are_none_and_the_meter_counts_what_is_there() {
        Platform platform(Policy{});
        platform.recommender().set_consent(UserId(ann), consent_to(true, true));
        std::int64_t shown = 0;
        for (int day = 0; day < 3; ++day) {
            for (const Slate& slate : platform.visit(ann, day, 2, test::first))
                shown += slate.count;
            platform.end_day(day);
        }
        const PoolCounts& counts = platform.recommender().pool_total();
        QVERIFY(counts.requests >= 3);
        QCOMPARE(counts.broken, std::int64_t{0});
        for (const auto none : {CandidateSource::popular, CandidateSource::fresh, CandidateSource::neighbour,
                                CandidateSource::fairness})
            QCOMPARE(of(counts, none), std::int64_t{0});
        for (const auto some : {CandidateSource::taste, CandidateSource::category, CandidateSource::tried})
            QVERIFY(of(counts, some) > 0);
        std::int64_t counted = 0;
        for (const std::int64_t n : counts.shown)
            counted += n;
        QCOMPARE(counted, shown);
    }

    void the_number_of_workers_does_not_show_in_the_meter() {
        Policy policy;
        policy.other_sources = 8;
        const auto counts = [&](int workers) {
            Platform platform(policy, 70, workers);
            for (std::uint32_t user = 0; user < 70; ++user)
                platform.recommender().set_consent(UserId(user), consent_to(user % 2 == 0, true));
            for (int day = 0; day < 3; ++day) {
                for (std::uint32_t user = 0; user < 70; ++user)
                    platform.visit(user, day, 2, test::first);
                platform.end_day(day);
            }
            return platform.recommender().pool_total();
        };
        const PoolCounts one = counts(1);
        QVERIFY(of(one, CandidateSource::neighbour) > 0);
        QVERIFY(one == counts(3));
    }
};

ATTUNE_TEST(Candidate_pool_test);
#include "candidate_pool_test.moc"
