// What tables of ways of asking share: a pace that the gap and the visit alone set, the figures taken of each
// way, and the runs over the same people, one after the other.
#pragma once

#include "simulations/study/simulate.h"

#include <functional>
#include <string_view>
#include <vector>

namespace attune {

constexpr int most_prompts_a_visit = 3; ///< as high as the lever goes
/// So many slates of a hundred bring a question where moments are random: most visits have one then.
constexpr double at_random = 0.2;

/// The policy with prompts on, back-off off and the weekly cap out of the way.
Policy at_pace(Policy policy, double gap_hours, int visit_cap);

/// What came of one way of asking, over the whole run and everyone. Values are NaN where nothing was asked.
struct AskingFigures {
    MetricValue prompts;  ///< per user and week
    MetricValue response; ///< share of prompts answered
    MetricValue answers;  ///< per user and week
    MetricValue opt_out;  ///< share of people who turned prompts off
    MetricValue bias;     ///< satisfaction of those who answer minus that of everyone
    MetricValue truth{};  ///< share of answers that say what the person thinks
    MetricValue bits{};   ///< how much one answer tells
};
AskingFigures asking_figures(const RunRecord& run);

/// Runs policies over the same people and days and hands over each record. The share done of all goes to the
/// options' progress; their log is not used. Errors: those of simulate_run.
Status run_ways(const LoadedScenario& scenario, const std::vector<Policy>& ways,
                const SimulateOptions& options,
                const std::function<void(std::size_t way, const RunRecord& run)>& take);

} // namespace attune
