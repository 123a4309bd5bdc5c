// Nothing fits just now: what is taken for it, when the one question is asked which way to go, and what an
// answer changes. DE-03, DE-48; de-escalation proposal, section 3.
#include "core/base/random.h"
#include "core/recommender/deescalation/mismatch.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 1;
constexpr SlateEnd left{}, searched{.searched = true}, picked{.picked_rank = 2};

Policy quiet() {
    Policy policy;
    policy.prompts = false;
    policy.familiar = policy.near_slates = 0;
    return policy;
}

/// Four categories of sixty items, every second one dear.
Catalogue priced() {
    Catalogue catalogue = small_catalogue(4, 60, 5);
    for (std::size_t i = 0; i < catalogue.items.size(); ++i)
        catalogue.items[i].price = i % 2 == 0 ? 400 : 50;
    return catalogue;
}

struct Person : Platform {
    explicit Person(const Policy& policy)
        : Platform(policy, 70, 1, priced()) {
        recommender().set_consent(UserId(ann), consent_to(true, true));
        searches = true;
    }
    /// One visit, away from each list to the search; every question is answered with `choice`.
    std::vector<Slate> asks(int day, OfferChoice choice, int slates = 6) {
        between = [this, choice](Worker& worker, OpenVisit& open, int number) {
            const double now = open.request.hours + 0.3;
            const auto offer = recommender().offer(worker, open, now);
            if (!offer) return;
            if (offer->pattern == Pattern::misalignment) ++asked;
            if (asked_after < 0) asked_after = number;
            recommender().choose(worker, open, *offer, choice, now);
        };
        return visit(ann, day, slates, nothing);
    }
    double mean_price(const std::vector<Slate>& slates, std::size_t from, std::size_t to) {
        double sum = 0;
        int count = 0;
        for (std::size_t s = from; s < to; ++s)
            for (int r = 0; r < slates[s].count; ++r, ++count)
                sum +=
                    static_cast<double>(catalogue().items[slates[s].item[static_cast<std::size_t>(r)]].price);
        return sum / count;
    }
    int asked = 0;
    int asked_after = -1; ///< the number of the slate
};

} // namespace

class Mismatch_test : public QObject {
    Q_OBJECT
private slots:
    void lists_left_and_searches_raise_it_and_picks_lower_it() {
        const Mismatch mismatch{Policy{}};
        const auto after = [&](std::initializer_list<SlateEnd> ends) {
            DerivedState state;
            for (const SlateEnd& end : ends)
                mismatch.slate_over(state, end, true, true);
            return Mismatch::belief(state);
        };
        QVERIFY(after({picked}) < after({}));
        QVERIFY(after({searched}) > after({left}));
        QVERIFY(after({searched, searched}) > after({searched}));
        QVERIFY(after({searched, picked}) < after({searched}));
        QVERIFY(after({{.complaint = Pattern::misalignment}}) > after({searched}));
        // A complaint about a topic says nothing of this.
        QCOMPARE(after({{.complaint = Pattern::disinterest}}), after({left}));
        DerivedState state;
        mismatch.abandoned(state);
        QVERIFY(Mismatch::belief(state) > after({}));
    }

    void the_searches_of_somebody_who_always_searches_say_little() {
        const Mismatch mismatch{Policy{}};
        DerivedState habit, usual;
        for (int n = 0; n < 200; ++n) {
            mismatch.slate_over(habit, n % 2 == 0 ? searched : left, true, true);
            mismatch.slate_over(usual, n % 10 == 0 ? searched : left, true, true);
        }
        for (DerivedState* state : {&habit, &usual})
            Mismatch::settled(*state);
        for (DerivedState* state : {&habit, &usual})
            for (int n = 0; n < 2; ++n)
                mismatch.slate_over(*state, searched, true, true);
        QVERIFY(Mismatch::belief(habit) < 0.5F * Mismatch::belief(usual));
    }

    void it_fades_within_a_day() {
        const Policy policy;
        const Mismatch mismatch(policy);
        DerivedState state;
        for (int n = 0; n < 3; ++n)
            mismatch.slate_over(state, searched, true, true);
        const float level = state.restless.level;
        Dissatisfaction(policy).advance(state, 24);
        QVERIFY(std::abs(state.restless.level - level / 4) < 1e-4F);
    }

    // P1: without a search or a complaint nothing is asked, however many lists are left.
    void it_asks_after_a_search_and_never_after_silence() {
        Person person(quiet());
        person.searches = false;
        for (int day = 0; day < 10; ++day)
            person.asks(day, OfferChoice::decline);
        QCOMPARE(person.asked, 0);
        QVERIFY(person.recommender().mismatch(UserId(ann)).value_or(1) < 0.6F); // silence has its limit
        person.searches = true;
        person.asks(20, OfferChoice::decline);
        QCOMPARE(person.asked, 1);
        QVERIFY(person.asked_after > 0);
    }

    void who_may_not_be_adjusted_for_is_not_asked_data() {
        QTest::addColumn<bool>("consents");
        QTest::addColumn<bool>("asks");
        QTest::newRow("neither") << false << true;
        QTest::newRow("switched off") << true << false;
    }
    void who_may_not_be_adjusted_for_is_not_asked() {
        QFETCH(bool, consents);
        QFETCH(bool, asks);
        Policy policy = quiet();
        policy.ask_direction = asks;
        Person person(policy);
        person.recommender().set_consent(UserId(ann), consent_to(consents, true));
        for (int day = 0; day < 5; ++day)
            person.asks(day, OfferChoice::cheaper);
        QCOMPARE(person.asked, 0);
        QVERIFY(person.recommender().tags(UserId(ann), 150).empty());
    }

    // "No down-weight until answered": the same lists as for who is never asked.
    void nothing_changes_before_the_answer_and_nothing_by_declining() {
        Policy never = quiet();
        never.ask_direction = false;
        Person asked(quiet()), left_alone(never);
        for (int day = 0; day < 6; ++day)
            QVERIFY(same(asked.asks(day, OfferChoice::decline), left_alone.asks(day, OfferChoice::decline)));
        QVERIFY(asked.asked > 0);
        QCOMPARE(left_alone.asked, 0);
    }

    void lower_prices_come_from_the_next_list_on() {
        Person person(quiet()), declined(quiet());
        const auto with = person.asks(0, OfferChoice::cheaper, 8);
        const auto without = declined.asks(0, OfferChoice::decline, 8);
        QCOMPARE(person.asked, 1);
        const auto next = static_cast<std::size_t>(person.asked_after) + 1;
        QVERIFY(next < 7);
        QVERIFY(person.mean_price(with, next, 8) < 0.9 * declined.mean_price(without, next, 8));
        QVERIFY(person.mean_price(with, 0, next) == declined.mean_price(without, 0, next));
        const auto tags = person.recommender().tags(UserId(ann), 9);
        QCOMPARE(tags.size(), std::size_t{1});
        QVERIFY(tags[0].kind == TagKind::more_budget_friendly && tags[0].author == TagAuthor::user);
    }

    void bolder_picks_come_from_topics_that_were_rarely_seen() {
        Policy policy = quiet();
        Person person(policy), declined(policy);
        const auto shares = [](Person& one, OfferChoice choice) {
            // Weeks with the first two topics alone, then the question.
            one.searches = false;
            one.between = nullptr;
            for (int day = 0; day < 2; ++day)
                one.visit(ann, day, 4, [](const Slate& slate, int) {
                    for (int r = 0; r < slate.count; ++r)
                        if (slate.category[static_cast<std::size_t>(r)] < 2)
                            return std::vector<Said>{{r, FeedbackKind::picked, 0},
                                                     {r, FeedbackKind::consumed, 1.0F}};
                    return std::vector<Said>{};
                });
            one.searches = true;
            const auto slates = one.asks(3, choice, 12);
            std::array<int, 4> of{};
            for (std::size_t s = static_cast<std::size_t>(one.asked_after) + 1; s < slates.size(); ++s)
                for (int r = 0; r < slates[s].count; ++r)
                    ++of[slates[s].category[static_cast<std::size_t>(r)]];
            return of;
        };
        const auto bold = shares(person, OfferChoice::bolder), usual = shares(declined, OfferChoice::decline);
        QCOMPARE(person.asked, 1);
        const std::size_t rare = usual[2] + usual[3] < usual[0] + usual[1] ? 2 : 0;
        QVERIFY2(
            bold[rare] + bold[rare + 1] > usual[rare] + usual[rare + 1],
            qPrintable(QString("%1 %2").arg(bold[rare] + bold[rare + 1]).arg(usual[rare] + usual[rare + 1])));
    }

    void later_is_about_this_part_of_the_day_alone() {
        Person person(quiet());
        person.hour = 8;
        person.asks(0, OfferChoice::later);
        QCOMPARE(person.asked, 1);
        const auto tags = person.recommender().tags(UserId(ann), 9);
        QVERIFY(!tags.empty());
        for (const Tag& tag : tags) {
            QVERIFY(tag.kind == TagKind::wrong_time && tag.author == TagAuthor::user && tag.part == 1);
            QVERIFY(tag.strength < -0.4F);
        }
        for (std::uint32_t c = 0; c < 4; ++c)
            QCOMPARE(person.recommender().category_weight(UserId(ann), CategoryId(c)), 0.0F);
    }

    // A complaint about topics may lower one of them, opens at most that one, and blames no item.
    void a_complaint_is_one_step_and_blames_no_item() {
        Policy policy = quiet();
        policy.acknowledge_at = 0.5;
        Person person(policy);
        person.searches = false;
        person.complains = Pattern::frustration;
        std::optional<Offer> made;
        person.between = [&](Worker& worker, OpenVisit& open, int) {
            if (const auto offer = person.recommender().offer(worker, open, open.request.hours + 0.3))
                made = offer;
        };
        int lowered = 0;
        for (int day = 0; day < 10 && lowered == 0; ++day) {
            person.visit(ann, day, 1, nothing);
            for (std::uint32_t c = 0; c < 4; ++c)
                lowered += person.recommender().category_weight(UserId(ann), CategoryId(c)) < -0.2F ? 1 : 0;
        }
        QCOMPARE(lowered, 1);
        QVERIFY(made && made->pattern == Pattern::frustration);
        QVERIFY(made->item == no_rejected_item && !made->may_pause);
    }

    void a_complaint_speaks_against_the_topics_on_the_list_data() {
        QTest::addColumn<bool>("reads");
        QTest::newRow("read on the device") << true;
        QTest::newRow("not read") << false;
    }
    void a_complaint_speaks_against_the_topics_on_the_list() {
        QFETCH(bool, reads);
        Policy policy = quiet();
        policy.read_complaints = reads;
        Person person(policy), content(policy);
        person.searches = content.searches = false;
        person.complains = Pattern::disinterest;
        const auto shown = person.visit(ann, 0, 1, nothing);
        content.visit(ann, 0, 1, nothing);
        std::array<int, 4> places{};
        for (int r = 0; r < shown[0].count; ++r)
            ++places[shown[0].category[static_cast<std::size_t>(r)]];
        for (std::uint32_t c = 0; c < 4; ++c) {
            const auto logit = [&](Person& one) {
                const float p = one.recommender().belief(UserId(ann), CategoryId(c)).value_or(0);
                return std::log(p / (1 - p));
            };
            // 3 nats, shared out by places.
            const float expected = reads ? 3.0F * static_cast<float>(places[c]) / 10.0F : 0.0F;
            QVERIFY(std::abs(logit(person) - logit(content) - expected) < 0.01F);
        }
    }
};

ATTUNE_TEST(Mismatch_test);
#include "mismatch_test.moc"
