// The loop that answers overt dissatisfaction: its order, its limits, what it may never do. Properties of the
// de-escalation proposal, section 12.
#include "core/base/random.h"
#include "core/recommender/deescalation/conversation.h"
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

constexpr CategoryId football{3};
constexpr float hour_of_first = 100;

/// The loop and the evidence of one person, driven by hand.
struct Loop {
    Policy policy;
    Dissatisfaction evidence;
    Conversation loop;
    DerivedState state;
    LoopSteps steps;
    float now = hour_of_first;

    Loop()
        : Loop(Policy{}) {}
    explicit Loop(const Policy& of)
        : policy(of)
        , evidence(of)
        , loop(of) {
        evidence.advance(state, now);
    }

    bool says(Evidence what, CategoryId category = football) {
        const auto taken = evidence.take(state, category, what, 1.0F);
        if (taken.speakable) loop.overt_sign(state, category, now, steps);
        const bool opened =
            taken.speakable && loop.opens(state, category, ItemId(7), taken.again, 1, now, steps);
        loop.heard(state, category, taken.nats, now, steps);
        return opened;
    }
    float chooses(OfferChoice choice) {
        Episode* episode = loop.waiting(state);
        if (!episode) qFatal("nothing waits");
        loop.shown(state, *episode, now, steps);
        return loop.choose(state, *episode, choice, CategoryId(5), evidence, now, steps);
    }
    void passes(float hours) {
        now += hours;
        evidence.advance(state, now);
    }
    /// So many items, of which so many of the category.
    void sees(int items, int hits, CategoryId category = football) {
        std::vector<std::uint8_t> seen(static_cast<std::size_t>(items), 7);
        std::fill_n(seen.begin(), hits, static_cast<std::uint8_t>(category.value));
        loop.seen(state, seen, now, evidence, steps);
    }
    void visit_over() { loop.visit_over(state, now, steps); }
    LoopState where(CategoryId category = football) const {
        for (const Episode& episode : state.episodes)
            if (episode.open() && episode.category == category.value) return episode.state;
        return LoopState::stable;
    }
    std::vector<LoopState> went() const {
        std::vector<LoopState> all;
        for (int s = 0; s < steps.count; ++s)
            all.push_back(steps.step[static_cast<std::size_t>(s)].to);
        return all;
    }
};

Policy quiet() {
    Policy policy;
    policy.prompts = false;
    policy.candidates = 128;
    return policy;
}

/// Says no to the first item of a category on every slate.
Reaction objects_to(std::uint32_t category) {
    return [=](const Slate& slate, int) {
        std::vector<Said> said;
        for (int rank = 0; rank < slate.count && said.empty(); ++rank)
            if (slate.category[static_cast<std::size_t>(rank)] == category)
                said.push_back({rank, FeedbackKind::not_interested, 0});
        return said;
    };
}

} // namespace

class Conversation_test : public QObject {
    Q_OBJECT
private slots:
    // P1: whatever people do silently, nothing is ever said.
    void silent_signs_never_open_a_conversation() {
        Dice dice(1, 0);
        constexpr std::array silent = {Evidence::quick_skip, Evidence::completed, Evidence::picked,
                                       Evidence::passed_over};
        Loop person;
        float surest = 0;
        for (int n = 0; n < sized(20000, 200000); ++n) {
            const CategoryId category(dice.below(8));
            // All against one category and little against the others, so that the belief in it is high.
            const Evidence what = category.value == 0 ? Evidence::quick_skip
                                  : dice.chance(0.7)  ? Evidence::completed
                                                      : silent[dice.below(4)];
            QVERIFY(!person.says(what, category));
            surest = std::max(surest, person.evidence.belief(person.state, category));
            if (dice.chance(0.1)) person.passes(12);
        }
        QCOMPARE(person.steps.count, 0);
        QVERIFY2(surest > 0.65F, qPrintable(QString::number(surest))); // there was reason to
    }

    // DE-19, DE-14: acknowledgement comes before any choice, choice before change, change before counting.
    void acknowledgement_comes_first() {
        Loop person;
        const float quietly = [] {
            Loop other{[] {
                Policy policy;
                policy.conversation = false;
                return policy;
            }()};
            other.says(Evidence::not_interested);
            return other.state.category_weight[football.value];
        }();
        QVERIFY(person.says(Evidence::not_interested));
        QCOMPARE(person.state.category_weight[football.value], quietly); // being spoken to changes nothing
        QCOMPARE(person.where(), LoopState::acknowledge);
        const float change = person.chooses(OfferChoice::fewer);
        QVERIFY(change < -0.5F);
        QCOMPARE(person.state.category_weight[football.value], quietly + change);
        QVERIFY(person.went() == (std::vector{LoopState::acknowledge, LoopState::clarify, LoopState::adjust,
                                              LoopState::verify}));
    }

    // DE-14: what stands on the screen follows the state of the machine, step by step.
    void the_screen_follows_the_machine_data() {
        QTest::addColumn<QString>("events");
        QTest::addColumn<QString>("states");
        QTest::newRow("silence") << "skip skip skip"
                                 << "stable/nothing stable/nothing stable/nothing";
        QTest::newRow("helped") << "tap show fewer rare quiet later"
                                << "acknowledge/nothing clarify/offer verify/mark verify/mark resolved/mark "
                                   "stable/nothing";
        QTest::newRow("declined") << "tap show decline later"
                                  << "acknowledge/nothing clarify/offer cool_down/nothing stable/nothing";
        QTest::newRow("stopped") << "tap show stop"
                                 << "acknowledge/nothing clarify/offer stable/nothing";
        QTest::newRow("contradicted") << "tap show fewer like tap like"
                                      << "acknowledge/nothing clarify/offer verify/mark verify/mark "
                                         "verify/mark fallback/note";
        QTest::newRow("no moment") << "tap miss"
                                   << "acknowledge/nothing cool_down/nothing";
    }
    void the_screen_follows_the_machine() {
        QFETCH(QString, events);
        QFETCH(QString, states);
        Loop person;
        for (int slate = 0; slate < 10; ++slate)
            person.sees(10, 2);
        QStringList went;
        for (const QString& event : events.split(' ')) {
            Episode* waiting = person.loop.waiting(person.state);
            if (event == "skip") person.says(Evidence::quick_skip);
            if (event == "tap") person.says(Evidence::not_interested);
            if (event == "like") person.says(Evidence::thumb_up);
            if (event == "show") person.loop.shown(person.state, *waiting, person.now, person.steps);
            if (event == "miss") person.loop.missed(person.state, *waiting, person.now, person.steps);
            if (event == "rare") person.sees(60, 2);
            if (event == "quiet") {
                person.passes(17 * 24);
                person.sees(10, 0);
            }
            if (event == "later") {
                person.passes(15 * 24);
                person.visit_over();
            }
            const std::map<QString, OfferChoice> choices = {{"fewer", OfferChoice::fewer},
                                                            {"decline", OfferChoice::decline},
                                                            {"stop", OfferChoice::stop}};
            if (choices.contains(event))
                for (Episode& episode : person.state.episodes)
                    if (episode.state == LoopState::clarify) {
                        person.loop.choose(person.state, episode, choices.at(event), CategoryId(5),
                                           person.evidence, person.now, person.steps);
                        break;
                    }
            const LoopState now = person.where();
            const auto words = [](std::string_view of) {
                return QString::fromUtf8(of.data(), static_cast<qsizetype>(of.size()));
            };
            went << words(name(now)) + "/" + words(name(on_screen(now)));
        }
        QCOMPARE(went.join(' '), states);
    }

    // DE-22: another topic comes instead, within bounds.
    void another_topic_is_raised_within_bounds() {
        Loop person;
        person.says(Evidence::not_interested);
        person.chooses(OfferChoice::other_topic);
        QVERIFY(person.state.category_weight[5] > 0.3F && person.state.category_weight[5] <= 0.8F);
        const float raised = person.state.category_weight[5];
        person.passes(10 * 21 * 24); // P3
        QVERIFY(person.state.category_weight[5] < raised / 500);
    }

    // P3: every weight goes back to nothing within ten half-lives without new evidence.
    void every_weight_fades() {
        Loop person;
        for (int n = 0; n < 5; ++n) {
            person.says(Evidence::not_interested);
            if (person.loop.waiting(person.state)) person.chooses(OfferChoice::fewer);
        }
        QVERIFY(person.state.category_weight[football.value] < -1.5F);
        person.passes(10 * 21 * 24 + 60 * 24);
        QVERIFY(person.state.category_weight[football.value] > -0.01F);
    }

    // DE-37, DE-03: the same again after an earlier no is frustration.
    void the_same_again_is_frustration() {
        Loop person;
        person.says(Evidence::not_interested);
        QCOMPARE(person.state.episodes[3].pattern, Pattern::disinterest);
        person.chooses(OfferChoice::decline);
        person.passes(15 * 24);
        person.visit_over();
        QCOMPARE(person.where(), LoopState::stable);
        QVERIFY(person.says(Evidence::not_interested));
        QCOMPARE(person.steps.step[static_cast<std::size_t>(person.steps.count) - 1].pattern,
                 Pattern::frustration);
    }

    // P2, DE-18: whatever happens, at most two are active, a category is offered at most twice in 30 days and
    // not twice in 72 hours, no weight leaves its bounds, and no state leads nowhere.
    void limits_hold_whatever_happens() {
        Dice dice(2, 0);
        std::map<LoopState, int> reached;
        for (int person_number = 0; person_number < sized(40, 400); ++person_number) {
            Loop person;
            std::map<std::uint32_t, std::vector<float>> offers;
            for (int n = 0; n < 2500; ++n) {
                const CategoryId category(dice.below(6));
                person.steps = LoopSteps{};
                switch (dice.below(6)) {
                case 0:
                case 1:
                    person.says(static_cast<Evidence>(dice.below(7)), category);
                    break;
                case 2:
                    person.says(Evidence::not_interested, category);
                    break;
                case 3:
                    if (Episode* episode = person.loop.waiting(person.state)) {
                        offers[episode->category].push_back(person.now);
                        person.chooses(static_cast<OfferChoice>(dice.below(4)));
                    }
                    break;
                case 4:
                    person.sees(10, static_cast<int>(dice.below(4)), category);
                    break;
                default:
                    person.visit_over();
                    person.passes(static_cast<float>(dice.below(60)));
                }
                int active = 0, open = 0;
                for (const Episode& episode : person.state.episodes) {
                    active += episode.active() ? 1 : 0;
                    open += episode.open() ? 1 : 0;
                    QVERIFY(episode.steps <= 2);
                    ++reached[episode.state];
                }
                QVERIFY(active <= 2);
                QCOMPARE(open, static_cast<int>(person.state.episodes_open));
                for (std::uint32_t c = 0; c < 6; ++c) {
                    QVERIFY(person.state.category_weight[c] >= -2.5F &&
                            person.state.category_weight[c] <= 0.8F);
                    QVERIFY(std::isfinite(person.state.evidence[c]));
                }
            }
            for (const auto& [category, hours] : offers)
                for (std::size_t k = 0; k < hours.size(); ++k) {
                    if (k >= 1) QVERIFY(hours[k] - hours[k - 1] >= 72);
                    if (k >= 2) QVERIFY(hours[k] - hours[k - 2] >= 30 * 24);
                }
        }
        for (const LoopState state : {LoopState::acknowledge, LoopState::verify, LoopState::cool_down,
                                      LoopState::fallback, LoopState::stable})
            QVERIFY2(reached[state] > 0, std::string(name(state)).c_str());
    }

    // P8, DE-76: signs that contradict each other end in a fallback, and what was inferred fades within three
    // visits; silent signs against the topic then say nothing.
    void contradiction_ends_in_a_fallback() {
        Loop person;
        person.says(Evidence::not_interested);
        person.chooses(OfferChoice::fewer);
        int signs = 1;
        for (; signs < 10 && person.where() != LoopState::fallback; ++signs)
            person.says(signs % 2 == 1 ? Evidence::thumb_up : Evidence::not_interested);
        QCOMPARE(person.where(), LoopState::fallback);
        QVERIFY2(signs <= 10, qPrintable(QString::number(signs)));
        const float inferred = person.state.category_weight[football.value];
        for (int visit = 0; visit < 3; ++visit)
            person.visit_over();
        QVERIFY(std::abs(person.state.category_weight[football.value]) <= std::abs(inferred) / 8 + 1e-6F);
        const float before = person.state.evidence[football.value];
        person.says(Evidence::quick_skip);
        QCOMPARE(person.state.evidence[football.value], before);
        person.passes(15 * 24);
        person.visit_over();
        QCOMPARE(person.where(), LoopState::stable);
        const float then = person.state.evidence[football.value];
        person.says(Evidence::quick_skip);
        QVERIFY(person.state.evidence[football.value] > then);
        // One-sided signs do not.
        Loop sure;
        sure.says(Evidence::not_interested);
        sure.chooses(OfferChoice::fewer);
        for (int n = 0; n < 10; ++n)
            sure.says(Evidence::not_interested);
        QCOMPARE(sure.where(), LoopState::verify);
    }

    // P7, DE-12: undo restores the weight and the evidence exactly.
    void undo_restores_what_was() {
        Loop person;
        person.says(Evidence::not_interested);
        const float weight = person.state.category_weight[football.value];
        const float evidence = person.state.evidence[football.value];
        person.chooses(OfferChoice::fewer);
        QVERIFY(person.state.category_weight[football.value] != weight);
        QVERIFY(person.loop.undo(person.state, football, person.now, person.steps).has_value());
        QCOMPARE(person.state.category_weight[football.value], weight);
        QCOMPARE(person.state.evidence[football.value], evidence);
        QCOMPARE(person.where(), LoopState::stable);
        QVERIFY(!person.loop.undo(person.state, football, person.now, person.steps));
        // Weeks later it is what it would be by now without.
        Loop chose, did_not;
        for (Loop* one : {&chose, &did_not})
            one->says(Evidence::not_interested);
        chose.chooses(OfferChoice::other_topic);
        for (Loop* one : {&chose, &did_not})
            one->passes(20 * 24);
        QVERIFY(chose.loop.undo(chose.state, football, chose.now, chose.steps).has_value());
        QVERIFY(std::abs(chose.state.category_weight[football.value] -
                         did_not.state.category_weight[football.value]) < 1e-5F);
        QCOMPARE(chose.state.category_weight[5], 0.0F);
    }

    // DE-33: a second, smaller step only if the first has failed; no third; then it gives up.
    void a_second_step_only_if_the_first_failed() {
        for (const int hits : {1, 10}) {
            Loop person;
            for (int slate = 0; slate < 10; ++slate)
                person.sees(10, 2);
            person.says(Evidence::not_interested);
            person.chooses(OfferChoice::fewer);
            const float first = person.state.category_weight[football.value];
            person.passes(80);
            person.sees(50, hits);
            const float second = person.state.category_weight[football.value];
            QCOMPARE(person.where(), LoopState::verify);
            if (hits == 1) {
                QVERIFY(second >= first);
                continue;
            }
            QVERIFY2(second < first - 0.2F && second > first - 0.6F,
                     qPrintable(QString("%1 %2").arg(first).arg(second)));
            person.passes(80);
            person.sees(50, hits);
            QCOMPARE(person.where(), LoopState::stable); // given up; what was chosen stays and fades
            QVERIFY(person.state.category_weight[football.value] <= second + 0.2F);
        }
    }

    // DE-02: resolved is a rarer topic and a belief that has gone down, both.
    void resolved_is_rarer_and_quiet() {
        Loop person;
        for (int slate = 0; slate < 10; ++slate)
            person.sees(10, 2);
        person.says(Evidence::not_interested);
        person.chooses(OfferChoice::fewer);
        person.sees(60, 2);
        QCOMPARE(person.where(), LoopState::verify); // rarer, but the belief is still there
        person.passes(17 * 24);
        person.sees(10, 0);
        QCOMPARE(person.where(), LoopState::resolved);
        person.passes(80);
        person.visit_over();
        QCOMPARE(person.where(), LoopState::stable);
    }

    // P9, DE-52: who declines, who wants no offers and who is never made one are shown the same, to the bit,
    // for the same recorded behaviour.
    void declining_costs_nothing() {
        // For and against the same topic on one slate, so that there is something to contradict.
        const Reaction mixed = [](const Slate& slate, int number) {
            std::vector<Said> said = objects_to(2)(slate, number);
            for (int rank = slate.count - 1; rank >= 0 && said.size() == 1; --rank)
                if (slate.category[static_cast<std::size_t>(rank)] == 2 && rank != said[0].rank)
                    said.insert(said.end(), {{rank, FeedbackKind::picked, 0},
                                             {rank, FeedbackKind::consumed, 1},
                                             {rank, FeedbackKind::thumb_up, 0}});
            return said;
        };
        std::vector<std::vector<Slate>> shown;
        for (int arm = 0; arm < 3; ++arm) {
            Policy policy = quiet();
            policy.conversation = arm != 2;
            Platform platform(policy);
            platform.recommender().set_consent(UserId(1), consent_to(true, true));
            if (arm == 1) platform.recommender().wants_offers(UserId(1), false);
            int offers = 0;
            platform.between = [&](Worker& worker, OpenVisit& open, int) {
                if (const auto offer = platform.recommender().offer(worker, open, open.request.hours + 1)) {
                    ++offers;
                    platform.recommender().choose(worker, open, *offer, OfferChoice::decline,
                                                  open.request.hours + 1);
                }
            };
            std::vector<Slate> all;
            for (int day = 0; day < 40; ++day)
                for (const Slate& slate : platform.visit(1, day, 4, mixed))
                    all.push_back(slate);
            QVERIFY2(arm == 0 ? offers >= 2 : offers == 0, qPrintable(QString::number(offers)));
            shown.push_back(std::move(all));
        }
        QVERIFY(same(shown[0], shown[1]));
        QVERIFY(same(shown[0], shown[2]));
    }

    // DE-21, DE-49: a choice is felt on the next slate, and a promise comes with it.
    void a_choice_is_felt_at_once_and_promised() {
        std::array<double, 2> score{};
        Answered answered;
        for (const bool chooses : {false, true}) {
            Platform platform(quiet());
            platform.recommender().set_consent(UserId(1), consent_to(true, true));
            std::uint32_t category = 0;
            for (int day = 0; day < 4; ++day)
                category = platform.visit(1, day, 8, nothing).front().category[0];
            platform.between = [&](Worker& worker, OpenVisit& open, int) {
                if (const auto offer = platform.recommender().offer(worker, open, open.request.hours + 0.2)) {
                    QCOMPARE(offer->category.value, category);
                    const Answered told = platform.recommender().choose(
                        worker, open, *offer, chooses ? OfferChoice::fewer : OfferChoice::decline,
                        open.request.hours + 0.2);
                    if (chooses) answered = told;
                }
            };
            platform.visit(1, 4, 2, [&](const Slate& slate, int number) {
                return number == 0 ? objects_to(category)(slate, number) : std::vector<Said>{};
            });
            // The scores behind the second slate of the visit.
            const Candidates& candidates = platform.worker().visits[0].candidates;
            double count = 0;
            for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
                if (candidates.category[j] != category) continue;
                score[chooses ? 1 : 0] += static_cast<double>(from_score(candidates.score[j]));
                count += 1;
            }
            score[chooses ? 1 : 0] /= count;
        }
        QVERIFY(std::abs(static_cast<double>(answered.weight_change) + 0.8) < 1e-5);
        QVERIFY(answered.promise.made());
        QVERIFY2(std::abs(score[1] - score[0] + 0.8) < 0.05,
                 qPrintable(QString("%1 %2").arg(score[0]).arg(score[1])));
    }

    // DE-06, DE-23: a tapped item and a muted provider stay away as long as the policy says and come back; an
    // item can be taken back before. Without the consent to adjust they come back with the next visit.
    void what_was_said_no_to_stays_away_for_its_time() {
        for (const bool consent : {true, false}) {
            Policy policy = quiet();
            policy.item_days = 10;
            policy.pause_days = 20;
            Platform platform(policy, 70, 1, small_catalogue(4, 6)); // everything fits into a few slates
            platform.recommender().set_consent(UserId(1), consent_to(consent, consent));
            const Slate seen = platform
                                   .visit(1, 0, 1,
                                          [](const Slate&, int) {
                                              return std::vector<Said>{{0, FeedbackKind::not_interested, 0},
                                                                       {1, FeedbackKind::muted, 0}};
                                          })
                                   .front();
            const std::uint32_t item = seen.item[0];
            const ProviderId muted = platform.catalogue().items[seen.item[1]].provider;
            const auto shows = [&](int day, const auto& what) {
                for (const Slate& slate : platform.visit(1, day, 6, nothing))
                    for (int r = 0; r < slate.count; ++r)
                        if (what(slate.item[static_cast<std::size_t>(r)])) return true;
                return false;
            };
            const auto it = [&](std::uint32_t shown) { return shown == item; };
            QCOMPARE(shows(1, it), !consent);
            QCOMPARE(shows(9, it), !consent);
            QVERIFY(shows(11, it));
            QVERIFY(!platform.recommender().undo_item(UserId(1), ItemId(item + 1)));
            const auto of_muted = [&](std::uint32_t shown) {
                return platform.catalogue().items[shown].provider == muted;
            };
            QCOMPARE(shows(12, of_muted), !consent);
            QCOMPARE(shows(19, of_muted), !consent);
            QVERIFY(shows(21, of_muted));
        }
        // Taken back at once.
        Platform platform(quiet(), 70, 1, small_catalogue(4, 6));
        platform.recommender().set_consent(UserId(1), consent_to(true, true));
        const std::uint32_t item =
            platform
                .visit(1, 0, 1,
                       [](const Slate&, int) {
                           return std::vector<Said>{{0, FeedbackKind::not_interested, 0}};
                       })
                .front()
                .item[0];
        QVERIFY(platform.recommender().undo_item(UserId(1), ItemId(item)));
        bool back = false;
        for (const Slate& slate : platform.visit(1, 1, 6, nothing))
            back = back || std::find(slate.item.begin(), slate.item.end(), item) != slate.item.end();
        QVERIFY(back);
    }

    // DE-23: a provider paused from an offer is gone from the next slate on, no weight moves, and taking the
    // choice back brings it again.
    void a_paused_provider_rests_until_taken_back() {
        Platform platform(quiet(), 70, 1, small_catalogue(8, 15, 5));
        platform.recommender().set_consent(UserId(1), consent_to(true, true));
        std::optional<Offer> made;
        float moved = 1;
        platform.between = [&](Worker& worker, OpenVisit& open, int) {
            const double now = open.request.hours + 0.2;
            if (const auto offer = platform.recommender().offer(worker, open, now)) {
                made = offer;
                moved = platform.recommender()
                            .choose(worker, open, *offer, OfferChoice::pause_source, now)
                            .weight_change;
            }
        };
        const std::vector<Slate> shown = platform.visit(1, 0, 6, [](const Slate& slate, int number) {
            return number == 0 ? objects_to(slate.category[0])(slate, number) : std::vector<Said>{};
        });
        QVERIFY(made.has_value());
        QCOMPARE(moved, 0.0F);
        const ProviderId paused = platform.catalogue().items[made->item.value].provider;
        const auto of_paused = [&](const std::vector<Slate>& slates, std::size_t from) {
            int count = 0;
            for (std::size_t n = from; n < slates.size(); ++n)
                for (int r = 0; r < slates[n].count; ++r)
                    count +=
                        platform.catalogue().items[slates[n].item[static_cast<std::size_t>(r)]].provider ==
                                paused
                            ? 1
                            : 0;
            return count;
        };
        QCOMPARE(of_paused(shown, 1), 0);
        QCOMPARE(of_paused(platform.visit(1, 3, 8, nothing), 0), 0);
        QVERIFY(platform.recommender().undo_choice(UserId(1), made->category, 80));
        QVERIFY(of_paused(platform.visit(1, 4, 8, nothing), 0) > 0);
    }

    // P11: with the consent everything that was inferred goes within one slate; what was said stays.
    void withdrawn_consent_takes_what_was_inferred() {
        Platform platform(quiet());
        platform.recommender().set_consent(UserId(1), consent_to(true, true));
        std::uint32_t category = 0;
        platform.between = [&](Worker& worker, OpenVisit& open, int) {
            if (const auto offer = platform.recommender().offer(worker, open, open.request.hours + 0.2)) {
                category = offer->category.value;
                platform.recommender().choose(worker, open, *offer, OfferChoice::fewer,
                                              open.request.hours + 0.2);
            }
        };
        platform.visit(1, 0, 6, objects_to(2));
        QVERIFY(platform.recommender().category_weight(UserId(1), CategoryId(category)) < -0.5F);
        platform.recommender().set_consent(UserId(1), consent_to(false, false), 30);
        QCOMPARE(platform.recommender().category_weight(UserId(1), CategoryId(category)), 0.0F);
        platform.recommender().set_consent(UserId(1), consent_to(true, true), 31);
        QCOMPARE(platform.recommender().category_weight(UserId(1), CategoryId(category)), 0.0F);
        QVERIFY(!platform.recommender().undo_choice(UserId(1), CategoryId(category), 32));
    }
};

ATTUNE_TEST(Conversation_test);
#include "conversation_test.moc"
