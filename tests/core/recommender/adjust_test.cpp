// How an adjustment keeps its measure: bounds of a step and of a week, familiar providers, the part of the
// day, what is like a rejected item, tries nearby, the profile it falls back to. Each beside the same person
// without the mechanism. De-escalation proposal, sections 7 and 12.
#include "core/base/random.h"
#include "core/recommender/ranking/expected_share.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 1;
constexpr std::uint8_t topic = 2;

Policy quiet(Ranker ranker = Ranker::factors) {
    Policy policy;
    policy.prompts = false;
    policy.candidates = 160;
    policy.category_quota = 20;
    policy.ranker = static_cast<int>(ranker);
    // One mechanism at a time.
    policy.alike = policy.time_share = 0;
    policy.familiar = policy.near_slates = 0;
    policy.turnover = policy.mix_change = policy.mix_week = 1;
    return policy;
}

/// Twenty items of each of eight categories, from five providers who each have some of every category.
struct Person : Platform {
    explicit Person(const Policy& policy)
        : Platform(policy, 70, 1, small_catalogue(8, 20, 5)) {
        recommender().set_consent(UserId(ann), consent_to(true, true));
    }
    std::uint32_t provider(std::uint32_t item) const { return catalogue().items[item].provider.value; }
    float weight(std::uint8_t of = topic) {
        return recommender().category_weight(UserId(ann), CategoryId(of));
    }
    /// The scores a visit begins with, by item.
    std::map<std::uint32_t, std::int32_t> scores(int day) {
        std::map<std::uint32_t, std::int32_t> all;
        const VisitRequest request = {UserId(ann), static_cast<std::uint32_t>(day) * 16, day * 24.0 + hour};
        recommender().open_visits(worker(), std::span(&request, 1));
        const Candidates& candidates = worker().visits[0].candidates;
        for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
            all[candidates.item[j]] = candidates.score[j];
        return all;
    }
};

/// Says no to the first item of the topic that `fits`.
template <typename Fits>
Reaction no_to(const Fits& fits, std::uint8_t of = topic) {
    return [=](const Slate& slate, int) {
        for (int rank = 0; rank < slate.count; ++rank)
            if (slate.category[static_cast<std::size_t>(rank)] == of &&
                fits(slate.item[static_cast<std::size_t>(rank)]))
                return std::vector<Said>{{rank, FeedbackKind::not_interested, 0}};
        return std::vector<Said>{};
    };
}
Reaction no_to_topic(std::uint8_t of = topic) {
    return no_to([](std::uint32_t) { return true; }, of);
}

QString number(double value) {
    return QString::number(value);
}

} // namespace

class Adjust_test : public QObject {
    Q_OBJECT
private slots:
    // P5, DE-31, DE-66: no step exchanges more of a slate, and moves its mix further, than the policy allows.
    void a_step_keeps_to_its_bounds_data() {
        QTest::addColumn<double>("turnover");
        QTest::addColumn<double>("mix");
        QTest::newRow("places") << 0.1 << 1.0;
        QTest::newRow("mix") << 1.0 << 0.05;
        QTest::newRow("neither") << 1.0 << 1.0;
    }
    void a_step_keeps_to_its_bounds() {
        QFETCH(double, turnover);
        QFETCH(double, mix);
        Policy policy = quiet();
        policy.step = 1.6;
        policy.turnover = turnover;
        policy.mix_change = mix;
        Person person(policy);
        Candidates before;
        bool tapped = false;
        person.tamper = [&](std::vector<FeedbackEvent>& events) {
            if (events.empty() || tapped) return;
            tapped = true;
            before = person.worker().visits[0].candidates;
        };
        for (int day = 0; day < 30 && !tapped; ++day)
            person.visit(ann, day, 1, no_to_topic());
        QVERIFY(tapped);
        const float step = person.weight();
        const auto temperature = static_cast<float>(policy.temperature);
        const auto exploration = static_cast<float>(policy.exploration_share);
        // What the tapped item itself takes with it is no matter of the step.
        const SlateChange change = expected_change(before, CategoryId(topic), step, temperature, exploration);
        const bool free = turnover == 1.0 && mix == 1.0;
        const QString told = number(static_cast<double>(step)) + " " +
                             number(static_cast<double>(change.turnover)) + " " +
                             number(static_cast<double>(change.variation));
        QVERIFY2(static_cast<double>(change.turnover) < turnover + 0.005 &&
                     static_cast<double>(change.variation) < mix + 0.005,
                 qPrintable(told));
        QVERIFY2(free == (step < -1.0F), qPrintable(told));
        // As far as it may go.
        QVERIFY2(free || static_cast<double>(change.turnover) > 0.9 * turnover ||
                     static_cast<double>(change.variation) > 0.9 * mix,
                 qPrintable(told));
    }

    // P5, DE-66: all steps of a week together neither; a week later there is room again.
    void a_week_keeps_to_its_bound() {
        for (const double bound : {0.10, 1.0}) {
            Policy policy = quiet();
            policy.step = 1.6;
            policy.mix_week = bound;
            Person person(policy);
            std::vector<std::pair<double, double>> moves; // hours, variation
            std::array<float, 8> weights{};
            Candidates before;
            const auto look = [&](double hours) {
                for (std::uint8_t c = 0; c < 8; ++c) {
                    const float now = person.weight(c);
                    if (now < weights[c] - 1e-3F) {
                        const SlateChange change = expected_change(
                            before, CategoryId(c), now - weights[c], static_cast<float>(policy.temperature),
                            static_cast<float>(policy.exploration_share));
                        moves.emplace_back(hours, static_cast<double>(change.variation));
                    }
                    weights[c] = now;
                }
            };
            person.tamper = [&](std::vector<FeedbackEvent>&) {
                before = person.worker().visits[0].candidates;
                for (std::uint8_t c = 0; c < 8; ++c)
                    weights[c] = person.weight(c);
            };
            for (int day = 0; day < 14; ++day)
                for (const std::uint8_t c : {std::uint8_t{1}, std::uint8_t{4}}) {
                    person.visit(ann, day, 1, no_to_topic(static_cast<std::uint8_t>(c + day % 2)));
                    look(day * 24.0 + person.hour);
                }
            double most = 0;
            for (const auto& [to, ignored] : moves) {
                double sum = 0;
                for (const auto& [hours, variation] : moves)
                    sum += hours <= to && hours > to - 7 * 24 ? variation : 0;
                most = std::max(most, sum);
            }
            QVERIFY2(bound == 1.0 ? most > 0.15 : most < bound + 0.01 && most > 0.5 * bound,
                     qPrintable(number(bound) + " " + number(most)));
            if (bound < 1) QVERIFY(moves.back().first > 7 * 24);
        }
    }

    // P6, DE-17, DE-29, DE-41: what somebody often completes does not suffer from what is inferred about its
    // topic.
    void familiar_providers_keep_their_place() {
        constexpr std::uint32_t friends = 3;
        std::map<bool, std::map<std::uint32_t, std::int32_t>> scores;
        float weight = 0;
        for (const bool kept : {true, false}) {
            Policy policy = quiet();
            policy.familiar = kept ? 3 : 0;
            Person person(policy);
            const auto of_friends = [&](const Slate& slate, int) {
                for (int rank = 0; rank < slate.count; ++rank)
                    if (person.provider(slate.item[static_cast<std::size_t>(rank)]) == friends)
                        return std::vector<Said>{{rank, FeedbackKind::picked, 0},
                                                 {rank, FeedbackKind::consumed, 1}};
                return std::vector<Said>{};
            };
            for (int day = 0; day < 3; ++day)
                person.visit(ann, day, 3, of_friends);
            Candidates at_no, after_no;
            person.tamper = [&](std::vector<FeedbackEvent>&) {
                at_no = person.worker().visits[0].candidates;
            };
            person.between = [&](Worker&, OpenVisit& open, int) { after_no = open.candidates; };
            for (int day = 3; day < 20 && person.weight() == 0; ++day)
                person.visit(ann, day, 1,
                             no_to([&](std::uint32_t item) { return person.provider(item) != friends; }));
            QVERIFY(person.weight() < -0.3F);
            // In the visit itself nobody gains by it.
            for (std::size_t j = 0; j < static_cast<std::size_t>(at_no.count); ++j)
                if (at_no.item[j] == after_no.item[j]) QVERIFY(after_no.score[j] <= at_no.score[j]);
            scores[kept] = person.scores(21);
            weight = person.weight();
            int spared = 0;
            for (const auto& [item, score] : scores[kept])
                spared +=
                    person.catalogue().items[item].category.value == topic && person.provider(item) == friends
                        ? 1
                        : 0;
            QVERIFY(spared > 0);
        }
        const Catalogue catalogue = small_catalogue(8, 20, 5);
        for (const auto& [item, score] : scores[true]) {
            if (!scores[false].contains(item)) continue;
            const Item& of = catalogue.items[item];
            const bool spared = of.category.value == topic && of.provider.value == friends;
            const float more = from_score(score - scores[false][item]);
            QVERIFY2(std::abs(more - (spared ? -weight : 0.0F)) < 1e-4F,
                     qPrintable(number(static_cast<double>(more))));
        }
    }

    // DE-39: what is just like a rejected item falls most, what is unlike it not at all.
    void items_like_a_rejected_one_fall_by_how_alike_they_are_data() {
        QTest::addColumn<int>("ranker");
        QTest::newRow("factors") << static_cast<int>(Ranker::factors);
        QTest::newRow("content") << static_cast<int>(Ranker::content);
    }
    void items_like_a_rejected_one_fall_by_how_alike_they_are() {
        QFETCH(int, ranker);
        const bool factors = ranker == static_cast<int>(Ranker::factors);
        std::map<bool, std::map<std::uint32_t, std::int32_t>> scores;
        std::uint32_t rejected = 0;
        std::vector<float> vectors;
        for (const bool falls : {true, false}) {
            Policy policy = quiet(static_cast<Ranker>(ranker));
            policy.alike = falls ? 1.5 : 0;
            policy.deescalation = false; // of the category itself, nothing is inferred
            Person person(policy);
            bool said = false;
            for (int day = 0; day < 20 && !said; ++day)
                person.visit(ann, day, 1, [&](const Slate& slate, int n) {
                    auto no = no_to_topic()(slate, n);
                    if (!no.empty()) rejected = slate.item[static_cast<std::size_t>(no[0].rank)];
                    said = !no.empty();
                    return no;
                });
            QVERIFY(said);
            scores[falls] = person.scores(21);
            const FactorModel& model = person.recommender().model();
            vectors.assign(model.vector(0), model.vector(0) + 160 * factor_count);
        }
        const Catalogue catalogue = small_catalogue(8, 20, 5);
        const auto cosine = [&](std::uint32_t a, std::uint32_t b) {
            double ab = 0, aa = 0, bb = 0;
            for (std::size_t f = 0; f < factor_count; ++f) {
                const auto x = static_cast<double>(vectors[a * factor_count + f]);
                const auto y = static_cast<double>(vectors[b * factor_count + f]);
                ab += x * y;
                aa += x * x;
                bb += y * y;
            }
            return ab / std::sqrt(aa * bb);
        };
        int fell = 0, stayed = 0;
        for (const auto& [item, score] : scores[true]) {
            if (!scores[false].contains(item) || item == rejected) continue;
            const Item& of = catalogue.items[item];
            double alike = 0;
            if (of.category.value == topic)
                alike = factors ? std::max(cosine(item, rejected), 0.0)
                        : of.provider == catalogue.items[rejected].provider ? 1.0
                                                                            : 0.0;
            const auto by = static_cast<double>(from_score(score - scores[false][item]));
            QVERIFY2(std::abs(by + 1.5 * alike) < 1e-3, qPrintable(number(by) + " " + number(alike)));
            (alike > 0.05 ? fell : stayed) += 1;
        }
        QVERIFY2(fell >= 2 && stayed > 20, qPrintable(number(fell) + " " + number(stayed)));
    }

    // DE-40: noes that come in the morning leave the evening nearly as it was; without the mechanism they do
    // not.
    void noes_of_the_morning_are_about_the_morning() {
        std::map<bool, std::pair<float, float>> lost; // morning, evening
        for (const bool by_time : {true, false}) {
            Policy policy = quiet();
            policy.time_share = by_time ? 1 : 0;
            policy.step = 0.4;
            policy.lowest_weight = -4;
            Person person(policy);
            person.hour = 8;
            for (int day = 0; day < 8; ++day)
                person.visit(ann, day, 2, no_to_topic());
            const auto mean = [&](int hour, const std::map<std::uint32_t, std::int32_t>& base) {
                person.hour = hour;
                double sum = 0, count = 0;
                for (const auto& [item, score] : person.scores(9)) {
                    const auto was = base.find(item);
                    if (person.catalogue().items[item].category.value != topic || was == base.end()) continue;
                    sum += static_cast<double>(from_score(score - was->second));
                    count += 1;
                }
                return static_cast<float>(sum / count);
            };
            Policy off = policy;
            off.deescalation = false;
            Person same(off);
            same.hour = 8;
            for (int day = 0; day < 8; ++day)
                same.visit(ann, day, 2, no_to_topic());
            same.hour = 8;
            const auto morning = same.scores(9);
            same.hour = 20;
            const auto evening = same.scores(9);
            lost[by_time] = {mean(8, morning), mean(20, evening)};
        }
        const QString told = number(static_cast<double>(lost[true].first)) + " " +
                             number(static_cast<double>(lost[true].second)) + " without " +
                             number(static_cast<double>(lost[false].first)) + " " +
                             number(static_cast<double>(lost[false].second));
        // The first two, before there is a pattern, count for the whole day.
        QVERIFY2(lost[true].second > lost[true].first / 2, qPrintable(told));
        QVERIFY2(std::abs(lost[false].second - lost[false].first) < 0.05F, qPrintable(told));
        QVERIFY2(lost[true].second > lost[false].second + 0.5F, qPrintable(told));
    }

    // FB-27, DE-43: after a no, for some slates more places try what is near; then it is as before. A second
    // no on either side ends it at once.
    void tries_nearby_come_and_go() {
        std::map<bool, std::array<double, 2>> near; // with or without, during and after
        for (const bool tries : {true, false}) {
            std::array<double, 2> hits{}, all{};
            for (int seed = 0; seed < 60; ++seed) {
                Policy policy = quiet();
                policy.near_slates = tries ? 5 : 0;
                policy.exploration_share = 0.1 + seed * 1e-6;
                policy.category_quota = 6;
                policy.candidates = 60;
                Person person(policy);
                std::uint32_t no = 0;
                int since = -1;
                const auto react = [&](const Slate& slate, int number) {
                    if (since >= 0) {
                        for (int rank = 0; rank < slate.count; ++rank) {
                            const Item& item =
                                person.catalogue().items[slate.item[static_cast<std::size_t>(rank)]];
                            const bool a = item.category == person.catalogue().items[no].category;
                            const bool b = item.provider == person.catalogue().items[no].provider;
                            hits[since < 5 ? 0 : 1] += a != b ? 1 : 0;
                            all[since < 5 ? 0 : 1] += 1;
                        }
                        ++since;
                        return std::vector<Said>{};
                    }
                    auto said = no_to_topic()(slate, number);
                    if (said.empty()) return said;
                    no = slate.item[static_cast<std::size_t>(said[0].rank)];
                    since = 0;
                    return said;
                };
                for (int day = seed % 7; since < 10 && day < 40; ++day)
                    person.visit(ann, day, 1, react);
                QCOMPARE(person.recommender().near_slates_left(UserId(ann)), 0);
            }
            near[tries] = {hits[0] / all[0], hits[1] / all[1]};
        }
        const QString told = number(near[true][0]) + " " + number(near[true][1]) + " without " +
                             number(near[false][0]) + " " + number(near[false][1]);
        QVERIFY2(near[true][0] > near[false][0] + 0.05, qPrintable(told));
        QVERIFY2(std::abs(near[true][1] - near[false][1]) < 0.05, qPrintable(told));

        Policy policy = quiet();
        policy.near_slates = 5;
        for (const bool same_side : {true, false}) {
            Person person(policy);
            int day = 0;
            const auto left = [&] { return person.recommender().near_slates_left(UserId(ann)); };
            std::uint32_t provider = 0;
            for (; left() == 0 && day < 40; ++day)
                person.visit(ann, day, 1, [&](const Slate& slate, int n) {
                    auto said = no_to_topic()(slate, n);
                    if (!said.empty())
                        provider = person.provider(slate.item[static_cast<std::size_t>(said[0].rank)]);
                    return said;
                });
            QCOMPARE(left(), 5);
            person.visit(ann, day++, 1, nothing);
            QCOMPARE(left(), 4);
            // Of the same topic, or of neither topic nor provider: then the tries move on to the new item.
            bool said = false;
            for (; !said && left() > 0; ++day)
                person.visit(ann, day, 1, [&](const Slate& slate, int) {
                    for (int rank = 0; rank < slate.count; ++rank) {
                        const auto r = static_cast<std::size_t>(rank);
                        const bool near_it =
                            slate.category[r] == topic || person.provider(slate.item[r]) == provider;
                        if (near_it != same_side) continue;
                        said = true;
                        return std::vector<Said>{{rank, FeedbackKind::not_interested, 0}};
                    }
                    return std::vector<Said>{};
                });
            QVERIFY(said);
            QCOMPARE(left(), same_side ? 0 : 5);
        }
    }

    // DE-08, DE-36: a provider that was tried since, and liked, is not what is offered to be paused; a topic
    // that was liked is left in peace by silent signs, for its time.
    void what_was_tried_and_liked_is_left_in_peace() {
        Policy policy = quiet();
        policy.near_slates = 6;
        policy.acknowledge_at = 0.5;
        for (const bool likes_topic : {true, false}) {
            Person person(policy);
            std::uint32_t no = 0;
            int day = 0;
            for (bool said = false; !said && day < 40; ++day)
                person.visit(ann, day, 1, [&](const Slate& slate, int n) {
                    auto all = no_to_topic()(slate, n);
                    said = !all.empty();
                    if (said) no = slate.item[static_cast<std::size_t>(all[0].rank)];
                    return all;
                });
            const std::uint32_t provider = person.provider(no);
            int picks = 0;
            for (int slate_of_tries = 0; slate_of_tries < 6; ++slate_of_tries, ++day)
                person.visit(ann, day, 1, [&](const Slate& slate, int) {
                    for (int rank = 0; rank < slate.count; ++rank) {
                        const auto r = static_cast<std::size_t>(rank);
                        const bool of_topic = slate.category[r] == topic;
                        const bool of_provider = person.provider(slate.item[r]) == provider;
                        if (of_topic == of_provider || of_topic != likes_topic) continue;
                        ++picks;
                        return std::vector<Said>{{rank, FeedbackKind::picked, 0}};
                    }
                    return std::vector<Said>{};
                });
            QVERIFY2(picks > 0, "nothing nearby was shown");
            QCOMPARE(person.recommender().near_slates_left(UserId(ann)), 0);
            const auto silent_change = [&](int at) {
                // A thing of the topic, left at once.
                const VisitRequest request = {UserId(ann), static_cast<std::uint32_t>(at) * 16, at * 24.0};
                static_cast<void>(request);
                const auto kept = person.recommender().kept_person(UserId(ann));
                const float before = person.weight();
                for (int n = 0; n < 8; ++n)
                    person.visit(ann, at, 1, [&](const Slate& slate, int) {
                        for (int rank = 0; rank < slate.count; ++rank)
                            if (slate.category[static_cast<std::size_t>(rank)] == topic)
                                return std::vector<Said>{{rank, FeedbackKind::picked, 0},
                                                         {rank, FeedbackKind::consumed, 0}};
                        return std::vector<Said>{};
                    });
                const float change = person.weight() - before;
                person.recommender().put_back(UserId(ann), kept);
                return change;
            };
            if (likes_topic)
                QVERIFY2(silent_change(day) >= 0,
                         qPrintable(number(static_cast<double>(silent_change(day)))));
            // The next no to the provider's: what is offered?
            std::optional<Offer> offered;
            person.between = [&](Worker& worker, OpenVisit& open, int) {
                if (offered) return;
                offered = person.recommender().offer(worker, open, open.request.hours + 0.5);
            };
            const std::uint8_t other = topic + 1;
            const int until = day + 10;
            for (; !offered && day < until; ++day)
                person.visit(
                    ann, day, 2,
                    no_to([&](std::uint32_t item) { return person.provider(item) == provider; }, other));
            QVERIFY(offered);
            QCOMPARE(offered->may_pause, likes_topic);
        }
    }

    // DE-45: however much is said against a topic, it goes on being found now and then; without exploration
    // it does not.
    void a_lowered_topic_is_still_found_data() {
        QTest::addColumn<double>("exploration");
        QTest::newRow("as it ships") << Policy{}.exploration_share;
        QTest::newRow("none") << 0.0;
    }
    void a_lowered_topic_is_still_found() {
        QFETCH(double, exploration);
        Policy policy = quiet();
        policy.exploration_share = exploration;
        policy.step = 1.6;
        policy.lowest_weight = -4;
        policy.answer_tap = -6;
        Person person(policy);
        for (int day = 0; day < 20; ++day)
            person.visit(ann, day, 6, no_to_topic());
        QVERIFY2(person.weight() <= -2.5F, qPrintable(number(static_cast<double>(person.weight()))));
        int slates = 0, with = 0;
        for (int day = 20; day < 60; ++day)
            for (const Slate& slate : person.visit(ann, day, 5, no_to_topic())) {
                ++slates;
                with += std::find(slate.category.begin(), slate.category.begin() + slate.count, topic) !=
                                slate.category.begin() + slate.count
                            ? 1
                            : 0;
            }
        const double share = 1.0 * with / slates;
        QVERIFY2(exploration > 0 ? share >= 0.02 : share < 0.02, qPrintable(number(share)));
    }

    // DE-16: with two signs asked for, the first no is answered in silence.
    void an_offer_waits_for_as_many_signs_as_the_policy_says() {
        for (const int wanted : {1, 2, 3}) {
            Policy policy = quiet();
            policy.signs = wanted;
            Person person(policy);
            int noes = 0, at_offer = 0;
            person.between = [&](Worker& worker, OpenVisit& open, int) {
                if (at_offer == 0 && person.recommender().offer(worker, open, open.request.hours + 0.5))
                    at_offer = noes;
            };
            for (int day = 0; day < 20 && at_offer == 0; ++day)
                person.visit(ann, day, 1, [&](const Slate& slate, int n) {
                    auto said = no_to_topic()(slate, n);
                    noes += said.empty() ? 0 : 1;
                    return said;
                });
            QCOMPARE(at_offer, wanted);
        }
    }

    // DE-51: who wants no explanations gets the plain words, and keeps getting them.
    void explanations_can_be_turned_off_for_good() {
        Policy policy = quiet();
        policy.copy_style = static_cast<int>(CopyStyle::explanatory);
        policy.cool_down = 1;
        policy.offers_a_week = 7;
        policy.weekly_cap = 7;
        Person person(policy);
        std::vector<CopyStyle> styles;
        person.between = [&](Worker& worker, OpenVisit& open, int) {
            const auto offer = person.recommender().offer(worker, open, open.request.hours + 0.5);
            if (!offer) return;
            styles.push_back(offer->style);
            person.recommender().choose(worker, open, *offer, OfferChoice::decline, open.request.hours + 0.5);
            person.recommender().wants_explanations(UserId(ann), false);
        };
        for (int day = 0; day < 60; ++day)
            person.visit(ann, day, 1, no_to_topic(static_cast<std::uint8_t>(day / 4 % 8)));
        QVERIFY(styles.size() >= 3);
        QCOMPARE(styles[0], CopyStyle::explanatory);
        for (std::size_t s = 1; s < styles.size(); ++s)
            QCOMPARE(styles[s], CopyStyle::plain);
    }

    // P8, DE-76: where what was chosen is contradicted, lists rest on the profile of the weeks before.
    void contradiction_brings_back_the_stable_profile() {
        std::map<bool, std::map<std::uint32_t, std::int32_t>> scores;
        std::map<std::uint32_t, std::int32_t> before;
        std::uint8_t favourite = 0;
        for (const bool contradicted : {true, false}) {
            Policy policy = quiet();
            policy.acknowledge_at = 0.5;
            policy.lowest_weight = -0.5;
            policy.recovery_half_life = 7;
            policy.fallback_at = 0.4;
            policy.conversation = contradicted; // only what was chosen can be contradicted
            Person person(policy);
            for (int day = 0; day < 20; ++day)
                person.visit(ann, day, 3, first);
            before = person.scores(20);
            favourite = person.visit(ann, 20, 1, nothing).front().category[0];
            person.between = [&](Worker& worker, OpenVisit& open, int) {
                if (const auto offer = person.recommender().offer(worker, open, open.request.hours + 0.5))
                    person.recommender().choose(worker, open, *offer, OfferChoice::fewer,
                                                open.request.hours + 0.5);
            };
            // For and against the topic, loudly; the rest of the profile is turned over meanwhile.
            int day = 21;
            const auto mixed = [&](const Slate& slate, int number) {
                std::vector<Said> said;
                const bool against = day == 21 || number % 2 == 0;
                bool spoken = false; // of one category on one slate, one no counts
                for (int rank = 0; rank < slate.count; ++rank) {
                    const bool of = slate.category[static_cast<std::size_t>(rank)] == favourite;
                    if (of && !spoken)
                        said.push_back(
                            {rank, against ? FeedbackKind::not_interested : FeedbackKind::thumb_up, 0});
                    spoken = spoken || of;
                    if (!of) // left at once
                        said.insert(said.end(),
                                    {{rank, FeedbackKind::picked, 0}, {rank, FeedbackKind::consumed, 0}});
                }
                return said;
            };
            for (; day < 24; ++day)
                person.visit(ann, day, 4, mixed);
            const DerivedState* kept = std::as_const(person.recommender()).gate().derived(UserId(ann));
            QCOMPARE(kept->frozen != 0, contradicted);
            scores[contradicted] = person.scores(24);
        }
        const Catalogue catalogue = small_catalogue(8, 20, 5);
        std::map<bool, double> away;
        for (const bool contradicted : {true, false}) {
            double sum = 0, count = 0;
            for (const auto& [item, score] : scores[contradicted]) {
                if (catalogue.items[item].category.value == favourite || !before.contains(item)) continue;
                const auto by = static_cast<double>(from_score(score - before[item]));
                sum += by * by;
                count += 1;
            }
            away[contradicted] = std::sqrt(sum / count);
        }
        QVERIFY2(away[true] < 0.6 * away[false], qPrintable(number(away[true]) + " " + number(away[false])));
    }
};
ATTUNE_TEST(Adjust_test);

#include "adjust_test.moc"
