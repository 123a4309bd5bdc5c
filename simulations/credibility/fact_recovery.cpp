// Making good lifts satisfaction to where it would be had nothing gone wrong, or a little above. It buys no
// loyalty.
#include "simulations/credibility/after_a_no.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

namespace attune {
namespace {

constexpr double stars_per_satisfaction = 4; ///< one star is a satisfaction of 0, five are 1
constexpr double days_per_month = 30;
constexpr double no_less = 0.05; ///< points a month: what the studies would not have told from none

Result<Days> lives(const Trial& trial, std::string_view arm, LearningRecord& learned, bool fill) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    const Population population =
        make_population(world->assumptions, world->world, trial.size.users, trial.seed);
    AfterANo after(world->world.catalogue, population.people);
    RunRequest request = request_of(trial, *world);
    request.learned = fill ? &learned : nullptr;
    request.borrowed = fill ? nullptr : &learned;
    request.felt = [&](std::span<const Felt> felt) { after.feel(felt); };
    request.log = [&](std::span<const LoggedEvent> events) { after.take(events); };
    request.after_day = [&](int) { after.end_day(); };
    if (auto run = run_arm(request); !run) return pass_on(run);
    return after.days();
}

Result<Sample> measure(const Trial& trial) {
    LearningRecord learned;
    auto answered = lives(trial, "answered", learned, true);
    if (!answered) return pass_on(answered);
    if (trial.progress) trial.progress(0.5);
    auto unanswered = lives(trial, "not-answered", learned, false);
    if (!unanswered) return pass_on(unanswered);
    const BesideNeverFailed with = beside_never_failed(*answered, *answered);
    const BesideNeverFailed without = beside_never_failed(*answered, *unanswered);
    return Sample{
        {{with.satisfaction * stars_per_satisfaction, without.satisfaction * stars_per_satisfaction},
         {with.leaving * days_per_month}},
        {}};
}

} // namespace

FactSpec recovery_fact() {
    return {.id = "recovery",
            .source = "de Matos, Henrique and Rossi 2007 (meta-analysis): good recovery raises satisfaction "
                      "above that of people whom nothing happened to, with no significant effect on buying "
                      "again",
            .checks =
                {{.id = "satisfaction", .unit = "stars", .expected = {0, 0.1}, .without_cause = {.upper = 0}},
                 {.id = "leaving", .unit = "points", .expected = {-no_less, no_less}}},
            .arms = {{"answered", {}},
                     {"not-answered",
                      {"deescalation.conversation=false", "deescalation.item_days=0", "answers.tap=0"},
                      "no-deescalation"}},
            .quick = {.seeds = 4, .users = 2000, .days = 60, .items = 1000},
            .full = {.seeds = 12, .users = 4000, .days = 60, .items = 1000},
            .measure = measure,
            .weight = 5};
}

} // namespace attune
