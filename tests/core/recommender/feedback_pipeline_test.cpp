// What comes through the four stages and what does not, one malformed case at a time and then in random
// streams against an oracle that knows the whole history.
#include "core/base/text.h"
#include "core/recommender/feedback/pipeline.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

using namespace attune;
using attune::test::Dice;
using attune::test::Judgement;
using attune::test::Oracle;
using attune::test::random_visits;
using attune::test::StreamVisit;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double second = 1.0 / 3600;

/// Person 3 was shown items 0 .. 9 on slate 7 and 20 .. 29 on slate 8 at hour 90; events arrive at hour 100.
struct Stage {
    Stage() {
        for (std::uint32_t slate : {7U, 8U})
            for (std::uint32_t rank = 0; rank < 10; ++rank)
                impressions.push_back({UserId(3), ItemId((slate == 7 ? 0 : 20) + rank), slate,
                                       static_cast<std::uint8_t>(rank), 40 + slate, 90});
        context.rules = {UserId(3), 10, 50, 100, 72, attune::test::full_consent()};
        context.shown = {impressions, 10};
    }

    VisitFeedback run(const std::vector<FeedbackEvent>& events) {
        scratch.resize(events.size());
        accepted.resize(events.size());
        const VisitFeedback result = process_visit(context, events, recent, state, scratch, accepted);
        accepted.resize(result.accepted);
        return result;
    }

    std::vector<Impression> impressions;
    VisitContext context;
    RecentEvents recent;
    PerUserFeedbackState state;
    std::vector<FeedbackEvent> scratch;
    std::vector<WeightedFeedback> accepted;
};

/// A pick of item 4 on slate 7, as sound as can be.
FeedbackEvent sound(std::uint64_t key = 1) {
    FeedbackEvent event;
    event.key = key;
    event.user = UserId(3);
    event.item = ItemId(4);
    event.slate = 7;
    event.hours = 95;
    return event;
}

std::uint32_t total(const QuarantineCounts& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0U);
}

struct Case {
    const char* name;
    Quarantine expected;
    std::function<void(Stage&, std::vector<FeedbackEvent>&)>
        arrange; ///< the last event is the one in question
};

/// One sound event changed in one way.
Case changed(const char* name, Quarantine expected, std::function<void(FeedbackEvent&)> change) {
    return {name, expected, [change](Stage&, std::vector<FeedbackEvent>& events) {
                events.push_back(sound());
                change(events.back());
            }};
}

/// A second event after a sound one, with its own key unless changed back.
Case after_sound(const char* name, Quarantine expected, std::function<void(FeedbackEvent&)> change) {
    return {name, expected, [change](Stage&, std::vector<FeedbackEvent>& events) {
                events.push_back(sound(1));
                events.push_back(sound(2));
                change(events.back());
            }};
}

std::vector<Case> cases() {
    using Q = Quarantine;
    using E = FeedbackEvent;
    using K = FeedbackKind;
    const float small = std::numeric_limits<float>::denorm_min();
    return {
        // Malformed.
        changed("the first user number that is not given out", Q::unknown_user,
                [](E& e) { e.user = UserId(10); }),
        changed("the largest user number", Q::unknown_user, [](E& e) { e.user = UserId(0xFFFFFFFFU); }),
        changed("in another person's name", Q::other_user, [](E& e) { e.user = UserId(4); }),
        changed("in the name of person 0", Q::other_user, [](E& e) { e.user = UserId(0); }),
        changed("the first kind that does not exist", Q::unknown_kind,
                [](E& e) { e.kind = static_cast<K>(9); }),
        changed("kind 255", Q::unknown_kind, [](E& e) { e.kind = static_cast<K>(255); }),
        changed("the first item number that is not given out", Q::unknown_item,
                [](E& e) { e.item = ItemId(50); }),
        changed("the largest item number", Q::unknown_item, [](E& e) { e.item = ItemId(0xFFFFFFFFU); }),
        changed("a value that is no number", Q::value_not_finite,
                [](E& e) { e.value = static_cast<float>(nan); }),
        changed("an infinite depth", Q::value_not_finite,
                [](E& e) {
                    e.kind = K::consumed;
                    e.value = static_cast<float>(infinity);
                }),
        changed("a depth of minus infinity", Q::value_not_finite,
                [](E& e) {
                    e.kind = K::consumed;
                    e.value = static_cast<float>(-infinity);
                }),
        changed("a depth just below 0", Q::value_out_of_range,
                [small](E& e) {
                    e.kind = K::consumed;
                    e.value = -small;
                }),
        changed("a depth just above 1", Q::value_out_of_range,
                [](E& e) {
                    e.kind = K::consumed;
                    e.value = std::nextafter(1.0F, 2.0F);
                }),
        changed("a depth in percent", Q::value_out_of_range,
                [](E& e) {
                    e.kind = K::consumed;
                    e.value = 85;
                }),
        changed("a pick with a value", Q::value_out_of_range, [](E& e) { e.value = 0.5F; }),
        changed("a thumb up with a value", Q::value_out_of_range,
                [](E& e) {
                    e.kind = K::thumb_up;
                    e.value = 1;
                }),
        changed("a thumb down with a value", Q::value_out_of_range,
                [](E& e) {
                    e.kind = K::thumb_down;
                    e.value = -1;
                }),
        changed("a tap with the smallest value", Q::value_out_of_range,
                [small](E& e) {
                    e.kind = K::not_interested;
                    e.value = small;
                }),
        changed("a time that is no number", Q::time_not_finite, [](E& e) { e.hours = nan; }),
        changed("an infinite time", Q::time_not_finite, [](E& e) { e.hours = infinity; }),
        changed("a time of minus infinity", Q::time_not_finite, [](E& e) { e.hours = -infinity; }),
        changed("a time just before the start", Q::time_negative, [](E& e) { e.hours = -1e-9; }),
        changed("a time long before the start", Q::time_negative, [](E& e) { e.hours = -1e300; }),
        changed("a time just after arrival", Q::time_in_future,
                [](E& e) { e.hours = std::nextafter(100.0, 101.0); }),
        changed("a time in seconds", Q::time_in_future, [](E& e) { e.hours = 95.0 * 3600; }),
        changed("a time just outside the window", Q::too_late, [](E& e) { e.hours = 28 - 1e-9; }),
        changed("a time at the start", Q::too_late, [](E& e) { e.hours = 0; }),
        after_sound("the same event again", Q::duplicate_key, [](E& e) { e = sound(1); }),
        after_sound("the same event with a negative zero", Q::duplicate_key,
                    [](E& e) {
                        e = sound(1);
                        e.value = -0.0F;
                    }),
        after_sound("the same key for another item", Q::contradictory_key,
                    [](E& e) {
                        e.key = 1;
                        e.item = ItemId(5);
                    }),
        after_sound("the same key on another slate", Q::contradictory_key,
                    [](E& e) {
                        e.key = 1;
                        e.slate = 8;
                    }),
        after_sound("the same key for another kind", Q::contradictory_key,
                    [](E& e) {
                        e.key = 1;
                        e.kind = K::thumb_up;
                    }),
        after_sound("the same key at another time", Q::contradictory_key,
                    [](E& e) {
                        e.key = 1;
                        e.hours = 96;
                    }),
        {"the same key with another depth", Q::contradictory_key,
         [](Stage&, std::vector<E>& events) {
             for (const float depth : {0.5F, 0.25F}) {
                 events.push_back(sound(1));
                 events.back().kind = K::consumed;
                 events.back().value = depth;
             }
         }},
        after_sound("the same tap 4.9 s later", Q::burst, [](E& e) { e.hours += 4.9 * second; }),
        after_sound("the same tap 4.9 s earlier", Q::burst, [](E& e) { e.hours -= 4.9 * second; }),
        after_sound("the same tap at once on another slate", Q::burst, [](E& e) { e.slate = 8; }),
        {"a tap 4 s after one that was refused as a burst 4 s after one that was not", Q::none,
         [](Stage&, std::vector<E>& events) {
             for (std::uint64_t i = 0; i < 3; ++i) {
                 events.push_back(sound(i));
                 events.back().hours += 4 * second * static_cast<double>(i);
             }
         }},
        changed("a slate before all that were shown", Q::orphan, [](E& e) { e.slate = 6; }),
        changed("a slate after all that were shown", Q::orphan, [](E& e) { e.slate = 9; }),
        changed("the largest slate number", Q::orphan, [](E& e) { e.slate = 0xFFFFFFFFU; }),
        changed("an item of the other slate", Q::orphan, [](E& e) { e.item = ItemId(24); }),
        changed("an item that was not shown at all", Q::orphan, [](E& e) { e.item = ItemId(40); }),
        {"nothing was shown", Q::orphan,
         [](Stage& stage, std::vector<E>& events) {
             stage.context.shown = {};
             events.push_back(sound());
         }},
        {"shown to somebody else", Q::orphan,
         [](Stage& stage, std::vector<E>& events) {
             for (Impression& one : stage.impressions)
                 one.user = UserId(2);
             events.push_back(sound());
         }},
        changed("just before it was shown", Q::before_impression,
                [](E& e) { e.hours = std::nextafter(90.0, 0.0); }),
        changed("a day before it was shown", Q::before_impression, [](E& e) { e.hours = 66; }),
        {"without any consent", Q::no_consent,
         [](Stage& stage, std::vector<E>& events) {
             stage.context.rules.consent = {};
             events.push_back(sound());
         }},
        {"a tap that only the service may use", Q::no_consent,
         [](Stage& stage, std::vector<E>& events) {
             stage.context.rules.consent = {};
             stage.context.rules.consent.state.set(Purpose::deliver_service, true);
             events.push_back(sound());
             events.back().kind = K::not_interested;
         }},
        {"kept back from before the consent", Q::no_consent,
         [](Stage& stage, std::vector<E>& events) {
             stage.context.rules.consent.since = {0, 0, 95.5, 97};
             events.push_back(sound());
         }},
        changed("several faults: the first rule names it", Q::unknown_user,
                [](E& e) {
                    e.user = UserId(99);
                    e.item = ItemId(99);
                    e.value = static_cast<float>(nan);
                    e.hours = -1;
                }),
        changed("several faults without the user", Q::unknown_item,
                [](E& e) {
                    e.item = ItemId(99);
                    e.value = static_cast<float>(nan);
                    e.hours = -1;
                }),

        // Sound, close to the edge.
        changed("as it should be", Q::none, [](E&) {}),
        changed("key 0", Q::none, [](E& e) { e.key = 0; }),
        changed("the largest key", Q::none, [](E& e) { e.key = ~std::uint64_t{0}; }),
        changed("the largest known item", Q::orphan, [](E& e) { e.item = ItemId(49); }),
        changed("depth 0", Q::none, [](E& e) { e.kind = K::consumed; }),
        changed("depth 1", Q::none,
                [](E& e) {
                    e.kind = K::consumed;
                    e.value = 1;
                }),
        changed("a negative zero", Q::none, [](E& e) { e.value = -0.0F; }),
        changed("at the moment of arrival", Q::none, [](E& e) { e.hours = 100; }),
        changed("at the moment it was shown", Q::none, [](E& e) { e.hours = 90; }),
        changed("the edge of the window", Q::before_impression, [](E& e) { e.hours = 28; }),
        after_sound("the same tap 5.1 s later", Q::none, [](E& e) { e.hours += 5.1 * second; }),
        after_sound("the same tap 5.1 s earlier", Q::none, [](E& e) { e.hours -= 5.1 * second; }),
        after_sound("another kind at once", Q::none, [](E& e) { e.kind = K::thumb_down; }),
        after_sound("another item at once", Q::none, [](E& e) { e.item = ItemId(5); }),
        {"one consent that held is enough", Q::none,
         [](Stage& stage, std::vector<E>& events) {
             stage.context.rules.consent = {};
             stage.context.rules.consent.state.set(Purpose::improve_models, true);
             stage.context.rules.consent.since = {0, 0, 0, 95};
             events.push_back(sound());
         }},
    };
}

} // namespace

class Feedback_pipeline_test : public QObject {
    Q_OBJECT

private slots:
    // FB-53
    void malformed_events_are_handled_as_listed_data() {
        QTest::addColumn<int>("index");
        int refusing = 0;
        int index = 0;
        for (const Case& one : cases()) {
            QTest::newRow(one.name) << index++;
            refusing += one.expected != Quarantine::none;
        }
        QVERIFY(refusing >= 30);
    }
    void malformed_events_are_handled_as_listed() {
        QFETCH(int, index);
        const Case one = cases()[static_cast<std::size_t>(index)];
        Stage stage;
        std::vector<FeedbackEvent> events;
        one.arrange(stage, events);
        const std::size_t before = events.size() - 1;
        // A sound neighbour goes its way whatever stands beside it.
        FeedbackEvent neighbour = sound(900);
        neighbour.item = ItemId(9);
        const bool neighbour_passes = !stage.context.shown.impressions.empty() &&
                                      stage.impressions.front().user == UserId(3) &&
                                      may_enter(Signal::pick, stage.context.rules.consent, neighbour.hours);
        events.push_back(neighbour);

        const VisitFeedback result = stage.run(events);
        QCOMPARE(total(result.counts), static_cast<std::uint32_t>(events.size()));
        QCOMPARE(result.accepted, static_cast<std::size_t>(at(result.counts, Quarantine::none)));

        // The last event's own reason: what the counts show beyond the events before it, and beyond the
        // neighbour.
        Stage without;
        std::vector<FeedbackEvent> dropped;
        one.arrange(without, dropped);
        dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(before));
        dropped.push_back(neighbour);
        const VisitFeedback rest = without.run(dropped);
        for (int reason = 0; reason < quarantine_count; ++reason) {
            const auto r = static_cast<std::size_t>(reason);
            const std::uint32_t own = static_cast<Quarantine>(reason) == one.expected ? 1 : 0;
            QVERIFY2(result.counts[r] == rest.counts[r] + own,
                     qPrintable(QString("%1: %2 against %3")
                                    .arg(QString::fromUtf8(name(static_cast<Quarantine>(reason)).data()))
                                    .arg(result.counts[r])
                                    .arg(rest.counts[r])));
        }
        if (neighbour_passes) QVERIFY(!stage.accepted.empty() && stage.accepted.back().event == neighbour);
        if (one.expected != Quarantine::none && one.expected != Quarantine::duplicate_key)
            for (const WeightedFeedback& row : stage.accepted)
                QVERIFY(!(row.event == events[before]));
    }

    // FB-53
    void every_stage_names_the_reason_of_each_event() {
        Stage stage;
        std::vector<FeedbackEvent> events = {sound(1), sound(2), sound(3), sound(4), sound(1)};
        events[1].item = ItemId(50);
        events[2].kind = FeedbackKind::thumb_up;
        events[2].slate = 99;
        events[3].hours = 80;
        std::vector<Quarantine> reasons(5);
        QuarantineCounts counts{};
        std::vector<FeedbackEvent> kept(5);
        std::size_t n = clean(events, stage.context.rules, kept, counts, reasons);
        QCOMPARE(n, std::size_t{4});
        QVERIFY((reasons == std::vector<Quarantine>{Quarantine::none, Quarantine::unknown_item,
                                                    Quarantine::none, Quarantine::none, Quarantine::none}));
        std::vector<FeedbackEvent> unique(n);
        n = dedupe(std::span(kept).first(n), stage.recent, unique, counts, reasons);
        QCOMPARE(n, std::size_t{3});
        QVERIFY(reasons[3] == Quarantine::duplicate_key);
        std::vector<WeightedFeedback> joined(n);
        n = align(std::span(unique).first(n), stage.context.shown, joined, counts, reasons);
        QCOMPARE(n, std::size_t{1});
        QVERIFY(reasons[0] == Quarantine::none && reasons[1] == Quarantine::orphan &&
                reasons[2] == Quarantine::before_impression);
        QCOMPARE(static_cast<int>(joined[0].rank), 4);
        QCOMPARE(joined[0].model_version, 47U);
        QCOMPARE(joined[0].weight, 0.0F);
        QCOMPARE(total(counts), 4U);
    }

    void reasons_and_kinds_have_words() {
        const Text& text = Text::english();
        for (int i = 0; i < quarantine_count; ++i) {
            const std::string key = "quarantine." + std::string(name(static_cast<Quarantine>(i)));
            QVERIFY2(text.has(key), key.c_str());
        }
        for (int i = 0; i < feedback_kind_count; ++i) {
            const std::string key = "feedback." + std::string(name(static_cast<FeedbackKind>(i)));
            QVERIFY2(text.has(key), key.c_str());
        }
        QCOMPARE(std::string(name(static_cast<Quarantine>(200))), std::string("unknown"));
        QCOMPARE(std::string(name(static_cast<FeedbackKind>(200))), std::string("unknown"));
    }

    // FB-54
    void each_event_ten_times_in_one_visit_counts_once() {
        Stage once;
        Stage tenfold;
        std::vector<FeedbackEvent> events;
        for (std::uint32_t i = 0; i < 7; ++i) {
            events.push_back(sound(i + 1));
            events.back().item = ItemId(i);
            events.back().kind = static_cast<FeedbackKind>(i % 5);
        }
        std::vector<FeedbackEvent> repeated;
        for (int turn = 0; turn < 10; ++turn)
            repeated.insert(repeated.end(), events.begin(), events.end());
        QCOMPARE(once.run(events).accepted, std::size_t{7});
        const VisitFeedback result = tenfold.run(repeated);
        QCOMPARE(at(result.counts, Quarantine::duplicate_key), 63U);
        QVERIFY(once.accepted == tenfold.accepted);
        QVERIFY(once.state == tenfold.state);
        QVERIFY(once.recent == tenfold.recent);
    }

    // FB-54
    void ten_replays_of_every_visit_change_nothing() {
        const auto visits = random_visits(11, test::sized(400, 4000));
        std::vector<RecentEvents> recent(test::stream_users);
        std::vector<PerUserFeedbackState> states(test::stream_users);
        std::size_t accepted_in_all = 0;
        for (const StreamVisit& visit : visits) {
            Stage stage;
            stage.context.rules = {visit.sender, test::stream_users,  test::stream_items, visit.arrival,
                                   72,           test::full_consent()};
            stage.context.shown = {visit.shown, test::stream_slate};
            stage.recent = recent[visit.sender.value];
            stage.state = states[visit.sender.value];
            accepted_in_all += stage.run(visit.events).accepted;
            const RecentEvents recent_after = stage.recent;
            const PerUserFeedbackState state_after = stage.state;
            for (int turn = 0; turn < 10; ++turn) {
                QCOMPARE(stage.run(visit.events).accepted, std::size_t{0});
                QVERIFY(stage.recent == recent_after);
                QVERIFY(stage.state == state_after);
            }
            recent[visit.sender.value] = recent_after;
            states[visit.sender.value] = state_after;
        }
        QVERIFY(accepted_in_all > visits.size() / 3);
    }

    // FB-54
    void a_replay_older_than_the_memory_is_still_refused() {
        // All visits once, then all again one after the other: every key has long left the ring.
        const auto visits = random_visits(12, test::sized(300, 3000));
        std::vector<Stage> people(test::stream_users);
        std::set<std::pair<UserId, std::uint64_t>> used;
        std::size_t again = 0;
        for (int turn = 0; turn < 2; ++turn) {
            for (const StreamVisit& visit : visits) {
                Stage& person = people[visit.sender.value];
                const double arrival = turn == 0 ? visit.arrival : visits.back().arrival;
                person.context.rules = {visit.sender, test::stream_users,  test::stream_items, arrival,
                                        1e9,          test::full_consent()};
                if (turn == 0)
                    person.impressions = visit.shown; // the replay meets the person's last visit on screen
                person.context.shown = {person.impressions, test::stream_slate};
                person.run(visit.events);
                for (const WeightedFeedback& row : person.accepted)
                    again += !used.emplace(row.event.user, row.event.key).second;
            }
        }
        QCOMPARE(again, std::size_t{0});
        QVERIFY(used.size() > visits.size() / 3);
    }

    // FB-55
    void random_streams_equal_the_oracle() {
        std::array<std::uint32_t, quarantine_count> met{};
        for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(test::sized(4, 40)); ++seed) {
            FeedbackWeights weights;
            weights.recency_half_life = 20;
            Oracle oracle(weights);
            std::vector<Stage> people(test::stream_users);
            for (Stage& person : people)
                person.impressions.clear();
            for (const StreamVisit& visit : random_visits(seed, 250)) {
                const std::vector<Judgement> judged = oracle.judge(visit);
                Stage& person = people[visit.sender.value];
                person.impressions.insert(person.impressions.end(), visit.shown.begin(), visit.shown.end());
                person.context = {{visit.sender, test::stream_users, test::stream_items, visit.arrival, 72,
                                   test::full_consent()},
                                  {person.impressions, seed % 2 == 0 ? test::stream_slate : 0},
                                  weights};
                const VisitFeedback result = person.run(visit.events);
                // Accepted and quarantined are all that arrived, and each row is joined.
                QCOMPARE(total(result.counts), static_cast<std::uint32_t>(visit.events.size()));
                QuarantineCounts expected{};
                std::size_t k = 0;
                for (const Judgement& j : judged) {
                    ++at(expected, j.reason);
                    ++met[static_cast<std::size_t>(j.reason)];
                    if (j.reason != Quarantine::none) continue;
                    QVERIFY(k < person.accepted.size());
                    const WeightedFeedback& row = person.accepted[k++];
                    QVERIFY(row.event == j.event);
                    QCOMPARE(static_cast<int>(row.rank), j.rank);
                    QCOMPARE(row.model_version, j.model_version);
                    QVERIFY2(std::abs(double{row.weight} - j.weight) < 1e-5 * j.weight,
                             qPrintable(QString("%1 %2").arg(double{row.weight}).arg(j.weight)));
                }
                QCOMPARE(k, person.accepted.size());
                QVERIFY(result.counts == expected);
            }
        }
        for (int reason = 0; reason < quarantine_count; ++reason)
            if (static_cast<Quarantine>(reason) != Quarantine::no_consent)
                QVERIFY2(met[static_cast<std::size_t>(reason)] > 0,
                         name(static_cast<Quarantine>(reason)).data());
    }

    // FB-55
    void the_join_finds_what_a_search_finds_on_any_layout_data() {
        QTest::addColumn<int>("layout");
        QTest::newRow("even slates") << 0;
        QTest::newRow("slates of different length") << 1;
        QTest::newRow("numbers left out") << 2;
    }
    void the_join_finds_what_a_search_finds_on_any_layout() {
        QFETCH(int, layout);
        std::size_t found = 0;
        for (std::uint32_t turn = 0; turn < static_cast<std::uint32_t>(test::sized(300, 5000)); ++turn) {
            Dice dice(77 + static_cast<std::uint64_t>(layout), turn);
            std::vector<Impression> shown;
            std::uint32_t slate = dice.below(5);
            const std::uint32_t slates = dice.below(8);
            for (std::uint32_t s = 0; s < slates; ++s) {
                const std::uint32_t size = layout == 1 ? 1 + dice.below(12) : 10;
                for (std::uint32_t r = 0; r < size; ++r)
                    shown.push_back({UserId(dice.chance(0.1) ? 1U : 0U), ItemId(dice.below(15)), slate,
                                     static_cast<std::uint8_t>(r), s, 0});
                slate += 1 + (layout == 2 ? dice.below(4) : 0);
            }
            for (std::uint32_t i = 0; i < 60; ++i) {
                FeedbackEvent event;
                event.slate = dice.below(slate + 2);
                event.item = ItemId(dice.below(16));
                const Impression* expected = nullptr;
                for (const Impression& one : shown)
                    if (expected == nullptr && one.slate == event.slate && one.item == event.item &&
                        one.user == event.user)
                        expected = &one;
                QCOMPARE(find_impression(event, {shown, 10}), expected);
                QCOMPARE(find_impression(event, {shown, 0}), expected);
                found += expected != nullptr;
            }
        }
        QVERIFY(found > 1000);
    }

    // FB-55
    void orphans_leave_no_trace_in_what_weighting_remembers() {
        Stage stage;
        std::vector<FeedbackEvent> orphans;
        for (std::uint64_t i = 0; i < 30; ++i) {
            orphans.push_back(sound(i));
            orphans.back().slate = 50 + static_cast<std::uint32_t>(i);
            orphans.back().hours = 95 + 0.01 * static_cast<double>(i);
        }
        const VisitFeedback result = stage.run(orphans);
        QCOMPARE(at(result.counts, Quarantine::orphan), 30U);
        QVERIFY(stage.state == PerUserFeedbackState{});
    }

    void the_memory_holds_the_eight_latest() {
        Stage stage;
        std::vector<FeedbackEvent> events;
        for (std::uint32_t i = 0; i < 9; ++i) {
            events.push_back(sound(i + 1));
            events.back().item = ItemId(i);
            events.back().hours = 95 + 0.1 * ((i * 4) % 9); // event 0 is the oldest
        }
        QCOMPARE(stage.run(events).accepted, std::size_t{9});
        for (std::uint32_t i = 0; i < 9; ++i) {
            Stage copy = stage;
            copy.context.shown = {copy.impressions, 10};
            const VisitFeedback result = copy.run({events[i]});
            QCOMPARE(at(result.counts, Quarantine::duplicate_key), i == 0 ? 0U : 1U);
        }
        QCOMPARE(sizeof(RecentEvents), std::size_t{200});
    }

    // FB-54
    void old_events_that_come_again_do_not_push_newer_ones_out() {
        Stage stage;
        std::vector<FeedbackEvent> newest;
        for (std::uint32_t i = 0; i < 8; ++i) {
            newest.push_back(sound(i + 1));
            newest.back().item = ItemId(i);
        }
        QCOMPARE(stage.run(newest).accepted, std::size_t{8});
        for (std::uint32_t i = 0; i < 20; ++i) {
            FeedbackEvent old = sound(100 + i);
            old.hours = 80 + i * 0.1;
            old.slate = 2;
            QCOMPARE(stage.run({old}).accepted, std::size_t{0});
        }
        QCOMPARE(at(stage.run(newest).counts, Quarantine::duplicate_key), 8U);
    }

    void a_known_key_outweighs_a_burst_wherever_each_is_found() {
        FeedbackEvent early = sound(1);
        FeedbackEvent other = sound(2);
        other.item = ItemId(5);
        FeedbackEvent both = sound(2); // the key of `other`, a burst of `early`
        for (const auto& [first, then] : {std::pair(early, other), std::pair(other, early)}) {
            Stage stage;
            QCOMPARE(stage.run({first}).accepted, std::size_t{1});
            const VisitFeedback result = stage.run({then, both});
            QCOMPARE(result.accepted, std::size_t{1});
            QCOMPARE(at(result.counts, Quarantine::contradictory_key), 1U);
        }
    }

    void splitting_a_visit_changes_nothing() {
        for (const StreamVisit& visit : random_visits(21, test::sized(200, 2000))) {
            Stage whole;
            Stage parts;
            for (Stage* stage : {&whole, &parts}) {
                stage->context.rules = {visit.sender, test::stream_users,  test::stream_items, visit.arrival,
                                        72,           test::full_consent()};
                stage->context.shown = {visit.shown, test::stream_slate};
            }
            const VisitFeedback result = whole.run(visit.events);
            QuarantineCounts sum{};
            std::vector<WeightedFeedback> accepted;
            for (const FeedbackEvent& event : visit.events) {
                const VisitFeedback one = parts.run({event});
                for (std::size_t r = 0; r < sum.size(); ++r)
                    sum[r] += one.counts[r];
                accepted.insert(accepted.end(), parts.accepted.begin(), parts.accepted.end());
            }
            QVERIFY(sum == result.counts);
            QVERIFY(accepted == whole.accepted);
            QVERIFY(parts.recent == whole.recent);
            QVERIFY(parts.state == whole.state);
        }
    }

    void an_empty_visit_is_nothing() {
        Stage stage;
        const VisitFeedback result = stage.run({});
        QCOMPARE(total(result.counts), 0U);
        QVERIFY(stage.recent == RecentEvents{});
        QVERIFY(stage.state == PerUserFeedbackState{});
    }
};

ATTUNE_TEST(Feedback_pipeline_test);
#include "feedback_pipeline_test.moc"
