// The recommender as a whole, driven by hand on a tiny catalogue: who learns from whom, and who does not.
#include "core/base/random.h"
#include "core/recommender/recommender.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/platform.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

using namespace attune;
using attune::test::consent_to;
using attune::test::Dice;
using attune::test::first;
using attune::test::nothing;
using attune::test::Platform;
using attune::test::Reaction;
using attune::test::Said;
using attune::test::same;
using attune::test::small_catalogue;

namespace {

/// Everything that can be said about a slate, differently for every slate; taps only on the `last` one, since
/// a tap hides its item for the rest of the visit, profile or not.
Reaction loud(std::uint32_t seed, int last) {
    return [seed, last](const Slate& slate, int number) {
        Dice dice(seed, static_cast<std::uint32_t>(number) * 1000 + slate.item[0]);
        std::vector<Said> said;
        for (int rank = 0; rank < slate.count; ++rank) {
            if (dice.chance(0.3)) {
                said.push_back({rank, FeedbackKind::picked, 0});
                said.push_back({rank, FeedbackKind::consumed, dice.chance(0.5) ? 1.0F : 0.0F});
            }
            if (dice.chance(0.2))
                said.push_back(
                    {rank, dice.chance(0.5) ? FeedbackKind::thumb_down : FeedbackKind::thumb_up, 0});
            if (number == last && dice.chance(0.3)) said.push_back({rank, FeedbackKind::not_interested, 0});
        }
        return said;
    };
}

/// The item factors, biases and mean as one list of numbers.
std::vector<float> model_bits(const Platform& platform) {
    const FactorModel& model = const_cast<Platform&>(platform).recommender().model();
    std::vector<float> all = {model.mean()};
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(model.items()); ++i) {
        all.push_back(model.bias(i));
        all.insert(all.end(), model.vector(i), model.vector(i) + factor_count);
    }
    return all;
}

double share_of(const std::vector<Slate>& slates, std::uint8_t category) {
    double hits = 0;
    double all = 0;
    for (const Slate& slate : slates)
        for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
            hits += slate.category[r] == category ? 1 : 0;
            all += 1;
        }
    return hits / all;
}

/// Says one thing about every item of one category, and otherwise behaves like first().
Reaction against(std::uint8_t category, FeedbackKind kind) {
    return [category, kind](const Slate& slate, int) {
        std::vector<Said> said, picks;
        for (int rank = 0; rank < slate.count; ++rank)
            if (slate.category[static_cast<std::size_t>(rank)] == category)
                said.push_back({rank, kind, 0});
            else if (picks.empty())
                picks = {{rank, FeedbackKind::picked, 0}, {rank, FeedbackKind::consumed, 0.6F}};
        said.insert(said.end(), picks.begin(), picks.end());
        return said;
    };
}

Policy of_ranker(Ranker ranker) {
    Policy policy;
    policy.ranker = static_cast<int>(ranker);
    return policy;
}

/// A score that says nothing but whose turn it is.
bool is_a_lot(std::int32_t score) {
    return score >= 0 && score < 1 << lot_bits;
}

constexpr std::uint32_t ann = 0;
constexpr std::uint32_t ben = 1;

} // namespace

class Recommender_test : public QObject {
    Q_OBJECT

private slots:
    void it_starts_cold_data() {
        QTest::addColumn<int>("ranker");
        QTest::newRow("factors") << static_cast<int>(Ranker::factors);
        QTest::newRow("popularity") << static_cast<int>(Ranker::popularity);
        QTest::newRow("content") << static_cast<int>(Ranker::content);
        QTest::newRow("random") << static_cast<int>(Ranker::random);
    }
    void it_starts_cold() {
        QFETCH(int, ranker);
        Policy policy;
        policy.ranker = ranker;
        Platform platform(policy);
        for (std::uint32_t user = 0; user < 70; ++user) {
            platform.recommender().set_consent(UserId(user), consent_to(user % 2 == 0, user % 3 == 0));
            for (const Slate& slate : platform.visit(user, 0, 3, nothing)) {
                QCOMPARE(slate.count, slate_length);
                for (const std::int32_t score : slate.score)
                    QVERIFY(is_a_lot(score));
            }
        }
    }

    // DE-12, DE-53: what one person objects to fades for that person, for nobody else, and comes back.
    void an_objection_acts_on_one_person_and_one_category_and_wears_off_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("not interested") << static_cast<int>(FeedbackKind::not_interested);
        QTest::newRow("thumb down") << static_cast<int>(FeedbackKind::thumb_down);
    }
    void an_objection_acts_on_one_person_and_one_category_and_wears_off() {
        QFETCH(int, kind);
        constexpr std::uint8_t football = 2;
        const Reaction objection = against(football, static_cast<FeedbackKind>(kind));
        Policy policy;
        policy.time_share = 0; // at every hour alike
        Platform platform(policy);
        Platform control(policy);
        for (Platform* p : {&platform, &control})
            for (const std::uint32_t user : {ann, ben})
                p->recommender().set_consent(UserId(user), consent_to(true, false));
        const auto weight = [&](std::uint32_t user, std::uint32_t category) {
            return platform.recommender().category_weight(UserId(user), CategoryId(category));
        };
        platform.visit(ann, 0, 5, objection);
        control.visit(ann, 0, 5, first);
        QVERIFY2(weight(ann, football) < -0.5F, qPrintable(QString::number(weight(ann, football))));
        for (std::uint32_t c = 0; c < 8; ++c) {
            QVERIFY(c == football || weight(ann, c) == 0);
            QCOMPARE(weight(ben, c), 0.0F);
        }
        // The days after: much less of it for Ann, the same as ever for Ben.
        std::vector<Slate> with;
        std::vector<Slate> without;
        for (int day = 1; day < 6; ++day) {
            const auto append = [](std::vector<Slate>& all, const std::vector<Slate>& more) {
                all.insert(all.end(), more.begin(), more.end());
            };
            append(with, platform.visit(ann, day, 3, first));
            append(without, control.visit(ann, day, 3, first));
            QVERIFY(same(platform.visit(ben, day, 3, first), control.visit(ben, day, 3, first)));
            platform.end_day(day);
            control.end_day(day);
        }
        const QString shares =
            QString("%1 against %2").arg(share_of(with, football)).arg(share_of(without, football));
        QVERIFY2(share_of(with, football) < 0.6 * share_of(without, football), qPrintable(shares));
        // Nobody hears from her for a while; then it is all forgotten.
        const float low = weight(ann, football);
        platform.visit(ann, 40, 1, first);
        QVERIFY(weight(ann, football) > 0.6F * low && weight(ann, football) < 0);
        const std::vector<Slate> late = platform.visit(ann, 300, 3, first);
        const std::vector<Slate> late_control = control.visit(ann, 300, 3, first);
        QVERIFY(weight(ann, football) > -0.01F);
        QVERIFY2(std::abs(share_of(late, football) - share_of(late_control, football)) < 0.07,
                 qPrintable(QString("%1 against %2")
                                .arg(share_of(late, football))
                                .arg(share_of(late_control, football))));
    }

    void the_rest_of_the_visit_already_feels_an_objection() {
        constexpr std::uint8_t football = 2;
        Policy policy;
        policy.temperature = 0.35;
        double with = 0;
        double without = 0;
        Platform platform(policy, 300);
        Platform control(policy, 300);
        for (std::uint32_t user = 0; user < 300; ++user) {
            for (Platform* p : {&platform, &control})
                p->recommender().set_consent(UserId(user), consent_to(true, false));
            const auto objection = [](const Slate& slate, int number) {
                return number == 0 ? against(football, FeedbackKind::not_interested)(slate, 0)
                                   : first(slate, number);
            };
            with += share_of({platform.visit(user, 0, 2, objection)[1]}, football);
            without += share_of({control.visit(user, 0, 2, first)[1]}, football);
        }
        QVERIFY2(with < 0.8 * without, qPrintable(QString("%1 against %2").arg(with).arg(without)));
    }

    // FB-88, DE-53: without the consent to adjust, nothing a person does changes what they are shown.
    void without_consent_reactions_change_nothing_data() {
        QTest::addColumn<int>("ranker");
        QTest::newRow("factors") << static_cast<int>(Ranker::factors);
        QTest::newRow("popularity") << static_cast<int>(Ranker::popularity);
        QTest::newRow("content") << static_cast<int>(Ranker::content);
    }
    void without_consent_reactions_change_nothing() {
        QFETCH(int, ranker);
        Policy policy;
        policy.ranker = ranker;
        const auto slates_of_ann = [&](ConsentState consent, const Reaction& reaction) {
            Platform platform(policy);
            platform.recommender().set_consent(UserId(ann), consent);
            for (std::uint32_t user = 1; user < 70; ++user)
                platform.recommender().set_consent(UserId(user), consent_to(true, true));
            std::vector<Slate> all;
            for (int day = 0; day < 10; ++day) {
                for (const Slate& slate : platform.visit(ann, day, 4, reaction))
                    all.push_back(slate);
                for (std::uint32_t user = 1; user < 70; ++user)
                    platform.visit(user, day, 1, loud(user, -1));
                platform.end_day(day);
            }
            return all;
        };
        const ConsentState none = consent_to(false, false);
        const std::vector<Slate> silent = slates_of_ann(none, nothing);
        QVERIFY(same(silent, slates_of_ann(none, loud(9, 3))));
        QVERIFY(
            !same(silent.front(), silent.back())); // others' feedback did move the model, or chance the slate
        // The control: with the consent the same reactions show.
        QVERIFY(!same(silent, slates_of_ann(consent_to(true, false), loud(9, 3))));
    }

    // Design decision 4: "improve models" without "adjust mine" trains the model; the person gets the
    // unprofiled ranker, whose scores are the items' own.
    void who_only_improves_models_gets_the_unprofiled_ranker() {
        Platform platform{Policy{}};
        for (std::uint32_t user = 0; user < 70; ++user)
            platform.recommender().set_consent(UserId(user), consent_to(user != ann, true));
        bool profiled = false;
        for (int day = 0; day < 7; ++day) {
            for (std::uint32_t user = 0; user < 70; ++user)
                for (const Slate& slate : platform.visit(user, day, 2, loud(user, 1)))
                    for (std::size_t r = 0; r < slate_length; ++r) {
                        const bool own = !is_a_lot(
                            slate.score[r] - to_score(platform.recommender().model().bias(slate.item[r])));
                        QVERIFY(user != ann || !own);
                        profiled = profiled || own;
                    }
            platform.end_day(day);
        }
        QVERIFY(profiled);
        QCOMPARE(platform.recommender().category_weight(UserId(ann), CategoryId(2)), 0.0F);
        const auto read =
            platform.recommender().training_counts().allowed[static_cast<std::size_t>(Module::training)];
        QVERIFY(GateCounts::total(read[static_cast<std::size_t>(Purpose::improve_models)]) > 0);
    }

    // Design decision 4, the reverse: folded in, never trained on.
    void without_the_consent_to_improve_feedback_never_reaches_the_model() {
        const auto model_after = [](bool improve, bool reacting) {
            Platform platform{Policy{}};
            for (std::uint32_t user = 0; user < 70; ++user)
                platform.recommender().set_consent(UserId(user), consent_to(true, improve));
            for (int day = 0; day < 7; ++day) {
                for (std::uint32_t user = 0; user < 70; ++user)
                    platform.visit(user, day, 2, reacting ? loud(user, 1) : Reaction(nothing));
                platform.end_day(day);
            }
            return model_bits(platform);
        };
        const std::vector<float> untouched = model_bits(Platform{Policy{}});
        QVERIFY(model_after(false, true) == untouched);
        QVERIFY(model_after(false, false) == untouched);
        QVERIFY(model_after(true, true) != untouched);
    }

    void popularity_counts_only_who_improves_models() {
        Policy policy = of_ranker(Ranker::popularity);
        policy.temperature = 0;
        policy.exploration_share = 0;
        policy.category_cap = 10;
        policy.deescalation = false;
        // Three favourites; how many people pick each if they see it.
        const std::map<std::uint32_t, std::uint32_t> fans = {{100, 60}, {33, 40}, {71, 20}};
        const auto top_after = [&](bool improve) {
            Platform platform(policy, 64);
            for (std::uint32_t user = 1; user < 64; ++user)
                platform.recommender().set_consent(UserId(user), consent_to(false, improve));
            for (int day = 0; day < 3; ++day) {
                for (std::uint32_t user = 1; user < 64; ++user)
                    platform.visit(user, day, 12, [&](const Slate& slate, int) {
                        std::vector<Said> said;
                        for (int rank = 0; rank < slate.count; ++rank) {
                            const auto fan = fans.find(slate.item[static_cast<std::size_t>(rank)]);
                            if (fan != fans.end() && user <= fan->second)
                                said.push_back({rank, FeedbackKind::picked, 0});
                        }
                        return said;
                    });
                platform.end_day(day);
            }
            return platform.visit(ann, 3, 1, nothing)[0];
        };
        const Slate slate = top_after(true);
        QCOMPARE(slate.item[0], 100U);
        QCOMPARE(slate.item[1], 33U);
        QCOMPARE(slate.item[2], 71U);
        QVERIFY(slate.score[0] > slate.score[1] && slate.score[1] > slate.score[2] &&
                slate.score[2] >= 1 << lot_bits);
        for (std::size_t r = 3; r < slate_length; ++r)
            QVERIFY(is_a_lot(slate.score[r]));
        // The control: picks of people who did not agree are not counted.
        for (const std::int32_t score : top_after(false).score)
            QVERIFY(is_a_lot(score));
    }

    void the_content_ranker_follows_the_own_history() {
        Policy policy = of_ranker(Ranker::content);
        policy.exploration_share = 0;
        policy.temperature = 0.05;
        policy.deescalation = false;
        Platform platform(policy);
        constexpr std::uint8_t chess = 5;
        const auto likes_chess = [](const Slate& slate, int) {
            std::vector<Said> said;
            for (int rank = 0; rank < slate.count; ++rank)
                said.push_back({rank, FeedbackKind::consumed,
                                slate.category[static_cast<std::size_t>(rank)] == chess ? 1.0F : 0.0F});
            return said;
        };
        for (const std::uint32_t user : {ann, ben})
            platform.recommender().set_consent(UserId(user), consent_to(true, false));
        for (int day = 0; day < 3; ++day)
            platform.visit(ann, day, 4, likes_chess);
        // As many as one category may have, and on top.
        const Slate slate = platform.visit(ann, 3, 1, nothing)[0];
        for (std::size_t r = 0; r < 3; ++r)
            QVERIFY(slate.category[r] == chess && slate.score[r] >= 1 << lot_bits);
        for (const std::int32_t score : platform.visit(ben, 3, 1, nothing)[0].score)
            QVERIFY(is_a_lot(score));
        QVERIFY(model_bits(platform) == model_bits(Platform{policy}));
    }

    void the_random_ranker_learns_nothing() {
        const auto slates_after = [](const Reaction& reaction) {
            Policy policy = of_ranker(Ranker::random);
            policy.item_days = 0; // what was said no to stays away
            Platform platform(policy);
            std::vector<Slate> all;
            for (std::uint32_t user = 0; user < 70; ++user)
                platform.recommender().set_consent(UserId(user), consent_to(true, true));
            for (int day = 0; day < 6; ++day) {
                for (std::uint32_t user = 0; user < 70; ++user)
                    for (const Slate& slate : platform.visit(user, day, 3, reaction))
                        all.push_back(slate);
                platform.end_day(day);
            }
            return all;
        };
        const std::vector<Slate> silent = slates_after(nothing);
        QVERIFY(same(silent, slates_after(loud(4, 2))));
        // And shows everything: 1,260 slates of 120 items.
        std::map<std::uint32_t, int> count;
        for (const Slate& slate : silent)
            for (const std::uint32_t item : slate.item)
                ++count[item];
        QCOMPARE(count.size(), 120U);
        for (const auto& [item, n] : count)
            QVERIFY2(std::abs(n - 105) < 50, qPrintable(QString("item %1: %2").arg(item).arg(n)));
    }

    void the_model_changes_on_calendar_days_alone_data() {
        QTest::addColumn<int>("update_days");
        for (const int days : {1, 3, 7})
            QTest::addRow("every %d days", days) << days;
    }
    void the_model_changes_on_calendar_days_alone() {
        QFETCH(int, update_days);
        Policy policy;
        policy.update_days = update_days;
        Platform platform(policy);
        for (std::uint32_t user = 0; user < 70; ++user)
            platform.recommender().set_consent(UserId(user), consent_to(true, true));
        std::uint32_t version = platform.recommender().model_version();
        std::vector<float> bits = model_bits(platform);
        for (int day = 0; day < 16; ++day) {
            for (std::uint32_t user = 0; user < 70; ++user)
                platform.visit(user, day, 2, loud(user, 1));
            QVERIFY(model_bits(platform) == bits); // visits change nobody else's model
            platform.end_day(day);
            // The first two days, since it starts cold; then the last day of every period.
            const bool due = day == 0 || day == 1 || (day + 1) % update_days == 0;
            QCOMPARE(platform.recommender().model_version(), version + (due ? 1U : 0U));
            QCOMPARE(model_bits(platform) != bits, due);
            version = platform.recommender().model_version();
            bits = model_bits(platform);
        }
    }

    // A tap takes the item away for the visit, for everyone; without consent it is not kept.
    void a_tap_hides_its_item_for_the_visit() {
        Platform platform(of_ranker(Ranker::factors));
        for (const bool consent : {false, true}) {
            const std::uint32_t user = consent ? ben : ann;
            platform.recommender().set_consent(UserId(user), consent_to(consent, false));
            std::uint32_t tapped = 0;
            const auto tap_first = [&](const Slate& slate, int number) -> std::vector<Said> {
                if (number > 0) return {};
                tapped = slate.item[0];
                return {{0, FeedbackKind::not_interested, 0}};
            };
            const std::vector<Slate> shown = platform.visit(user, 0, 60, tap_first);
            std::map<std::uint32_t, int> count;
            for (const Slate& slate : shown)
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                    ++count[slate.item[r]];
            QCOMPARE(count[tapped], 1);
            QVERIFY(count[shown[0].item[1]] > 1); // others come round again in so long a visit
            QCOMPARE(platform.last.accepted + platform.last.refused, 0);
            bool again = false;
            for (int day = 1; day < 6; ++day) // not every visit has every item among its candidates
                for (const Slate& slate : platform.visit(user, day, 60, nothing))
                    again =
                        again || std::find(slate.item.begin(), slate.item.end(), tapped) != slate.item.end();
            QVERIFY(again || consent); // a profile may keep it away longer
        }
    }

    void events_in_another_name_do_nothing() {
        Platform platform{Policy{}};
        Platform control{Policy{}};
        for (Platform* p : {&platform, &control})
            for (const std::uint32_t user : {ann, ben})
                p->recommender().set_consent(UserId(user), consent_to(true, true));
        platform.tamper = [](std::vector<FeedbackEvent>& events) {
            for (FeedbackEvent& event : events)
                event.user = UserId(ben);
        };
        // So long that everything shown comes round again, unless a tap has hidden it.
        QVERIFY(same(platform.visit(ann, 0, 40, loud(3, 0)), control.visit(ann, 0, 40, nothing)));
        QVERIFY(platform.worker().quarantined[static_cast<std::size_t>(Quarantine::other_user)] > 0);
        QVERIFY(same(platform.visit(ben, 0, 5, nothing), control.visit(ben, 0, 5, nothing)));
    }

    void a_repeated_delivery_counts_once() {
        Platform platform{Policy{}};
        Platform control{Policy{}};
        for (Platform* p : {&platform, &control})
            p->recommender().set_consent(UserId(ann), consent_to(true, true));
        int sent = 0;
        platform.tamper = [&](std::vector<FeedbackEvent>& events) {
            if (2 * events.size() > max_slate_events) return; // more than one call may bring
            sent += static_cast<int>(events.size());
            const std::vector<FeedbackEvent> once = events;
            events.insert(events.end(), once.begin(), once.end());
        };
        for (int day = 0; day < 4; ++day)
            QVERIFY(same(platform.visit(ann, day, 3, loud(3, 2)), control.visit(ann, day, 3, loud(3, 2))));
        QVERIFY(sent > 20);
        QCOMPARE(platform.worker().quarantined[static_cast<std::size_t>(Quarantine::duplicate_key)],
                 std::int64_t{sent});
        QVERIFY(platform.worker().quarantined[0] == control.worker().quarantined[0]);
    }

    void withdrawing_makes_a_person_new_again() {
        Platform platform{Policy{}};
        Platform control{Policy{}};
        platform.recommender().set_consent(UserId(ann), consent_to(true, false));
        control.recommender().set_consent(UserId(ann), consent_to(true, false));
        platform.visit(ann, 0, 5, loud(8, 4));
        control.visit(ann, 0, 5, nothing);
        for (Platform* p : {&platform, &control}) {
            p->recommender().set_consent(UserId(ann), consent_to(false, false));
            p->recommender().set_consent(UserId(ann), consent_to(true, false));
        }
        for (int day = 1; day < 4; ++day)
            QVERIFY(same(platform.visit(ann, day, 4, first), control.visit(ann, day, 4, first)));
    }

    // FB-89, FB-36: from the next slate on, in the middle of a visit, nothing derived is felt: every item has
    // the score it has for somebody who never agreed, and what was shown stays shown.
    void withdrawing_in_a_visit_is_felt_on_the_next_slate() {
        const auto scores = [](const std::vector<Slate>& slates, std::size_t from, std::size_t to) {
            std::map<std::uint32_t, std::int32_t> all;
            for (std::size_t n = from; n < to; ++n)
                for (std::size_t r = 0; r < static_cast<std::size_t>(slates[n].count); ++r)
                    all[slates[n].item[r]] = slates[n].score[r];
            return all;
        };
        Platform platform{Policy{}};
        Platform control{Policy{}};
        platform.recommender().set_consent(UserId(ann), consent_to(true, false));
        for (int day = 0; day < 3; ++day)
            for (Platform* p : {&platform, &control})
                p->visit(ann, day, 6, loud(8, 4));
        ConsentVerdict verdict{};
        platform.between = [&](Worker& worker, OpenVisit& open, int number) {
            if (number != 1) return;
            verdict = platform.recommender().change_consent(worker, open,
                                                            {.purpose = Purpose::adjust_my_recommendations,
                                                             .to = ConsentStatus::withdrawn,
                                                             .entity = ConsentEntity::person,
                                                             .method = ConsentMethod::settings,
                                                             .hours = 3 * 24 + 9});
        };
        const std::vector<Slate> shown = platform.visit(ann, 3, 6, nothing);
        QCOMPARE(verdict, ConsentVerdict::accepted);
        const auto unprofiled = scores(control.visit(ann, 3, 12, nothing), 0, 12);
        const auto differing = [&](const std::map<std::uint32_t, std::int32_t>& those) {
            int different = 0, common = 0;
            for (const auto& [item, score] : those) {
                const auto found = unprofiled.find(item);
                if (found == unprofiled.end()) continue;
                ++common;
                different += found->second != score ? 1 : 0;
            }
            return std::pair{common, different};
        };
        const auto before = differing(scores(shown, 0, 2));
        const auto after = differing(scores(shown, 2, 6));
        QVERIFY(before.first > 5 && before.second > 5);
        QVERIFY(after.first > 20);
        QCOMPARE(after.second, 0);
        std::set<std::uint32_t> first_two;
        for (const auto& [item, score] : scores(shown, 0, 2))
            first_two.insert(item);
        for (const auto& [item, score] : scores(shown, 2, 6))
            QVERIFY(!first_two.contains(item));
    }

    // FB-14, FB-49
    void prompts_keep_to_their_caps() {
        Policy policy;
        policy.session_cap = 2;
        policy.weekly_cap = 3;
        policy.gap_hours = 0;
        Platform platform(policy);
        OpenVisit& open = platform.worker().visits[0];
        const AskMoment item_over{.kind = AskMoment::Kind::item_over};
        std::vector<int> asked;
        for (int day = 0; day < 10; ++day) {
            platform.visit(ann, day, 1, nothing);
            int here = 0;
            for (int k = 0; k < 5; ++k) {
                ++open.slates; // one prompt on a slate at most
                here +=
                    platform.recommender().ask(platform.worker(), open, item_over, day * 24 + 9 + k) ? 1 : 0;
                QVERIFY(!platform.recommender().ask(platform.worker(), open, item_over, day * 24 + 9 + k));
            }
            asked.push_back(here);
        }
        QVERIFY(asked == std::vector<int>({2, 1, 0, 0, 0, 0, 0, 2, 1, 0}));
        platform.recommender().opt_out(UserId(ann));
        for (int day = 20; day < 60; ++day) {
            platform.visit(ann, day, 1, nothing);
            QVERIFY(!platform.recommender().ask(platform.worker(), open, item_over, day * 24 + 9));
        }
    }

    // Which worker serves whom does not show, in slates, model, prices or counts.
    void the_number_of_workers_does_not_show() {
        Policy policy;
        policy.exposure_floor = {{"group 1", 0.6}};
        const auto run = [&](int workers) {
            Platform platform(policy, 150, workers);
            std::vector<Slate> all;
            for (std::uint32_t user = 0; user < 150; ++user)
                platform.recommender().set_consent(UserId(user), consent_to(user % 2 == 0, user % 3 == 0));
            for (int day = 0; day < 5; ++day) {
                for (std::uint32_t user = 0; user < 150; ++user)
                    for (const Slate& slate : platform.visit(user, day, 2, loud(user, 1)))
                        all.push_back(slate);
                platform.end_day(day);
            }
            const Recommender& r = platform.recommender();
            return std::tuple(all, model_bits(platform), r.fairness().price(1), r.exposure_total().shown);
        };
        const auto one = run(1);
        for (const int workers : {2, 3}) {
            const auto more = run(workers);
            QVERIFY(same(std::get<0>(one), std::get<0>(more)));
            QVERIFY(std::get<1>(one) == std::get<1>(more));
            QVERIFY(std::get<2>(one) == std::get<2>(more) && std::get<2>(one) > 0);
            QVERIFY(std::get<3>(one) == std::get<3>(more));
        }
    }

    // The floor holds in every block of people at every moment: share >= floor - limit / slates of the block.
    void the_floor_holds_in_every_block() {
        Policy policy;
        policy.exposure_floor = {{"group 1", 0.6}};
        policy.debt_limit = 1;
        Platform platform(policy, 150);
        const Recommender& r = platform.recommender();
        for (std::uint32_t user = 0; user < 150; ++user)
            platform.recommender().set_consent(UserId(user), consent_to(true, true));
        std::int64_t guarded = 0;
        for (int day = 0; day < 6; ++day) {
            for (std::uint32_t user = 0; user < 150; ++user) {
                platform.visit(user, day, 4, loud(user, 3));
                for (int block = 0; block < 3; ++block)
                    QVERIFY(r.ledger(block).debt[1] <= r.fairness().debt_limit());
            }
            platform.end_day(day);
            guarded += r.exposure_total().guarded;
        }
        QVERIFY(guarded > 0);
        QCOMPARE(r.exposure_total().guard_missed, std::int64_t{0});
        // With the price risen, the proposals alone come near the floor.
        QVERIFY(r.fairness().price(1) > 0);
    }

    void what_cannot_work_is_refused() {
        Catalogue tiny = small_catalogue(3, 3);
        QVERIFY(!Recommender::start(Policy{}, tiny, {.seed = 1, .users = 1, .threads = 1}).has_value());
        Policy policy;
        policy.exposure_floor = {{"nobody", 0.1}};
        const Catalogue catalogue = small_catalogue(8, 15);
        const auto refused = Recommender::start(policy, catalogue, {.seed = 1, .users = 1, .threads = 1});
        QVERIFY(!refused.has_value() && refused.error().where == "fairness.floor.nobody");
        Catalogue crowded = small_catalogue(8, 15, max_provider_groups);
        QVERIFY(Recommender::start(Policy{}, crowded, {.seed = 1, .users = 1, .threads = 1}).has_value());
        crowded.provider_groups.push_back("one too many");
        const auto many = Recommender::start(Policy{}, crowded, {.seed = 1, .users = 1, .threads = 1});
        QVERIFY(!many.has_value() && many.error().code == ErrorCode::bad_input);
    }
};

ATTUNE_TEST(Recommender_test);
#include "recommender_test.moc"
