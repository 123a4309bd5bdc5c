#include "simulations/study/cadence.h"

#include "simulations/report/series.h"

#include <limits>

namespace attune {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr int days_in_week = 7;
constexpr int no_weekly_cap = 50, no_session_cap = 3; ///< as high as the levers go
/// So many slates of a hundred bring a question where moments are random: most visits have one then.
constexpr double at_random = 0.2;

enum class Moments { chosen, random, any };

Policy asking(Policy policy, Moments moments, double gap_hours, int session_cap) {
    policy.prompts = true;
    policy.backoff = 1;
    policy.weekly_cap = no_weekly_cap;
    policy.gap_hours = gap_hours;
    policy.session_cap = session_cap;
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

MetricValue value_of(const RunRecord& run, const std::string& key) {
    for (const MetricValue& value : run.metrics)
        if (value.key == key && value.group == "all") return value;
    return {.key = key, .value = none, .lower = none, .upper = none};
}

} // namespace

std::vector<CadenceRow> cadence_rows(const Policy& policy) {
    constexpr double hours_in_day = 24;
    return {{"two_weeks", asking(policy, Moments::chosen, 14 * hours_in_day, 1)},
            {"week", asking(policy, Moments::chosen, 7 * hours_in_day, 1)},
            {"three_days", asking(policy, Moments::chosen, 3 * hours_in_day, 1)},
            {"day", asking(policy, Moments::chosen, hours_in_day, 1)},
            {"visit", asking(policy, Moments::chosen, 0, 1)},
            {"thrice", asking(policy, Moments::chosen, 0, no_session_cap)},
            {"day_random", asking(policy, Moments::random, hours_in_day, 1)},
            {"any", asking(policy, Moments::any, 0, no_session_cap)}};
}

Result<std::vector<CadenceOutcome>> measure_cadence(const LoadedScenario& scenario, const Policy& policy,
                                                    const SimulateOptions& options) {
    const std::vector<CadenceRow> rows = cadence_rows(policy);
    std::vector<CadenceOutcome> outcomes;
    for (const CadenceRow& row : rows) {
        SimulateOptions part = options;
        part.log = {};
        if (options.progress)
            part.progress = [&, done = static_cast<double>(outcomes.size())](double share) {
                options.progress((done + share) / static_cast<double>(rows.size()));
            };
        auto run = simulate_run(scenario, row.policy, part);
        if (!run) return pass_on(run);
        CadenceOutcome outcome{.key = row.key,
                               .prompts = value_of(*run, "prompts_per_user_week"),
                               .response = value_of(*run, "response_rate"),
                               .first_week = mean_of_days(*run, "response_rate", 0, days_in_week - 1),
                               .last_week = mean_of_days(*run, "response_rate",
                                                         std::max(0, run->days - days_in_week), run->days),
                               .bias = value_of(*run, "nonresponse_bias"),
                               .opt_out = value_of(*run, "opt_out_rate")};
        outcome.answers = outcome.prompts.value * outcome.response.value;
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

} // namespace attune
