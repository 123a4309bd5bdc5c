// What the answer to dissatisfaction does to people, seen from inside: the same people with it and without.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/loop_runs.h"
#include "tests/simulations/example_run.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 900, days = 30;
constexpr double hours_per_day = 24;

bool overt(const LoggedEvent& event) {
    switch (event.kind) {
    case LoggedKind::mute:
    case LoggedKind::complaint:
        return true;
    case LoggedKind::feedback:
        return event.feedback == FeedbackKind::not_interested || event.feedback == FeedbackKind::thumb_down ||
               event.feedback == FeedbackKind::stars;
    default:
        return false;
    }
}

struct Lived {
    std::vector<LoggedEvent> log;
    std::vector<std::vector<float>> frustration; ///< by day, by person, at its end
    std::vector<float> trust;                    ///< by person, at the end of all
};

Assumptions assumptions() {
    Assumptions a;
    a.tap_rate = 0.04;
    a.consent_adjust = 1;
    a.consent_session = 1;
    return a;
}

Lived live(const Policy& policy) {
    static const WorldData world = make_synthetic_world(assumptions(), 300, 3);
    Lived lived;
    RunRequest request = request_over(world, assumptions(), policy, users, days, 3);
    request.log = [&](std::span<const LoggedEvent> events) {
        lived.log.insert(lived.log.end(), events.begin(), events.end());
    };
    auto simulation = Simulation::start(request);
    if (!simulation) throw std::runtime_error(to_line(simulation.error()));
    for (int day = 1; day <= days; ++day) {
        simulation->run_until(day);
        std::vector<float>& now = lived.frustration.emplace_back();
        for (std::uint32_t u = 0; u < users; ++u) {
            const Person& person = simulation->person(UserId(u));
            const auto since = static_cast<float>(day * hours_per_day) - person.state_hours;
            now.push_back(person.frustration *
                          half_life_decay(std::max(since, 0.0F),
                                          static_cast<float>(assumptions().frustration_half_life)));
        }
    }
    for (std::uint32_t u = 0; u < users; ++u)
        lived.trust.push_back(simulation->person(UserId(u)).trust);
    return lived;
}

const Lived& with() {
    static const Lived lived = live(Policy{});
    return lived;
}
const Lived& without() {
    static const Lived lived = live(without_answer(Policy{}));
    return lived;
}

/// Day of the first offer a person got, by person.
std::map<std::uint32_t, int> first_offers() {
    std::map<std::uint32_t, int> first;
    for (const LoggedEvent& event : with().log)
        if (event.kind == LoggedKind::offer)
            first.try_emplace(event.user.value, static_cast<int>(event.hours / hours_per_day));
    return first;
}

/// Mean of paired differences and half the width of its 95 % interval.
std::pair<double, double> mean_of(const std::vector<double>& values) {
    double sum = 0, squares = 0;
    for (const double v : values)
        sum += v;
    const double mean = sum / static_cast<double>(values.size());
    for (const double v : values)
        squares += (v - mean) * (v - mean);
    const auto n = static_cast<double>(values.size());
    return {mean, 1.96 * std::sqrt(squares / (n - 1) / n)};
}

} // namespace

class Answered_people_test : public QObject {
    Q_OBJECT
private slots:
    // DE-09
    void frustration_falls_faster_in_whom_it_is_answered() {
        std::vector<double> less, before;
        for (const auto& [user, day] : first_offers()) {
            if (day < 1 || day + 1 >= days) continue;
            less.push_back(static_cast<double>(with().frustration[static_cast<std::size_t>(day)][user] -
                                               without().frustration[static_cast<std::size_t>(day)][user]));
            before.push_back(
                static_cast<double>(with().frustration[static_cast<std::size_t>(day) - 1][user] -
                                    without().frustration[static_cast<std::size_t>(day) - 1][user]));
        }
        QVERIFY(less.size() > 100);
        const auto [mean, half] = mean_of(less);
        QVERIFY2(mean + half < 0, qPrintable(QString("%1 +- %2").arg(mean).arg(half)));
        // The control: on the evening before, the same people felt the same in both runs, or nearly so.
        const auto [mean_before, half_before] = mean_of(before);
        QVERIFY2(mean < mean_before - half_before,
                 qPrintable(QString("%1 +- %2").arg(mean_before).arg(half_before)));
    }

    // DE-30: what is noticed in silence is answered in silence.
    void nobody_is_spoken_to_without_having_said_something_in_that_visit() {
        std::set<std::pair<std::uint32_t, std::uint32_t>> spoke; ///< person and visit with an overt sign
        int offers = 0, silent = 0;
        for (const LoggedEvent& event : with().log) {
            if (overt(event)) spoke.insert({event.user.value, event.visit});
            if (event.kind == LoggedKind::offer) {
                ++offers;
                QVERIFY(spoke.contains({event.user.value, event.visit}));
            }
            silent += event.kind == LoggedKind::episode && event.to == LoopState::watch &&
                              !spoke.contains({event.user.value, event.visit})
                          ? 1
                          : 0;
        }
        QVERIFY(offers > 100);
        QVERIFY(silent > 20);
    }

    // DE-81: not the mean alone.
    void the_least_trusting_tenth_trust_no_less_for_being_answered() {
        const auto lowest_tenth = [](std::vector<float> trust) {
            std::sort(trust.begin(), trust.end());
            return trust[trust.size() / 10];
        };
        QVERIFY2(lowest_tenth(with().trust) >= lowest_tenth(without().trust) - 0.005F,
                 qPrintable(QString("%1 against %2")
                                .arg(static_cast<double>(lowest_tenth(with().trust)))
                                .arg(static_cast<double>(lowest_tenth(without().trust)))));
    }
};

ATTUNE_TEST(Answered_people_test);
#include "answered_people_test.moc"
