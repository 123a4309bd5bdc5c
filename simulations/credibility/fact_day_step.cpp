// Halving the step in which days pass changes no mean: nothing hangs on how finely time is cut.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <array>

namespace attune {
namespace {

/// The means that are compared.
struct Means {
    double satisfaction = 0, sessions = 0, picks = 0, left = 0;
};

Result<Means> means(const Trial& trial, std::string_view arm, int steps_per_day) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    RunRequest request = request_of(trial, *world);
    request.steps_per_day = steps_per_day;
    auto run = run_arm(request);
    if (!run) return pass_on(run);
    Tallies all;
    for (const Cluster& cluster : run->clusters)
        for (const GroupTallies& day : cluster.days)
            all += day[static_cast<std::size_t>(PersonGroup::all)];
    const double days = all[Tally::person_days];
    return Means{all[Tally::satisfaction_sum] / days, all[Tally::sessions] / days,
                 all[Tally::picks] / all[Tally::slates], all[Tally::churned] / trial.size.users};
}

Result<Sample> measure_fact(const Trial& trial) {
    auto whole = means(trial, "default", 1);
    if (!whole) return pass_on(whole);
    auto half = means(trial, "default", 2);
    if (!half) return pass_on(half);
    // What a step that does not know its length would do: everything that happens per step twice as often.
    auto twice = means(trial, "twice-as-often", 1);
    if (!twice) return pass_on(twice);
    const auto change = [](double from, double to) { return to / from - 1; };
    return Sample{{{change(whole->satisfaction, half->satisfaction)},
                   {change(whole->sessions, half->sessions), change(whole->sessions, twice->sessions)},
                   {change(whole->picks, half->picks)},
                   {half->left - whole->left, twice->left - whole->left}},
                  {}};
}

} // namespace

FactSpec day_step_fact() {
    return {
        .id = "day_step",
        .source = "Behaviour model, section 8: halving the day changes no mean beyond chance",
        .checks =
            {{.id = "satisfaction", .unit = "change", .expected = {-0.01, 0.01}},
             {.id = "sessions", .unit = "change", .expected = {-0.02, 0.02}, .without_cause = {.lower = 0.1}},
             {.id = "picks", .unit = "change", .expected = {-0.02, 0.02}},
             {.id = "left",
              .unit = "points",
              .expected = {-0.015, 0.015},
              .without_cause = {.lower = 0.015}}},
        .arms = {{"default", {}}, {"twice-as-often", {"world.visits.rate=1.8", "world.churn.rate=0.0056"}}},
        .quick = {.seeds = 6, .users = 2000, .days = 30, .items = 200},
        .full = {.seeds = 16, .users = 4000, .days = 30, .items = 200},
        .measure = measure_fact,
        .weight = 4};
}

} // namespace attune
