// What may be said to somebody who has said no: explanations with a basis, alternatives that were not
// rejected, promises with an end, at once and on the next list.
#include "core/base/random.h"
#include "core/recommender/deescalation/wording.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 1;

Policy talkative() {
    Policy policy;
    policy.prompts = false;
    policy.candidates = 160;
    policy.category_quota = 20;
    policy.cool_down = 1;
    policy.offers_a_week = 7;
    policy.weekly_cap = 7;
    policy.acknowledge_at = 0.5;
    return policy;
}

/// Everything that is said to one person in a life of random signs.
struct Said_to {
    Offer offer;
    Answered answered;
    std::set<std::uint32_t> lowered; ///< categories at the moment of the offer
    bool tapped = false;             ///< something of the category, in this visit
    int noes = 0;                    ///< to the category, this one with it
};

std::vector<Said_to> live(const Policy& policy, std::uint32_t seed, bool complains, int days = 80) {
    Platform person(policy, 70, 1, small_catalogue(8, 20, 5));
    person.recommender().set_consent(UserId(ann), consent_to(true, true));
    Dice dice(seed, 0);
    std::vector<Said_to> all;
    std::map<std::uint32_t, int> noes;
    std::set<std::uint32_t> noes_now;
    person.between = [&](Worker& worker, OpenVisit& open, int) {
        std::set<std::uint32_t> lowered;
        for (std::uint32_t c = 0; c < 8; ++c)
            if (person.recommender().category_weight(UserId(ann), CategoryId(c)) < 0) lowered.insert(c);
        const double now = open.request.hours + 0.5;
        const auto offer = person.recommender().offer(worker, open, now);
        if (!offer) return;
        const auto choice = static_cast<OfferChoice>(dice.below(4) == 3 ? 6 : dice.below(3));
        const Answered answered = person.recommender().choose(worker, open, *offer, choice, now);
        all.push_back({*offer, answered, lowered, noes_now.contains(offer->category.value),
                       noes[offer->category.value]});
    };
    for (int day = 0; day < days; ++day) {
        noes_now.clear();
        if (complains) person.complains = Pattern::disinterest;
        person.visit(ann, day, 2, [&](const Slate& slate, int) {
            std::vector<Said> said;
            for (int rank = 0; rank < slate.count; ++rank) {
                const std::uint32_t category = slate.category[static_cast<std::size_t>(rank)];
                // Some topics are said no to, others are taken.
                if (!complains && category < 3 && dice.chance(0.3)) {
                    said.push_back({rank, FeedbackKind::not_interested, 0});
                    noes_now.insert(category);
                    ++noes[category];
                    break;
                }
                if (category >= 5 && dice.chance(0.2)) {
                    said.insert(said.end(),
                                {{rank, FeedbackKind::picked, 0}, {rank, FeedbackKind::consumed, 1}});
                    break;
                }
            }
            return said;
        });
    }
    return all;
}

} // namespace

class Wording_test : public QObject {
    Q_OBJECT
private slots:
    // DE-07: the table of what each style speaks of.
    void an_explanation_needs_what_it_speaks_of_data() {
        QTest::addColumn<int>("wanted");
        QTest::addColumn<int>("pattern");
        QTest::addColumn<bool>("of_item");
        QTest::addColumn<bool>("little_known");
        QTest::addColumn<int>("used");
        const auto row = [](const char* title, CopyStyle wanted, Pattern pattern, bool of_item, bool little,
                            CopyStyle used) {
            QTest::newRow(title) << static_cast<int>(wanted) << static_cast<int>(pattern) << of_item << little
                                 << static_cast<int>(used);
        };
        using enum CopyStyle;
        using enum Pattern;
        row("a no", explanatory, disinterest, true, false, explanatory);
        row("again a no", explanatory, frustration, true, false, explanatory);
        row("no no", explanatory, disinterest, false, false, plain);
        row("no no, twice", explanatory, frustration, false, true, plain);
        row("nothing fits, all known", explanatory, misalignment, false, false, plain);
        row("nothing fits, little known", explanatory, misalignment, false, true, explanatory);
        row("few signs", situation, disinterest, true, true, situation);
        row("many signs", situation, disinterest, true, false, plain);
        row("many signs, nothing fits", situation, misalignment, false, false, plain);
        row("plain", plain, disinterest, true, true, plain);
    }
    void an_explanation_needs_what_it_speaks_of() {
        QFETCH(int, wanted);
        QFETCH(int, pattern);
        QFETCH(bool, of_item);
        QFETCH(bool, little_known);
        QFETCH(int, used);
        QCOMPARE(static_cast<int>(backed_style(static_cast<CopyStyle>(wanted), static_cast<Pattern>(pattern),
                                               of_item, little_known)),
                 used);
    }

    // DE-07: whatever happened, what an offer says has happened.
    void offers_explain_what_happened_and_nothing_else_data() {
        QTest::addColumn<int>("style");
        QTest::addColumn<bool>("complains");
        for (int style = 0; style < copy_style_count; ++style)
            for (const bool complains : {false, true})
                QTest::addRow("%d, %s", style, complains ? "complaints" : "taps") << style << complains;
    }
    void offers_explain_what_happened_and_nothing_else() {
        QFETCH(int, style);
        QFETCH(bool, complains);
        Policy policy = talkative();
        policy.copy_style = style;
        int offers = 0, explained = 0;
        for (std::uint32_t seed = 0; seed < 6; ++seed)
            for (const Said_to& said : live(policy, seed, complains)) {
                if (said.offer.pattern == Pattern::misalignment) continue;
                ++offers;
                explained += said.offer.style != CopyStyle::plain ? 1 : 0;
                if (said.offer.style == CopyStyle::explanatory) {
                    QVERIFY(said.tapped && said.offer.item != no_rejected_item);
                    QVERIFY(said.offer.pattern != Pattern::frustration || said.noes > 1);
                }
                if (said.offer.style == CopyStyle::situation) QVERIFY(said.offer.little_known);
            }
        QVERIFY2(offers > 10, qPrintable(QString::number(offers)));
        const bool explains = style == static_cast<int>(CopyStyle::explanatory) && !complains;
        QVERIFY2(!explains || explained == offers, "it can be explained, and is");
        if (style == static_cast<int>(CopyStyle::plain)) QCOMPARE(explained, 0);
    }

    // DE-08: what is offered instead is nothing that speaks against it, least of all what was just rejected.
    void alternatives_are_nothing_that_was_rejected() {
        int others = 0, pauses = 0;
        for (std::uint32_t seed = 0; seed < 8; ++seed)
            for (const Said_to& said : live(talkative(), seed, false)) {
                const Choices choices = choices_of(said.offer);
                QVERIFY(choices.count >= 1 && choices.count <= 3);
                pauses += said.offer.may_pause ? 1 : 0;
                if (!said.offer.other) continue;
                ++others;
                QVERIFY(said.offer.other->value != said.offer.category.value);
                QVERIFY(!said.lowered.contains(said.offer.other->value));
            }
        QVERIFY2(others > 20 && pauses > 20, qPrintable(QString("%1 %2").arg(others).arg(pauses)));
    }

    // DE-20: what is promised has a level that is less than now and a time that is not far; who chose
    // nothing is promised nothing.
    void a_promise_has_an_end() {
        int promised = 0;
        for (std::uint32_t seed = 0; seed < 8; ++seed)
            for (const Said_to& said : live(talkative(), seed, false)) {
                const Promise& promise = said.answered.promise;
                if (!promise.made()) continue;
                ++promised;
                QVERIFY(accepts(said.answered.choice) && said.answered.choice != OfferChoice::pause_source);
                QVERIFY(promise.visits >= 1 && promise.visits <= longest_promise);
                QVERIFY(promise.level > 0 && promise.level < 1);
                QVERIFY(said.answered.weight_change < 0);
            }
        QVERIFY2(promised > 10, qPrintable(QString::number(promised)));
        Policy silent = talkative();
        silent.say_when = false;
        for (const Said_to& said : live(silent, 1, false))
            QVERIFY(!said.answered.promise.made());
    }

    // DE-24: what is expected of later lists is what the applied weight makes of them, drawn list by list.
    void what_is_expected_is_what_comes() {
        Policy policy = talkative();
        policy.alike = policy.time_share = policy.answer_tap = 0;
        policy.near_slates = policy.familiar = 0;
        policy.turnover = policy.mix_change = policy.mix_week = 1;
        policy.step = 0.3; // something is left to be counted
        constexpr int lives = 60, visits = 20;
        double told_before = 0, told_after = 0, came_before = 0, came_after = 0;
        for (const bool chooses : {false, true})
            for (std::uint32_t who = 1; who <= lives; ++who) {
                Platform person(policy, 70, 1, small_catalogue(8, 20, 5));
                person.recommender().set_consent(UserId(who), consent_to(true, true));
                std::optional<std::uint32_t> category;
                Answered answered;
                person.between = [&](Worker& worker, OpenVisit& open, int) {
                    const double now = open.request.hours + 0.5;
                    const auto offer = person.recommender().offer(worker, open, now);
                    if (!offer || category) return;
                    category = offer->category.value;
                    answered = person.recommender().choose(
                        worker, open, *offer, chooses ? OfferChoice::fewer : OfferChoice::decline, now);
                };
                int day = 0;
                for (; day < 20 && !category; ++day)
                    person.visit(who, day, 1, [&](const Slate& slate, int) {
                        std::vector<Said> said;
                        if (day >= 3) said.push_back({slate.count - 1, FeedbackKind::not_interested, 0});
                        return said;
                    });
                QVERIFY(category.has_value());
                if (chooses) {
                    QVERIFY(answered.weight_change < 0 && answered.share_after < answered.share_before);
                    told_before += static_cast<double>(answered.share_before) / lives;
                    told_after += static_cast<double>(answered.share_after) / lives;
                } else {
                    // Nobody has said no to it either.
                    person.recommender().undo_tag(
                        UserId(who), {.kind = TagKind::category_lowered, .which = *category}, day * 24.0);
                }
                double hits = 0, all = 0;
                for (int visit = 0; visit < visits; ++visit)
                    for (const Slate& slate : person.visit(who, day + visit, 1, nothing))
                        for (int rank = 0; rank < slate.count; ++rank) {
                            hits += slate.category[static_cast<std::size_t>(rank)] == *category ? 1 : 0;
                            all += 1;
                        }
                (chooses ? came_after : came_before) += hits / all / lives;
            }
        const QString told = QString("told %1 %2 came %3 %4")
                                 .arg(told_before)
                                 .arg(told_after)
                                 .arg(came_before)
                                 .arg(came_after);
        QVERIFY2(std::abs(told_after - came_after) < 0.01, qPrintable(told));
        QVERIFY2(std::abs(told_before - came_before) < 0.01, qPrintable(told));
        QVERIFY2(told_before > 1.3 * told_after, qPrintable(told));
    }

    // DE-06: every sign that says no to an item is answered by the next list: the item is not on it.
    void every_no_is_answered_by_the_next_list_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("consent");
        for (const FeedbackKind kind : {FeedbackKind::not_interested, FeedbackKind::muted})
            for (const bool consent : {true, false})
                QTest::addRow("%d %d", static_cast<int>(kind), consent) << static_cast<int>(kind) << consent;
    }
    void every_no_is_answered_by_the_next_list() {
        QFETCH(int, kind);
        QFETCH(bool, consent);
        Platform person(talkative(), 70, 1, small_catalogue(8, 20, 5));
        person.recommender().set_consent(UserId(ann), consent_to(consent, consent));
        Dice dice(3, 0);
        std::uint32_t said_no_to = 0;
        int noes = 0;
        const auto provider = [&](std::uint32_t item) {
            return person.catalogue().items[item].provider.value;
        };
        for (int day = 0; day < 30; ++day)
            person.visit(ann, day, 2, [&](const Slate& slate, int number) {
                if (number == 1) {
                    for (int rank = 0; rank < slate.count; ++rank) {
                        const std::uint32_t item = slate.item[static_cast<std::size_t>(rank)];
                        if (item == said_no_to || (kind == static_cast<int>(FeedbackKind::muted) &&
                                                   provider(item) == provider(said_no_to)))
                            qFatal("it came again on the next list");
                    }
                    return std::vector<Said>{};
                }
                const int rank = static_cast<int>(dice.below(static_cast<std::uint32_t>(slate.count)));
                said_no_to = slate.item[static_cast<std::size_t>(rank)];
                ++noes;
                return std::vector<Said>{{rank, static_cast<FeedbackKind>(kind), 0}};
            });
        QCOMPARE(noes, 30);
    }
};

ATTUNE_TEST(Wording_test);
#include "wording_test.moc"
