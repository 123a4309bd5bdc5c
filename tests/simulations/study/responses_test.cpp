// What one tap, an adjustment and fourteen taps change: read by hand from short logs, and from runs of the
// engine by looking every slate up in tables.
#include "simulations/engine/simulation.h"
#include "simulations/study/episodes.h"
#include "simulations/study/first_taps.h"
#include "simulations/study/loop_runs.h"
#include "simulations/study/refined_slates.h"
#include "simulations/study/topic_scrub.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/diary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 250, days = 30;

Assumptions ready_to_object() {
    Assumptions assumptions;
    assumptions.tap_rate = 0.05;
    return assumptions;
}

/// The policy, its twin and the run with first taps lost, as raw events.
struct Runs {
    WorldData world = make_synthetic_world(ready_to_object(), 300, 9);
    LearningRecord learned;
    std::vector<LoggedEvent> with, without, untold;
    std::vector<KeptPerson> kept; ///< of people who may be adjusted for

    Runs() {
        RunRequest request = request_over(world, ready_to_object(), Policy{}, users, days, 9);
        request.learned = &learned;
        request.log = into(with);
        auto run = Simulation::start(request);
        run->run_until(days);
        for (std::uint32_t u = 0; u < users && kept.size() < 60; ++u)
            if (run->person(UserId(u)).consent.has(Purpose::adjust_my_recommendations))
                kept.push_back(run->snapshot(UserId(u)).kept);
        request.learned = nullptr;
        request.borrowed = &learned;
        request.withhold_first_tap = true;
        request.log = into(untold);
        observe(request);
        request.withhold_first_tap = false;
        request.policy = without_answer(request.policy);
        request.log = into(without);
        observe(request);
    }
    static EventSink into(std::vector<LoggedEvent>& log) {
        return [&log](std::span<const LoggedEvent> events) {
            log.insert(log.end(), events.begin(), events.end());
        };
    }
    static const Runs& get() {
        static const Runs runs;
        return runs;
    }
};

/// A slate looked up in the raw log.
struct Plain {
    double hours = 0;
    std::uint32_t visit = 0;
    std::size_t index = 0; ///< of its first event
    std::vector<std::uint32_t> items;
    int picked = -1;
};

std::map<std::pair<std::uint32_t, std::uint32_t>, Plain> slates_of(const std::vector<LoggedEvent>& log) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Plain> slates;
    for (std::size_t i = 0; i < log.size(); ++i) {
        const LoggedEvent& event = log[i];
        if (event.kind == LoggedKind::impression) {
            Plain& slate = slates[{event.user.value, event.slate}];
            if (event.rank == 0) {
                slate.hours = event.hours;
                slate.visit = event.visit;
                slate.index = i;
            }
            slate.items.push_back(event.item.value);
        }
        if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked) {
            Plain& slate = slates[{event.user.value, event.slate}];
            slate.picked = static_cast<int>(
                std::find(slate.items.begin(), slate.items.end(), event.item.value) - slate.items.begin());
        }
    }
    return slates;
}

/// The first event of a person that is wanted; the size of the log for none.
template <typename Wanted>
std::size_t first_of(const std::vector<LoggedEvent>& log, std::uint32_t user, const Wanted& wanted) {
    for (std::size_t i = 0; i < log.size(); ++i)
        if (log[i].user.value == user && wanted(log[i])) return i;
    return log.size();
}

/// The angle between two items of one category, where it is less than a right one.
double likeness(const WorldData& world, std::uint32_t a, std::uint32_t b) {
    if (world.catalogue.items[a].category != world.catalogue.items[b].category) return 0;
    std::array<double, 3> sums{}; // of products: a b, a a, b b
    for (std::size_t f = 0; f < taste_factors; ++f) {
        const auto x = static_cast<double>(world.truth.factors[a * taste_factors + f]);
        const auto y = static_cast<double>(world.truth.factors[b * taste_factors + f]);
        sums[0] += x * y;
        sums[1] += x * x;
        sums[2] += y * y;
    }
    return std::max(0.0, sums[0] / std::sqrt(sums[1]) / std::sqrt(sums[2]));
}

bool is_tap(const LoggedEvent& event) {
    return event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::not_interested;
}

template <typename Reader>
Reader reading(Reader reader, const std::vector<LoggedEvent>& log) {
    reader.take(log);
    return reader;
}

} // namespace

class Responses_test : public QObject {
    Q_OBJECT
private slots:
    // RSP by hand: the slates after the tap, without the item itself, and no longer than twenty.
    void slates_after_a_tap_are_counted_by_hand() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(9, {0, 1, 4});
        diary.says(FeedbackKind::not_interested, 0, 9.1);
        diary.says(FeedbackKind::not_interested, 5, 9.1); // a second tap is none of the first
        for (int s = 0; s < 25; ++s)
            diary.shows(9.2 + s, {0, 1, 2, 5}); // itself, alike, the same category, another one
        diary.leaves(9);
        const AfterTap person = reading(FirstTaps(world, 1), diary.log).people()[0];
        QCOMPARE(person.item, 0U);
        QCOMPARE(person.slates, 20);
        for (std::size_t h = 0; h < slates_after_tap.size(); ++h) {
            QCOMPARE(person.shown[h].items, 3.0 * slates_after_tap[h]);
            // Item 1 is alike by 0.8 over 0.994, item 2 by 0.5 over 1.003.
            QVERIFY(std::abs(person.shown[h].alike - (0.8048 + 0.4983) * slates_after_tap[h]) <
                    1e-3 * slates_after_tap[h]);
            QCOMPARE(person.shown[h].other, 1.0 * slates_after_tap[h]);
        }
    }

    // DE-13, FB-02: RSP of every person, in both runs, from tables; and the tap is what reduces it.
    void slates_after_a_tap_equal_those_looked_up() {
        const Runs& runs = Runs::get();
        std::map<bool, double> all, bad;
        for (const bool told : {true, false}) {
            const auto& log = told ? runs.with : runs.untold;
            const FirstTaps taps = reading(FirstTaps(runs.world, users), log);
            const auto slates = slates_of(log);
            for (std::uint32_t user = 0; user < users; ++user) {
                const std::size_t tap = first_of(log, user, is_tap);
                const AfterTap& measured = taps.people()[user];
                if (tap == log.size()) {
                    QVERIFY(measured.hours < 0);
                    continue;
                }
                QCOMPARE(measured.item, log[tap].item.value);
                for (std::size_t h = 0; h < 3; ++h) {
                    AfterTap::Shown expected;
                    int counted = 0;
                    for (const auto& [key, slate] : slates) {
                        if (key.first != user || slate.index < tap || slate.hours < log[tap].hours ||
                            counted == std::array{1, 5, 20}[h])
                            continue;
                        ++counted;
                        for (const std::uint32_t item : slate.items) {
                            if (item == measured.item) continue;
                            expected.items += 1;
                            expected.alike += likeness(runs.world, item, measured.item);
                            expected.other += runs.world.catalogue.items[item].category !=
                                                      runs.world.catalogue.items[measured.item].category
                                                  ? 1
                                                  : 0;
                        }
                    }
                    QCOMPARE(measured.shown[h].items, expected.items);
                    QVERIFY(std::abs(measured.shown[h].alike - expected.alike) < 1e-9);
                    QCOMPARE(measured.shown[h].other, expected.other);
                    if (h < 2) continue;
                    QCOMPARE(measured.slates, counted);
                    all[told] += expected.items;
                    bad[told] += expected.alike;
                }
            }
        }
        QVERIFY2(bad[true] / all[true] < 0.8 * bad[false] / all[false],
                 qPrintable(QString("%1 %2").arg(bad[true]).arg(bad[false])));
    }

    // ARS by hand: what stands only here has risen, what stands only there was displaced; both as far down as
    // they were seen; nothing once the two lives have parted.
    void what_rose_and_what_it_displaced_is_counted_by_hand() {
        Diary with, without;
        for (Diary* diary : {&with, &without}) {
            diary->shows(9, {0, 1, 4});
            diary->says(FeedbackKind::not_interested, 0, 9.1);
        }
        with.shows(9.2, {5, 2, 3, 4});
        with.says(FeedbackKind::picked, 3, 9.3); // three seen: 5 and 3 have risen, 3 is picked
        without.shows(9.2, {0, 1, 2, 4});
        without.says(FeedbackKind::picked, 1, 9.3); // two seen: 0 and 1 were displaced, 1 is picked
        with.shows(9.4, {1, 2, 3});
        without.shows(9.4, {1, 2, 3}); // the same: nothing rose
        with.leaves(9);
        without.leaves(9);
        with.shows(50, {5, 5, 5}, 16);
        without.shows(51, {0, 0, 0}, 17); // another visit: the lives have parted
        with.leaves(50, 16);
        without.leaves(51, 17);
        RefinedSlates refined(1);
        refined.keep(with.log);
        refined.compare(without.log);
        const RefinedPicks& picks = refined.people()[0];
        QCOMPARE(picks.slates, 2.0);
        QCOMPARE(picks.risen, 2.0);
        QCOMPARE(picks.risen_picked, 1.0);
        QCOMPARE(picks.displaced, 2.0);
        QCOMPARE(picks.displaced_picked, 1.0);
    }

    // Another first sign in the twin: the two are not compared at all.
    void only_the_same_sign_is_compared() {
        Diary with, without;
        for (Diary* diary : {&with, &without}) {
            diary->shows(9, {0, 1, 4});
            diary->says(FeedbackKind::not_interested, diary == &with ? 0 : 1, 9.1);
            diary->shows(9.2, {diary == &with ? 2U : 3U, 4});
            diary->leaves(9);
        }
        RefinedSlates refined(1);
        refined.keep(with.log);
        refined.compare(without.log);
        QCOMPARE(refined.people()[0].slates, 0.0);
    }

    // DE-62: ARS of every person from tables of slates.
    void refined_picks_equal_those_looked_up() {
        const Runs& runs = Runs::get();
        RefinedSlates refined(users);
        refined.keep(runs.with);
        refined.compare(runs.without);
        const auto with = slates_of(runs.with), without = slates_of(runs.without);
        double slates = 0, picked = 0;
        for (std::uint32_t user = 0; user < users; ++user) {
            const std::size_t sign = first_of(runs.with, user, is_overt_sign);
            const std::size_t twin = first_of(runs.without, user, is_overt_sign);
            RefinedPicks expected;
            if (sign < runs.with.size() && twin < runs.without.size() &&
                runs.with[sign].hours == runs.without[twin].hours &&
                runs.with[sign].item == runs.without[twin].item) {
                std::vector<std::pair<std::uint32_t, Plain>> one, other; // after the sign, by number
                for (const auto& [from, to, index, hours] :
                     {std::tuple{&with, &one, sign, runs.with[sign].hours},
                      {&without, &other, twin, runs.without[twin].hours}})
                    for (const auto& [key, slate] : *from)
                        if (key.first == user && slate.index > index && slate.hours >= hours &&
                            slate.hours <= hours + 720)
                            to->emplace_back(key.second, slate);
                for (std::size_t s = 0; s < std::min(one.size(), other.size()); ++s) {
                    const auto& [number, here] = one[s];
                    const auto& [number_there, there] = other[s];
                    if (number != number_there || here.visit != there.visit) break;
                    expected.slates += 1;
                    const std::set<std::uint32_t> on(here.items.begin(), here.items.end());
                    const std::set<std::uint32_t> off(there.items.begin(), there.items.end());
                    for (int r = 0; r < static_cast<int>(here.items.size()); ++r) {
                        const auto rank = static_cast<std::size_t>(r);
                        if ((here.picked < 0 || r <= here.picked) && !off.contains(here.items[rank])) {
                            expected.risen += 1;
                            expected.risen_picked += r == here.picked ? 1 : 0;
                        }
                        if ((there.picked < 0 || r <= there.picked) && !on.contains(there.items[rank])) {
                            expected.displaced += 1;
                            expected.displaced_picked += r == there.picked ? 1 : 0;
                        }
                    }
                }
            }
            const RefinedPicks& measured = refined.people()[user];
            QCOMPARE(measured.slates, expected.slates);
            QCOMPARE(measured.risen, expected.risen);
            QCOMPARE(measured.risen_picked, expected.risen_picked);
            QCOMPARE(measured.displaced, expected.displaced);
            QCOMPARE(measured.displaced_picked, expected.displaced_picked);
            slates += expected.slates;
            picked += expected.risen_picked;
        }
        QVERIFY2(slates > 500 && picked > 50, qPrintable(QString("%1 %2").arg(slates).arg(picked)));
    }

    // TSR: scripted people tap fourteen times, where there is as much of the topic; with an answer most of it
    // is gone, and without one it stays.
    void scrubbing_a_topic_out_works_where_taps_are_answered() {
        const Runs& runs = Runs::get();
        const TopicScrub scrub{.world = &runs.world, .learned = &runs.learned, .seed = 9, .day = days};
        std::map<bool, double> before, after;
        std::vector<Scrubbed> answered;
        for (const bool twin : {false, true}) {
            const auto scrubbed = scrub(twin ? without_answer(Policy{}) : Policy{}, runs.kept);
            VERIFY_OK(scrubbed);
            QCOMPARE(scrubbed->size(), runs.kept.size());
            for (std::size_t p = 0; p < scrubbed->size(); ++p) {
                const Scrubbed& one = (*scrubbed)[p];
                QCOMPARE(one.items_before, 10.0);
                QCOMPARE(one.items_after, 10.0);
                QVERIFY(one.taps <= TopicScrub::taps);
                QVERIFY(!twin || one.taps == TopicScrub::taps); // there it never runs out
                before[twin] += one.topic_before;
                after[twin] += one.topic_after;
            }
            if (!twin) answered = *scrubbed;
        }
        QVERIFY(before[false] > 60);
        QVERIFY2(after[false] < 0.3 * before[false],
                 qPrintable(QString("%1 %2").arg(after[false]).arg(before[false])));
        QVERIFY2(after[true] > 0.6 * before[true],
                 qPrintable(QString("%1 %2").arg(after[true]).arg(before[true])));
        // The same again, bit for bit; nobody, and nothing comes of it.
        const auto again = scrub(Policy{}, runs.kept);
        for (std::size_t p = 0; p < again->size(); ++p)
            QCOMPARE((*again)[p].topic_after, answered[p].topic_after);
        QVERIFY(scrub(Policy{}, {})->empty());
    }
};

ATTUNE_TEST(Responses_test);
#include "responses_test.moc"
