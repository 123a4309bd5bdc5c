#include "simulations/study/ways_of_asking.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

constexpr int no_weekly_cap = 50; ///< as high as the lever goes

MetricValue value_of(const RunRecord& run, std::string_view key) {
    for (const MetricValue& value : run.metrics)
        if (value.key == key && value.group == "all") return value;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {.key = std::string(key), .value = none, .lower = none, .upper = none};
}

} // namespace

Policy at_pace(Policy policy, double gap_hours, int visit_cap) {
    policy.prompts = true;
    policy.backoff = 1;
    policy.template_rest = 0;
    policy.weekly_cap = no_weekly_cap;
    policy.gap_hours = gap_hours;
    policy.session_cap = visit_cap;
    return policy;
}

AskingFigures asking_figures(const RunRecord& run) {
    return {.prompts = value_of(run, "prompts_per_user_week"),
            .response = value_of(run, "response_rate"),
            .answers = value_of(run, "answers_per_user_week"),
            .opt_out = value_of(run, "opt_out_rate"),
            .bias = value_of(run, "nonresponse_bias"),
            .truth = value_of(run, "answers_true"),
            .bits = value_of(run, "answer_bits")};
}

Status run_ways(const LoadedScenario& scenario, const std::vector<Policy>& ways,
                const SimulateOptions& options,
                const std::function<void(std::size_t way, const RunRecord& run)>& take) {
    for (std::size_t way = 0; way < ways.size(); ++way) {
        SimulateOptions part = options;
        part.log = {};
        if (options.progress)
            part.progress = [&](double share) {
                options.progress((static_cast<double>(way) + share) / static_cast<double>(ways.size()));
            };
        auto run = simulate_run(scenario, ways[way], part);
        if (!run) return pass_on(run);
        take(way, *run);
    }
    return {};
}

} // namespace attune
