// A thumb is given about three times as often as stars.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

namespace attune {
namespace {

/// Share of prompts answered on one arm with one form of question.
Result<double> answered(const Trial& trial, std::string_view arm, Channel channel) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    world->policy.channel = static_cast<int>(channel);
    auto run = run_arm(request_of(trial, *world));
    if (!run) return pass_on(run);
    double prompts = 0, answers = 0;
    for (const Cluster& cluster : run->clusters)
        for (const GroupTallies& day : cluster.days) {
            prompts += day[0][Tally::prompts];
            answers += day[0][Tally::answers];
        }
    return answers / prompts;
}

/// Thumbs for each rating by stars.
Result<double> ratio(const Trial& trial, std::string_view arm) {
    auto thumbs = answered(trial, arm, Channel::thumb);
    if (!thumbs) return pass_on(thumbs);
    auto stars = answered(trial, arm, Channel::stars);
    if (!stars) return pass_on(stars);
    return *thumbs / *stars;
}

Result<Sample> measure(const Trial& trial) {
    auto usual = ratio(trial, "usual-effort");
    if (!usual) return pass_on(usual);
    if (trial.progress) trial.progress(0.5);
    auto same = ratio(trial, "same-effort");
    if (!same) return pass_on(same);
    return Sample{{{*usual, *same}}, {}};
}

} // namespace

FactSpec thumbs_and_stars_fact() {
    return {.id = "thumbs_and_stars",
            .source = "Netflix 2017: about three times as many ratings with thumbs as with stars (E5)",
            .checks = {{.id = "ratio", .expected = {2.4, 3.6}, .without_cause = {0.75, 1.1}}},
            .arms = {{"usual-effort", {}}, {"same-effort", {"world.response.stars=0"}}},
            .quick = {.seeds = 6, .users = 1000, .days = 30, .items = 300},
            .full = {.seeds = 10, .users = 4000, .days = 60, .items = 300},
            .measure = measure,
            .weight = 4};
}

} // namespace attune
