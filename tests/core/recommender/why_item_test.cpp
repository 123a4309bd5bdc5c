// Why an item stands where it stands: parts that sum to the score to the last unit, held against what is
// known from elsewhere, and nothing of the person where nothing is permitted.
#include "core/base/random.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <numeric>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 0;
constexpr std::uint8_t unwanted = 2;

/// Picks the first item; says no to everything of one category.
std::vector<Said> against_one(const Slate& slate, int) {
    std::vector<Said> said;
    for (int rank = 0; rank < slate.count; ++rank)
        if (slate.category[static_cast<std::size_t>(rank)] == unwanted)
            said.push_back({rank, FeedbackKind::not_interested, 0});
    if (said.empty()) said = {{0, FeedbackKind::picked, 0}, {0, FeedbackKind::consumed, 0.97F}};
    return said;
}

std::int32_t sum_of(const WhyItem& why, std::size_t parts) {
    return std::accumulate(why.parts.begin(), why.parts.begin() + static_cast<std::ptrdiff_t>(parts), 0);
}

VisitRequest request_on(int day) {
    return {UserId(ann), static_cast<std::uint32_t>(day) * 16, day * 24.0 + 8};
}

} // namespace

class WhyItem_test : public QObject {
    Q_OBJECT

private slots:
    void parts_sum_to_the_score_data() {
        QTest::addColumn<int>("ranker");
        QTest::addColumn<int>("diversity");
        QTest::newRow("factors") << static_cast<int>(Ranker::factors) << 0;
        QTest::newRow("factors, mmr") << static_cast<int>(Ranker::factors) << 1;
        QTest::newRow("factors, dpp") << static_cast<int>(Ranker::factors) << 2;
        QTest::newRow("popularity") << static_cast<int>(Ranker::popularity) << 0;
        QTest::newRow("content") << static_cast<int>(Ranker::content) << 0;
        QTest::newRow("random") << static_cast<int>(Ranker::random) << 0;
    }
    void parts_sum_to_the_score() {
        QFETCH(int, ranker);
        QFETCH(int, diversity);
        Policy policy;
        policy.ranker = ranker;
        policy.diversity = diversity;
        policy.taste_match = 0.5;
        policy.exposure_floor = {{"group 1", 0.6}};
        policy.category_cap = 4; // of three categories, each has to be on the slate
        Platform platform(policy, 70, 1, small_catalogue(3, 15));
        Recommender& recommender = platform.recommender();
        recommender.set_consent(UserId(ann), consent_to(true, true));
        bool felt = false, tasted = false, priced = false;
        for (int day = 0; day < 12; ++day) {
            const VisitRequest request = request_on(day);
            recommender.open_visits(platform.worker(), std::span(&request, 1));
            OpenVisit& visit = platform.worker().visits[0];
            for (int number = 0; number < 2; ++number) {
                recommender.recommend(platform.worker(), visit, request.hours);
                for (int rank = 0; rank < visit.slate.count; ++rank) {
                    const auto r = static_cast<std::size_t>(rank);
                    const auto why = recommender.why(visit, rank);
                    QVERIFY(why);
                    QCOMPARE(why->score, visit.slate.score[r]);
                    QCOMPARE(sum_of(*why, static_cast<std::size_t>(WhyPart::noise)), why->score);
                    QCOMPARE(sum_of(*why, why_parts), why->key);
                    // Nobody has said anything yet in this visit, so nothing may be left over.
                    QCOMPARE(why->part(WhyPart::said_now), 0);
                    QCOMPARE(why->part(WhyPart::fairness),
                             ranker == static_cast<int>(Ranker::random)
                                 ? 0
                                 : to_score(static_cast<float>(
                                       recommender.fairness().price(visit.slate.group[r]))));
                    const float weight = recommender.category_weight(UserId(ann), why->category);
                    if (ranker == static_cast<int>(Ranker::factors))
                        QCOMPARE(why->part(WhyPart::feedback), to_score(weight));
                    felt = felt || why->part(WhyPart::feedback) < 0;
                    tasted = tasted || why->part(WhyPart::taste) != 0;
                    priced = priced || why->part(WhyPart::fairness) != 0;
                    const auto other = recommender.why(visit, 0);
                    const auto apart = difference(*why, *other);
                    QCOMPARE(std::accumulate(apart.begin(), apart.end(), 0), why->key - other->key);
                }
            }
            recommender.close_visit(platform.worker(), visit);
            platform.visit(ann, day, 3, against_one);
            platform.end_day(day);
        }
        const bool personal =
            ranker == static_cast<int>(Ranker::factors) || ranker == static_cast<int>(Ranker::content);
        QCOMPARE(tasted, personal);
        if (personal) QVERIFY(felt && priced);
    }

    // FB-07: what feedback did is a place, and without feedback the two places are one.
    void without_feedback_the_places_are_one_data() {
        QTest::addColumn<bool>("answered");
        QTest::newRow("feedback informs ranking") << true;
        QTest::newRow("switched off") << false;
    }
    void without_feedback_the_places_are_one() {
        QFETCH(bool, answered);
        Policy policy;
        policy.deescalation = answered;
        policy.category_cap = 10;
        policy.exploration_share = 0;
        policy.near_slates = 0;
        Platform platform(policy, 70, 1, small_catalogue(3, 15));
        Recommender& recommender = platform.recommender();
        recommender.set_consent(UserId(ann), consent_to(true, true));
        int moved = 0;
        for (int day = 0; day < 10; ++day) {
            platform.visit(ann, day, 3, against_one);
            platform.end_day(day);
            const VisitRequest request = request_on(day + 1);
            recommender.open_visits(platform.worker(), std::span(&request, 1));
            OpenVisit& visit = platform.worker().visits[0];
            recommender.recommend(platform.worker(), visit, request.hours);
            for (int rank = 0; rank < visit.slate.count; ++rank) {
                const auto why = recommender.why(visit, rank);
                QCOMPARE(why->place, rank + 1); // nothing else decides the first slate
                if (why->part(WhyPart::feedback) < 0) {
                    QVERIFY(why->place_without_feedback <= why->place);
                    moved += why->place - why->place_without_feedback;
                }
                if (!answered) QCOMPARE(why->place_without_feedback, why->place);
            }
            recommender.close_visit(platform.worker(), visit);
        }
        QCOMPARE(moved > 0, answered);
    }

    void without_consent_nothing_is_the_persons() {
        Platform platform(Policy{});
        Recommender& recommender = platform.recommender();
        recommender.set_consent(UserId(ann), consent_to(true, true));
        for (int day = 0; day < 6; ++day) {
            platform.visit(ann, day, 3, against_one);
            platform.end_day(day);
        }
        const VisitRequest request = request_on(7);
        recommender.open_visits(platform.worker(), std::span(&request, 1));
        OpenVisit& visit = platform.worker().visits[0];
        recommender.recommend(platform.worker(), visit, request.hours);
        QVERIFY(recommender.why(visit, 0)->part(WhyPart::taste) != 0);
        const ConsentEvent withdrawn{.purpose = Purpose::adjust_my_recommendations,
                                     .to = ConsentStatus::withdrawn,
                                     .entity = ConsentEntity::person,
                                     .method = ConsentMethod::settings,
                                     .hours = request.hours};
        QVERIFY(recommender.change_consent(platform.worker(), visit, withdrawn) == ConsentVerdict::accepted);
        QVERIFY(!recommender.why(visit, 0)); // the slate of before is no longer spoken of
        recommender.recommend(platform.worker(), visit, request.hours);
        for (int rank = 0; rank < visit.slate.count; ++rank) {
            const auto why = recommender.why(visit, rank);
            for (const WhyPart part :
                 {WhyPart::taste, WhyPart::feedback, WhyPart::part_of_day, WhyPart::further,
                  WhyPart::familiar, WhyPart::price, WhyPart::alike, WhyPart::said_now, WhyPart::mix})
                QCOMPARE(why->part(part), 0);
            QCOMPARE(why->place_without_feedback, why->place);
        }
    }
};

ATTUNE_TEST(WhyItem_test);
#include "why_item_test.moc"
