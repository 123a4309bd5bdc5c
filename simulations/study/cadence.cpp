#include "simulations/study/cadence.h"

#include "simulations/report/series.h"

#include <algorithm>

namespace attune {
namespace {

constexpr int days_in_week = 7;

enum class Moments { chosen, random, any };

Policy asking(const Policy& given, Moments moments, double gap_hours, int visit_cap) {
    Policy policy = at_pace(given, gap_hours, visit_cap);
    if (moments == Moments::chosen) {
        policy.ask_at_random = 0;
        // A policy that asks at random only has no moments to choose: natural pauses are the plainest ones.
        if (!policy.ask_after_conversion && !policy.ask_at_pause && !policy.ask_when_fruitless)
            policy.ask_at_pause = true;
        return policy;
    }
    policy.ask_after_conversion = policy.ask_at_pause = policy.ask_when_fruitless = false;
    policy.ask_at_random = moments == Moments::any ? 1 : at_random;
    return policy;
}

} // namespace

std::vector<CadenceRow> cadence_rows(const Policy& policy) {
    constexpr double hours_in_day = 24;
    return {{"two_weeks", asking(policy, Moments::chosen, 14 * hours_in_day, 1)},
            {"week", asking(policy, Moments::chosen, 7 * hours_in_day, 1)},
            {"three_days", asking(policy, Moments::chosen, 3 * hours_in_day, 1)},
            {"day", asking(policy, Moments::chosen, hours_in_day, 1)},
            {"visit", asking(policy, Moments::chosen, 0, 1)},
            {"thrice", asking(policy, Moments::chosen, 0, most_prompts_a_visit)},
            {"day_random", asking(policy, Moments::random, hours_in_day, 1)},
            {"any", asking(policy, Moments::any, 0, most_prompts_a_visit)}};
}

Result<std::vector<CadenceOutcome>> measure_cadence(const LoadedScenario& scenario, const Policy& policy,
                                                    const SimulateOptions& options) {
    const std::vector<CadenceRow> rows = cadence_rows(policy);
    std::vector<Policy> ways;
    for (const CadenceRow& row : rows)
        ways.push_back(row.policy);
    std::vector<CadenceOutcome> outcomes;
    auto done = run_ways(scenario, ways, options, [&](std::size_t way, const RunRecord& run) {
        outcomes.push_back(
            {asking_figures(run), rows[way].key, mean_of_days(run, "response_rate", 0, days_in_week - 1),
             mean_of_days(run, "response_rate", std::max(0, run.days - days_in_week), run.days)});
    });
    if (!done) return pass_on(done);
    return outcomes;
}

} // namespace attune
