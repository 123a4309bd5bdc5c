// Asking more often buys fewer answers each time and more opt-outs; a moment nobody chose is answered less.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"
#include "simulations/study/cadence.h"

#include <algorithm>

namespace attune {
namespace {

/// What came of one way of asking.
struct Pace {
    double response = 0; ///< share of prompts answered
    double opt_outs = 0; ///< share of people, at the end
    double answers = 0;  ///< per person-week
};

Result<Pace> pace(const Trial& trial, const ArmWorld& world, const CadenceRow& row) {
    ArmWorld asked{world.assumptions, row.policy, world.world};
    auto run = run_arm(request_of(trial, asked));
    if (!run) return pass_on(run);
    double prompts = 0, answers = 0, opt_outs = 0;
    for (const Cluster& cluster : run->clusters) {
        for (const GroupTallies& day : cluster.days) {
            prompts += day[0][Tally::prompts];
            answers += day[0][Tally::answers];
        }
        opt_outs += cluster.days.back()[0][Tally::opt_outs];
    }
    const double people = trial.size.users;
    return Pace{answers / prompts, opt_outs / people, answers / people / (trial.size.days / 7.0)};
}

Result<Sample> measure(const Trial& trial) {
    auto usual = world_of_arm(trial, "usual-people");
    if (!usual) return pass_on(usual);
    auto tireless = world_of_arm(trial, "tireless-people");
    if (!tireless) return pass_on(tireless);
    const std::vector<CadenceRow> rows = cadence_rows(usual->policy);
    std::vector<Pace> paces;
    for (const CadenceRow& row : rows) {
        auto one = pace(trial, *usual, row);
        if (!one) return pass_on(one);
        paces.push_back(*one);
        const auto done = static_cast<double>(paces.size());
        if (trial.progress) trial.progress(done / (static_cast<double>(rows.size()) + 2));
    }
    const auto row = [&](std::string_view key) {
        return static_cast<std::size_t>(
            std::find_if(rows.begin(), rows.end(), [&](const CadenceRow& r) { return r.key == key; }) -
            rows.begin());
    };
    // Rows that choose their moment come first, from seldom to often.
    const std::size_t chosen = row("day_random");
    double steepest = -1, fewest = 1;
    for (std::size_t n = 1; n < chosen; ++n) {
        steepest = std::max(steepest, paces[n].response - paces[n - 1].response);
        fewest = std::min(fewest, paces[n].opt_outs - paces[n - 1].opt_outs);
    }
    double least_answered = 1, most_opt_outs = 0;
    for (std::size_t n = 0; n < row("any"); ++n) {
        least_answered = std::min(least_answered, paces[n].response);
        most_opt_outs = std::max(most_opt_outs, paces[n].opt_outs);
    }
    auto seldom = pace(trial, *tireless, rows[row("two_weeks")]);
    if (!seldom) return pass_on(seldom);
    auto often = pace(trial, *tireless, rows[row("visit")]);
    if (!often) return pass_on(often);
    return Sample{{{paces[row("visit")].response - paces[row("two_weeks")].response,
                    often->response - seldom->response},
                   {steepest},
                   {paces[row("visit")].opt_outs - paces[row("two_weeks")].opt_outs},
                   {fewest},
                   {paces[row("day_random")].answers / paces[row("day")].answers - 1},
                   {paces[row("any")].response - least_answered},
                   {paces[row("any")].opt_outs - most_opt_outs}},
                  {}};
}

} // namespace

FactSpec cadence_fact() {
    return {.id = "cadence",
            .source = "Response surface of the behaviour model, section 6.2; JMIR 2023 e43826: planned "
                      "moments are answered more than random ones (86 % and 58 %); Zhao et al., KDD 2018: "
                      "volume has diminishing return and costs opt-outs",
            .checks = {{.id = "response",
                        .unit = "points",
                        .expected = {.upper = -0.02},
                        .without_cause = {-0.05, 0.05}},
                       {.id = "every_step", .unit = "points", .expected = {.upper = 0}},
                       {.id = "opt_outs", .unit = "points", .expected = {.lower = 0.05}},
                       {.id = "never_fewer", .unit = "points", .expected = {.lower = -0.005}},
                       {.id = "random", .unit = "change", .expected = {.upper = 0}},
                       {.id = "worst_response", .unit = "points", .expected = {.upper = 0}},
                       {.id = "worst_opt_outs", .unit = "points", .expected = {.lower = 0}}},
            .arms = {{"usual-people", {}},
                     {"tireless-people",
                      {"world.fatigue.per_prompt=0", "world.fatigue.per_dismissal=0",
                       "world.response.habituation=0", "world.opt_out.rate=0"}}},
            .quick = {.seeds = 4, .users = 1000, .days = 60, .items = 300},
            .full = {.seeds = 10, .users = 2500, .days = 60, .items = 300},
            .measure = measure,
            .weight = 12};
}

} // namespace attune
