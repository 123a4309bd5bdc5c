// Each further request within a short time is answered less often; after a long break it is as before.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/watched_people.h"

#include <array>

namespace attune {
namespace {

constexpr double begin_hours =
    21 * 24 + 12;                         ///< by then people have settled; noon, not the middle of the night
constexpr double hours_between = 24;      ///< of the first three requests
constexpr double hours_of_rest = 42 * 24; ///< between the third and the last
constexpr std::size_t requests = 4;
constexpr std::uint32_t times_asked = 64; ///< each moment is asked again, to see how likely an answer is

struct Asked {
    std::size_t count = 0;
    double last_hours = 0;
    std::array<double, requests> answered{}; ///< share of the times asked
};

struct Response {
    double second = 0, third = 0, rested = 0; ///< change against the first request, relative
};

/// Over everybody who got all four requests, so that no mean is one of other people.
Result<Response> response(const Trial& trial, std::string_view arm) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    std::vector<Asked> people(static_cast<std::size_t>(trial.size.users));
    const OnConsumption ask = [&](Person& person, const Consumption& moment) {
        Asked& asked = people[moment.user];
        const double due = asked.count == 0              ? begin_hours
                           : asked.count + 1 == requests ? asked.last_hours + hours_of_rest
                                                         : asked.last_hours + hours_between;
        if (asked.count == requests || moment.hours < due) return;
        for (std::uint32_t time = 0; time < times_asked; ++time) {
            Person what_if = person;
            const SlateOutcome outcome =
                asked_again(*moment.outcome, stream_key(trial.seed, moment.user),
                            static_cast<std::uint32_t>(asked.count), time, Question::plain);
            if (moment.behaviour->answer(what_if, outcome, *moment.mood, Trigger::pause).answer !=
                ThumbAnswer::none)
                asked.answered[asked.count] += 1.0 / times_asked;
        }
        (void)moment.behaviour->answer(person, *moment.outcome, *moment.mood, Trigger::pause);
        asked.last_hours = moment.hours;
        ++asked.count;
    };
    if (auto watched = watch_people(trial, *world, ask); !watched) return pass_on(watched);
    std::array<double, requests> sum{};
    for (const Asked& asked : people)
        if (asked.count == requests)
            for (std::size_t k = 0; k < requests; ++k)
                sum[k] += asked.answered[k];
    return Response{sum[1] / sum[0] - 1, sum[2] / sum[0] - 1, sum[3] / sum[0] - 1};
}

Result<Sample> measure(const Trial& trial) {
    auto usual = response(trial, "usual-people");
    if (!usual) return pass_on(usual);
    auto panel = response(trial, "committed-panel");
    if (!panel) return pass_on(panel);
    return Sample{{{usual->second, panel->second}, {usual->third, panel->third}, {usual->rested}}, {}};
}

} // namespace

FactSpec requests_fact() {
    return {
        .id = "requests",
        .source = "Porter, Whitcomb and Weitzer 2004: 67 % answer one survey and 57 % two; a third request "
                  "lowers 68 % to 46 %. Eisele et al.: a committed panel shows no effect of frequency",
        .checks =
            {{.id = "second", .unit = "change", .expected = {-0.20, -0.08}, .without_cause = {-0.03, 0.03}},
             {.id = "third", .unit = "change", .expected = {-0.40, -0.20}, .without_cause = {-0.03, 0.03}},
             {.id = "rested", .unit = "change", .expected = {-0.08, 0.08}}},
        .arms = {{"usual-people", {"world.visits.rate=2"}},
                 {"committed-panel",
                  {"world.visits.rate=2", "world.response.fatigue=0", "world.response.habituation=0"}}},
        .quick = {.seeds = 4, .users = 1000, .days = 72, .items = 200},
        .full = {.seeds = 12, .users = 2000, .days = 72, .items = 200},
        .measure = measure,
        .weight = 10};
}

} // namespace attune
