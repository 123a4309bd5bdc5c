// What is changed about a person's lists, and why, as a list: it says all that is done and nothing else; each
// entry has a basis, an author and an end, and can be taken back. DE-34, DE-35, DE-37, DE-38; properties P3
// and P7 of the de-escalation proposal.
#include "core/base/random.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 1;

Policy quiet() {
    Policy policy;
    policy.prompts = false;
    policy.near_slates = 0;
    policy.familiar = 0;
    return policy;
}

struct Person : Platform {
    explicit Person(const Policy& policy = quiet())
        : Platform(policy, 70, 1, small_catalogue(8, 15, 5)) {
        recommender().set_consent(UserId(ann), consent_to(true, true));
    }
    std::vector<Tag> tags(double hours) { return recommender().tags(UserId(ann), hours); }
    int count(TagKind kind, double hours) {
        int n = 0;
        for (const Tag& tag : tags(hours))
            n += tag.kind == kind ? 1 : 0;
        return n;
    }
    /// Says this about the first item of each slate.
    void says(int day, int slates, FeedbackKind kind, float value = 0) {
        visit(ann, day, slates, [=](const Slate&, int) {
            std::vector<Said> said;
            if (kind == FeedbackKind::reason || kind == FeedbackKind::stars)
                said = {{0, FeedbackKind::picked, 0}, {0, FeedbackKind::consumed, 0.6F}};
            said.push_back({0, kind, value});
            return said;
        });
    }
};

const Tag* tag_of(const std::vector<Tag>& tags, TagKind kind) {
    for (const Tag& tag : tags)
        if (tag.kind == kind) return &tag;
    return nullptr;
}

} // namespace

class Tags_test : public QObject {
    Q_OBJECT
private slots:
    void a_no_is_listed_with_what_it_rests_on() {
        Person person;
        person.says(0, 1, FeedbackKind::not_interested);
        const auto tags = person.tags(9);
        const Tag* item = tag_of(tags, TagKind::item_away);
        QVERIFY(item && item->author == TagAuthor::user);
        QVERIFY(std::abs(*item->until - item->since - 30 * 24) < 1);
        const Tag* topic = tag_of(tags, TagKind::category_lowered);
        QVERIFY(topic && topic->author == TagAuthor::inferred && topic->strength < -0.1F);
        QVERIFY(topic->sign_count >= 1 && topic->signs[0].evidence == Evidence::not_interested);
        QVERIFY(topic->signs[0].nats > 2.5F);
        QVERIFY(topic->belief > 0.5F && topic->confidence >= 0 && topic->confidence <= 1);
        QVERIFY(std::abs(topic->since - 8) < 1);
        QVERIFY(!topic->until); // it waits for the belief
        QCOMPARE(person.catalogue().items[item->which].category.value, topic->which);
    }

    // Section 3, burst rule: several noes to one category on one slate are one sign; every item stays away.
    void a_burst_of_noes_to_one_topic_is_one_sign() {
        const auto belief_after = [](int noes) {
            Person person;
            int away = 0;
            std::uint32_t topic = 0;
            person.visit(ann, 0, 1, [&](const Slate& slate, int) {
                std::vector<Said> said;
                std::array<int, 8> places{};
                for (int r = 0; r < slate.count; ++r)
                    ++places[slate.category[static_cast<std::size_t>(r)]];
                topic = static_cast<std::uint32_t>(std::max_element(places.begin(), places.end()) -
                                                   places.begin());
                for (int r = 0; r < slate.count && static_cast<int>(said.size()) < noes; ++r)
                    if (slate.category[static_cast<std::size_t>(r)] == topic)
                        said.push_back({r, FeedbackKind::not_interested, 0});
                away = static_cast<int>(said.size());
                return said;
            });
            if (person.count(TagKind::item_away, 9) != away || away != noes) qFatal("not as many noes");
            return person.recommender().belief(UserId(ann), CategoryId(topic)).value_or(0);
        };
        QVERIFY(belief_after(1) > 0.5F);
        QVERIFY(std::abs(belief_after(2) - belief_after(1)) < 0.01F);
    }

    void the_strongest_signs_come_first_and_none_that_speak_for_it() {
        Basis basis;
        std::array<Sign, 3> room{};
        QVERIFY(basis.strongest(room).empty());
        basis.add(Evidence::passed_over, 0.045F);
        basis.add(Evidence::quick_skip, 1.0F);
        basis.add(Evidence::not_interested, 3.3F);
        basis.add(Evidence::thumb_down, 2.6F);
        basis.add(Evidence::picked, -2.1F);
        const auto strongest = basis.strongest(room);
        QCOMPARE(strongest.size(), std::size_t{3});
        QVERIFY(strongest[0].evidence == Evidence::not_interested &&
                strongest[1].evidence == Evidence::thumb_down &&
                strongest[2].evidence == Evidence::quick_skip);
        QVERIFY(std::abs(strongest[0].nats - 3.3F) < 0.01F);
        for (int n = 0; n < 300; ++n)
            basis.add(Evidence::passed_over, 0.045F); // small ones add up
        QVERIFY(std::abs(basis.nats(Evidence::passed_over) - 301 * 0.045F) < 0.6F);
    }

    void a_reason_is_listed_as_what_it_was_about_data() {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("kind");
        QTest::newRow("price") << static_cast<int>(Reason::too_expensive)
                               << static_cast<int>(TagKind::more_budget_friendly);
        QTest::newRow("time") << static_cast<int>(Reason::wrong_time)
                              << static_cast<int>(TagKind::wrong_time);
        QTest::newRow("topic") << static_cast<int>(Reason::topic)
                               << static_cast<int>(TagKind::category_lowered);
    }
    void a_reason_is_listed_as_what_it_was_about() {
        QFETCH(int, reason);
        QFETCH(int, kind);
        Person person;
        person.says(0, 1, FeedbackKind::reason, value_of_reason(static_cast<Reason>(reason)));
        const auto tags = person.tags(9);
        const Tag* tag = tag_of(tags, static_cast<TagKind>(kind));
        QVERIFY(tag && tag->author == TagAuthor::user && tag->strength <= -0.05F && tag->until);
        QVERIFY(person.recommender().undo_tag(UserId(ann), *tag, 9));
        QVERIFY(!tag_of(person.tags(9), static_cast<TagKind>(kind)));
        QVERIFY(!person.recommender().undo_tag(UserId(ann), *tag, 9));
    }

    // P7: taken back, nothing of it is left: neither the weight nor what it rested on.
    void what_is_taken_back_is_gone_with_its_evidence() {
        Person person, other;
        person.says(0, 2, FeedbackKind::not_interested);
        QVERIFY(person.count(TagKind::category_lowered, 9) > 0 && person.count(TagKind::item_away, 9) == 2);
        for (const Tag& tag : person.tags(9))
            QVERIFY(person.recommender().undo_tag(UserId(ann), tag, 9));
        QVERIFY(person.tags(9).empty());
        for (std::uint32_t c = 0; c < 8; ++c) {
            QCOMPARE(person.recommender().category_weight(UserId(ann), CategoryId(c)), 0.0F);
            QVERIFY(person.recommender().belief(UserId(ann), CategoryId(c)).value_or(1) < 0.1F);
        }
        // A second no begins anew: one tap again says what one tap says.
        person.says(1, 1, FeedbackKind::not_interested);
        const auto tags = person.tags(34);
        const Tag* topic = tag_of(tags, TagKind::category_lowered);
        QVERIFY(!topic || topic->signs[0].nats < 4);
    }

    // P3: whatever people say, every weight is listed and has an end, at which it is gone.
    void every_weight_is_listed_and_ends_when_it_says() {
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            Person person;
            Dice dice(seed, 7);
            for (int day = 0; day < 25; ++day)
                person.visit(ann, day, 3, [&](const Slate& slate, int) {
                    std::vector<Said> said;
                    const int rank = static_cast<int>(dice.below(static_cast<std::uint32_t>(slate.count)));
                    if (dice.chance(0.5)) {
                        said = {{rank, FeedbackKind::picked, 0},
                                {rank, FeedbackKind::consumed, dice.chance(0.5) ? 1.0F : 0.02F}};
                        if (dice.chance(0.2))
                            said.push_back({rank, FeedbackKind::reason,
                                            value_of_reason(static_cast<Reason>(dice.below(6)))});
                    } else if (dice.chance(0.4)) {
                        said = {{rank, FeedbackKind::not_interested, 0}};
                    }
                    return said;
                });
            const double now = 25 * 24;
            std::array<int, 8> listed{};
            for (const Tag& tag : person.tags(now)) {
                if (tag.kind != TagKind::category_lowered) continue;
                ++listed[tag.which];
                QVERIFY(tag.until || tag.belief >= 0.5F);
                if (!tag.until) continue;
                const auto still = [&](double hours) {
                    for (const Tag& later : person.tags(hours))
                        if (later.kind == TagKind::category_lowered && later.which == tag.which) return true;
                    return false;
                };
                QVERIFY(still(static_cast<double>(*tag.until) - 1));
                QVERIFY(!still(static_cast<double>(*tag.until) + 1));
            }
            int lowered = 0;
            for (std::uint32_t c = 0; c < 8; ++c) {
                // Listed if and only if it is lowered, as it stood at the last visit.
                const float weight = person.recommender().category_weight(UserId(ann), CategoryId(c));
                QVERIFY(listed[c] == (weight <= -0.07F ? 1 : weight > -0.05F ? 0 : listed[c]));
                QVERIFY(listed[c] <= 1);
                lowered += listed[c];
            }
            QVERIFY(lowered > 0);
            // Ten half-lives on, with the evidence gone as well, nothing is left.
            QVERIFY(person.tags(now + 24.0 * 10 * 21 + 24.0 * 14 * 8).empty());
        }
    }

    // What speaks for something fades as fast as what it was once worth.
    void the_basis_fades_with_the_evidence() {
        const Dissatisfaction loop{Policy{}};
        DerivedState state;
        const auto tap = [&] { return loop.take(state, CategoryId(0), Evidence::not_interested, 1).nats; };
        const float first = tap();
        loop.advance(state, 56 * 24); // four half-lives
        QVERIFY(std::abs(state.basis[0].nats(Evidence::not_interested) - first / 16) < 0.01F);
        const float second = tap();
        QVERIFY(std::abs(state.basis[0].nats(Evidence::not_interested) - state.evidence[0]) < 0.01F);
        QVERIFY(std::abs(state.evidence[0] - first / 16 - second) < 0.01F);
    }

    // Taken back alone, what was inferred for one part of the day goes with the topic; what was said stays.
    void a_topic_taken_back_takes_what_was_inferred_for_a_part_of_the_day_data() {
        QTest::addColumn<bool>("said");
        QTest::newRow("inferred") << false;
        QTest::newRow("said") << true;
    }
    void a_topic_taken_back_takes_what_was_inferred_for_a_part_of_the_day() {
        QFETCH(bool, said);
        const Dissatisfaction loop{Policy{}};
        DerivedState state;
        loop.lower_hour(state, CategoryId(3), 2, -0.5F, said);
        loop.lower_hour(state, CategoryId(4), 2, -0.5F, false);
        Dissatisfaction::forget(state, CategoryId(3));
        QCOMPARE(Dissatisfaction::off_hour(state, CategoryId(3), 2), said ? -0.5F : 0.0F);
        QCOMPARE(Dissatisfaction::off_hour(state, CategoryId(4), 2), -0.5F);
    }

    void somebody_without_consent_has_no_list() {
        Person person;
        person.says(0, 2, FeedbackKind::not_interested);
        person.recommender().set_consent(UserId(ann), consent_to(false, true), 20);
        QVERIFY(person.tags(21).empty());
        QVERIFY(!person.recommender().undo_tag(UserId(ann), Tag{}, 21));
        QVERIFY(!person.recommender().confidence(UserId(ann), CategoryId(0)));
    }

    // DE-15: what was shown more often and picked as expected is known better.
    void confidence_grows_with_what_was_seen_and_falls_where_picks_stay_out() {
        const Dissatisfaction loop{Policy{}};
        DerivedState liked, ignored;
        for (int n = 0; n < 60; ++n)
            for (DerivedState* state : {&liked, &ignored}) {
                state->seen[0] += 1;
                loop.take(*state, CategoryId(0),
                          state == &liked && n % 10 == 0 ? Evidence::picked : Evidence::passed_over, 1);
            }
        DerivedState fresh;
        QCOMPARE(Dissatisfaction::confidence(fresh, CategoryId(0)), 0.0F);
        const float high = Dissatisfaction::confidence(liked, CategoryId(0));
        const float low = Dissatisfaction::confidence(ignored, CategoryId(0));
        QVERIFY(high > 0.65F && high <= 1 && low < high);
        QVERIFY(std::abs(high - 60.0F / 80.0F) < 0.01F);
    }
};

ATTUNE_TEST(Tags_test);
#include "tags_test.moc"
