// People by state and day: equal to a recount of every interval by hand, for random logs and for a real run.
#include "core/base/random.h"
#include "simulations/study/loop_watched.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/diary.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double hours_per_day = 24;

/// A stretch of time in which a category of a person was in a state.
struct Stretch {
    std::uint32_t user = 0;
    LoopState state = LoopState::stable;
    double from = 0, to = 0;
};

/// Reads the whole log of each person and category by itself: no streaming, no counters.
std::vector<Stretch> stretches_of(const std::vector<LoggedEvent>& log, int users, double end) {
    std::vector<Stretch> all;
    for (int u = 0; u < users; ++u) {
        std::vector<LoggedEvent> own;
        std::copy_if(log.begin(), log.end(), std::back_inserter(own), [u](const LoggedEvent& event) {
            return event.user.value == static_cast<std::uint32_t>(u) &&
                   (event.kind == LoggedKind::consent || event.kind == LoggedKind::session ||
                    event.kind == LoggedKind::episode);
        });
        for (std::uint32_t c = 0; c < max_categories; ++c)
            for (const bool watched : {false, true}) {
                LoopState state = LoopState::stable;
                double since = 0;
                bool consents = false;
                const auto change = [&](LoopState to, double hours) {
                    if (state != LoopState::stable)
                        all.push_back({static_cast<std::uint32_t>(u), state, since, hours});
                    state = to;
                    since = hours;
                };
                for (const LoggedEvent& event : own) {
                    if (event.kind == LoggedKind::consent) {
                        const bool now = event.consent.permits(Purpose::adjust_my_recommendations);
                        if (consents && !now) change(LoopState::stable, event.hours);
                        consents = now;
                    }
                    if (event.kind == LoggedKind::session && !consents)
                        change(LoopState::stable, event.hours);
                    if (event.kind != LoggedKind::episode || event.category.value != c) continue;
                    const bool of_weight = event.from == LoopState::watch || event.to == LoopState::watch;
                    if (of_weight == watched) change(event.to, event.hours);
                }
                change(LoopState::stable, end);
            }
    }
    return all;
}

int recount(const std::vector<Stretch>& stretches, int day, int days, std::size_t kind) {
    std::set<std::uint32_t> people;
    const auto day_of = [&](double hours) {
        return std::min(static_cast<int>(hours / hours_per_day), days - 1);
    };
    for (const Stretch& one : stretches) {
        Episode episode;
        episode.state = one.state;
        const bool counts =
            kind == LoopFlow::under_way ? episode.active() : kind == static_cast<std::size_t>(one.state);
        if (counts && day_of(one.from) <= day && day <= day_of(one.to)) people.insert(one.user);
    }
    return static_cast<int>(people.size());
}

std::vector<LoggedEvent> random_log(std::uint64_t seed, int users, int days) {
    std::vector<LoggedEvent> log;
    std::uint64_t drawn = seed;
    const auto draw_below = [&drawn](std::uint32_t n) {
        drawn = mix64(drawn);
        return static_cast<std::uint32_t>(below(static_cast<std::uint32_t>(drawn >> 32U), n));
    };
    std::map<std::pair<int, int>, LoopState> states;
    std::map<std::pair<int, int>, bool> watched;
    for (int step = 0; step < 600; ++step) {
        const double hours = step * days * hours_per_day / 600 + 0.01;
        const int user = static_cast<int>(draw_below(static_cast<std::uint32_t>(users)));
        const int category = static_cast<int>(draw_below(4));
        LoggedEvent event{.kind = LoggedKind::episode,
                          .user = UserId(static_cast<std::uint32_t>(user)),
                          .hours = hours,
                          .category = CategoryId(static_cast<std::uint32_t>(category))};
        const std::uint32_t what = draw_below(20);
        if (what == 0) {
            event.kind = LoggedKind::consent;
            event.consent.status[static_cast<std::size_t>(Purpose::adjust_my_recommendations)] =
                draw_below(2) == 0 ? ConsentStatus::given : ConsentStatus::withdrawn;
        } else if (what == 1) {
            event.kind = LoggedKind::session;
        } else if (what < 6) {
            bool& low = watched[{user, category}];
            event.from = low ? LoopState::watch : LoopState::stable;
            event.to = low ? LoopState::stable : LoopState::watch;
            low = !low;
        } else {
            LoopState& state = states[{user, category}];
            event.from = state;
            do
                state = static_cast<LoopState>(draw_below(loop_state_count));
            while (state == LoopState::watch);
            event.to = state;
        }
        log.push_back(event);
    }
    return log;
}

void verify_same(const LoopFlow& flow, const std::vector<Stretch>& stretches, int days) {
    int most = 0;
    for (int day = 0; day < days; ++day)
        for (std::size_t kind = 0; kind < LoopFlow::kinds; ++kind) {
            if (kind == static_cast<std::size_t>(LoopState::stable)) continue;
            most = std::max(most, flow.people(day, kind));
            QVERIFY2(flow.people(day, kind) == recount(stretches, day, days, kind),
                     qPrintable(QStringLiteral("day %1 kind %2: %3, recounted %4")
                                    .arg(day)
                                    .arg(kind)
                                    .arg(flow.people(day, kind))
                                    .arg(recount(stretches, day, days, kind))));
        }
    QVERIFY(most > 0);
}

} // namespace

class Loop_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void random_logs_are_counted_as_by_hand_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= sized(10, 200); ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void random_logs_are_counted_as_by_hand() {
        QFETCH(int, seed);
        constexpr int users = 5, days = 20;
        const auto log = random_log(static_cast<std::uint64_t>(seed), users, days);
        LoopFlow flow(users, days);
        // In pieces, as a run hands them out.
        for (std::size_t at = 0; at < log.size(); at += 37)
            flow.take(std::span(log).subspan(at, std::min<std::size_t>(37, log.size() - at)));
        flow.finish();
        verify_same(flow, stretches_of(log, users, days * hours_per_day), days);
    }

    // A person in a state with two categories, or twice on a day, is one person.
    void a_person_counts_once() {
        Diary diary;
        diary.adjusting(true, 0);
        diary.steps(LoopState::verify, 30, 0);
        diary.steps(LoopState::verify, 31, 1);
        diary.steps(LoopState::stable, 32, 0, LoopState::verify);
        diary.steps(LoopState::stable, 33, 1, LoopState::verify);
        diary.steps(LoopState::verify, 34, 0);
        diary.adjusting(false, 80);
        diary.steps(LoopState::watch, 81, 0);
        LoopFlow flow(2, 6);
        flow.take(diary.log);
        flow.finish();
        const auto of = [&](LoopState state) {
            std::vector<int> people;
            for (int day = 0; day < flow.days(); ++day)
                people.push_back(flow.people(day, static_cast<std::size_t>(state)));
            return people;
        };
        QCOMPARE(of(LoopState::verify), (std::vector<int>{0, 1, 1, 1, 0, 0})); // until the consent is gone
        QCOMPARE(of(LoopState::watch), (std::vector<int>{0, 0, 0, 1, 1, 1}));
        QCOMPARE(flow.share(1, static_cast<std::size_t>(LoopState::verify)).value, 0.5);
    }

    // In a run of the engine; offers, which are logged by themselves, say the same as "clarify".
    void a_run_is_counted_as_by_hand() {
        LoadedScenario loaded = small_scenario(200, 25, 200);
        loaded.scenario.assumptions.tap_rate = 0.06;
        const Policy policy;
        std::vector<LoggedEvent> log;
        SimulateOptions options;
        const std::uint64_t seed = seed_of(loaded.scenario, 0);
        const auto world = world_of(loaded, seed);
        RunRequest request = request_for(loaded, policy, *world, seed, options);
        request.log = [&](std::span<const LoggedEvent> events) {
            log.insert(log.end(), events.begin(), events.end());
        };
        VERIFY_OK(run_policy(request));
        double last = 0;
        int calls = 0;
        options.progress = [&](double done) {
            QVERIFY(done > last);
            last = done;
            ++calls;
        };
        const auto watched = watch_loop(loaded, policy, options);
        VERIFY_OK(watched);
        QCOMPARE(calls, request.days);
        QCOMPARE(last, 1.0);
        verify_same(watched->flow, stretches_of(log, request.users, request.days * hours_per_day),
                    request.days);
        int offers = 0;
        for (int day = 0; day < request.days; ++day) {
            std::set<std::uint32_t> offered;
            for (const LoggedEvent& event : log)
                if (event.kind == LoggedKind::offer &&
                    std::min(static_cast<int>(event.hours / hours_per_day), request.days - 1) == day)
                    offered.insert(event.user.value);
            offers += static_cast<int>(offered.size());
            QCOMPARE(watched->flow.people(day, static_cast<std::size_t>(LoopState::clarify)),
                     static_cast<int>(offered.size()));
        }
        QVERIFY(offers > 10);
    }
};
ATTUNE_TEST(Loop_flow_test);

#include "loop_flow_test.moc"
