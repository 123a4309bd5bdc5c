// What the log says of the answer to dissatisfaction: every step of every episode, in order, and nothing that
// was not one; how people felt, kept beside it; and what is left out where first taps are withheld.
#include "simulations/behaviour/attendance.h"
#include "simulations/fit/event_row.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 400, days = 40;

Assumptions ready_to_object() {
    Assumptions assumptions;
    assumptions.tap_rate = 0.05;
    assumptions.churn_rate = 0.01;
    assumptions.return_rate = 0.05;
    assumptions.opt_out_rate = 0.03;
    return assumptions;
}

struct Made {
    WorldData world = make_synthetic_world(ready_to_object(), 300, 7);
    LoggedRun run;
    std::vector<Felt> felt;

    LearningRecord learned;

    Made()
        : Made(false, nullptr) {}
    /// `items`: what is learned of items, taken from another run.
    Made(bool withhold, const LearningRecord* items, int threads = 1) {
        RunRequest request = request_over(world, ready_to_object(), Policy{}, users, days, 7);
        request.withhold_first_tap = withhold;
        request.borrowed = items;
        if (!items) request.learned = &learned;
        request.threads = threads;
        request.felt = [this](std::span<const Felt> some) {
            felt.insert(felt.end(), some.begin(), some.end());
        };
        run = observe_with_log(request);
    }
    std::vector<LoggedEvent> of(std::uint32_t user) const {
        std::vector<LoggedEvent> own;
        for (const LoggedEvent& event : run.log)
            if (event.user.value == user) own.push_back(event);
        return own;
    }
    static const Made& usual() {
        static const Made made;
        return made;
    }
};

bool is_tap(const LoggedEvent& event) {
    return event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::not_interested;
}

} // namespace

class Episode_log_test : public QObject {
    Q_OBJECT
private slots:
    // Each step of a category begins where the last one ended; only a withdrawn consent ends all at once.
    void steps_of_a_category_follow_each_other() {
        std::map<std::pair<std::uint32_t, std::uint32_t>, LoopState> loop;
        std::map<std::pair<std::uint32_t, std::uint32_t>, bool> low;
        std::set<LoopState> reached;
        for (const LoggedEvent& event : Made::usual().run.log) {
            if (event.kind == LoggedKind::consent &&
                !event.consent.permits(Purpose::adjust_my_recommendations))
                for (auto& [key, state] : loop)
                    if (key.first == event.user.value) state = LoopState::stable;
            if (event.kind != LoggedKind::episode) continue;
            const auto key = std::pair(event.user.value, event.category.value);
            if (event.from == LoopState::watch || event.to == LoopState::watch) {
                QCOMPARE(event.from == LoopState::watch, low[key]);
                low[key] = event.to == LoopState::watch;
            } else {
                const auto known = loop.find(key);
                QVERIFY(event.from == (known == loop.end() ? LoopState::stable : known->second));
                loop[key] = event.to;
            }
            reached.insert(event.to);
        }
        for (const LoopState state : {LoopState::watch, LoopState::acknowledge, LoopState::clarify,
                                      LoopState::adjust, LoopState::verify, LoopState::cool_down,
                                      LoopState::resolved, LoopState::stable, LoopState::opted_out})
            QVERIFY2(reached.contains(state), std::string(name(state)).c_str());
    }

    void what_the_engine_counts_is_in_the_log() {
        double resolved = 0, clarified = 0, offers = 0;
        for (const LoggedEvent& event : Made::usual().run.log) {
            resolved += event.kind == LoggedKind::episode && event.to == LoopState::resolved ? 1 : 0;
            clarified += event.kind == LoggedKind::episode && event.to == LoopState::clarify ? 1 : 0;
            offers += event.kind == LoggedKind::offer ? 1 : 0;
        }
        Tallies counted;
        for (const Cluster& cluster : Made::usual().run.observation.clusters)
            for (const GroupTallies& day : cluster.days)
                counted += day[0];
        QVERIFY(resolved > 5);
        QCOMPARE(resolved, counted[Tally::resolved]);
        QCOMPARE(clarified, offers);
    }

    // DE-37: right behind each beginning stands what it rests on, an overt sign among it, and nothing that
    // speaks for the topic.
    void each_beginning_says_what_it_rests_on() {
        const std::vector<LoggedEvent>& log = Made::usual().run.log;
        int begun = 0, signs = 0;
        for (std::size_t i = 0; i < log.size(); ++i) {
            if (log[i].kind != LoggedKind::episode || log[i].to != LoopState::acknowledge) continue;
            ++begun;
            bool overt = false;
            float before = 1e9F;
            std::size_t next = i + 1;
            for (; next < log.size() && log[next].kind == LoggedKind::basis; ++next) {
                QVERIFY(log[next].category == log[i].category && log[next].user == log[i].user);
                QVERIFY(log[next].value > 0 && log[next].value <= before);
                before = log[next].value;
                overt = overt || log[next].evidence == Evidence::not_interested ||
                        log[next].evidence == Evidence::thumb_down ||
                        log[next].evidence == Evidence::complaint;
            }
            QVERIFY2(overt && next - i <= 4, to_json_line(log[i]).c_str());
            signs += static_cast<int>(next - i) - 1;
            const auto read = event_from_line(to_json_line(log[i + 1]), "here");
            VERIFY_OK(read);
            QVERIFY(read->kind == LoggedKind::basis);
        }
        QVERIFY(begun > 100 && signs > begun);
    }

    void a_step_is_one_line_that_can_be_read_back() {
        for (const LoggedEvent& event : Made::usual().run.log) {
            if (event.kind != LoggedKind::episode || event.to != LoopState::resolved) continue;
            const std::string line = to_json_line(event);
            QVERIFY2(line.find("\"to\":\"resolved\"") != std::string::npos, line.c_str());
            const auto read = event_from_line(line, "here");
            VERIFY_OK(read);
            QVERIFY(read->kind == LoggedKind::episode && read->user == event.user);
            return;
        }
        QFAIL("nothing was resolved");
    }

    // One for each slate, in the order of slates; the last of a day is what the engine sums up over people.
    void how_people_felt_is_kept_for_every_slate() {
        const Made& made = Made::usual();
        std::map<std::uint32_t, std::size_t> slates, felt;
        for (const LoggedEvent& event : made.run.log)
            slates[event.user.value] += event.kind == LoggedKind::impression && event.rank == 0 ? 1U : 0U;
        const Population population = make_population(ready_to_object(), made.world, users, 7);
        std::vector<double> now;
        for (const Person& person : population.people)
            now.push_back(static_cast<double>(satisfaction_of(person)));
        double left = 0;
        for (const Felt& one : made.felt) {
            felt[one.user.value] += one.moment == Felt::Moment::slate_over ? 1U : 0U;
            left += one.moment == Felt::Moment::left ? 1 : 0;
            now[one.user.value] = static_cast<double>(one.satisfaction);
        }
        for (const auto& [user, count] : slates)
            QCOMPARE(felt[user], count);
        double sum = 0, counted = 0;
        for (const double one : now)
            sum += one;
        double churned = 0;
        for (const Cluster& cluster : made.run.observation.clusters) {
            counted += cluster.days.back()[0][Tally::satisfaction_sum];
            for (const GroupTallies& day : cluster.days)
                churned += day[0][Tally::churned];
        }
        QVERIFY2(std::abs(sum - counted) < 1e-3, qPrintable(QString("%1 %2").arg(sum).arg(counted)));
        QVERIFY(churned > 10 && left >= churned); // who came back can leave again
    }

    // RSP: the tap is made and logged all the same; until then, and for who never taps, nothing differs.
    void a_withheld_tap_is_all_that_is_missing() {
        const Made& usual = Made::usual();
        const Made withheld(true, &usual.learned);
        const auto same = [](const LoggedEvent& a, const LoggedEvent& b) {
            return a.kind == b.kind && a.hours == b.hours && a.item == b.item && a.score == b.score;
        };
        int tapping = 0, differing = 0, quiet = 0;
        for (std::uint32_t user = 0; user < users; ++user) {
            const std::vector<LoggedEvent> with = usual.of(user), without = withheld.of(user);
            const auto tap = std::find_if(with.begin(), with.end(), is_tap);
            const auto heard = tap == with.end() ? tap : tap + 1;
            QVERIFY(static_cast<std::ptrdiff_t>(without.size()) >= heard - with.begin());
            QVERIFY(std::equal(with.begin(), heard, without.begin(), same));
            if (tap == with.end()) {
                ++quiet;
                QCOMPARE(with.size(), without.size());
                continue;
            }
            ++tapping;
            differing += std::equal(with.begin(), with.end(), without.begin(), without.end(), same) ? 0 : 1;
        }
        QVERIFY2(tapping > 150 && quiet > 10 && differing > tapping / 2,
                 qPrintable(QString("%1 %2 %3").arg(tapping).arg(quiet).arg(differing)));
        QCOMPARE(Made(true, &usual.learned, 3).run.observation.fingerprint.hex(),
                 withheld.run.observation.fingerprint.hex());
    }
};

ATTUNE_TEST(Episode_log_test);
#include "episode_log_test.moc"
