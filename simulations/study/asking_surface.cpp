#include "simulations/study/asking_surface.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double hours_in_week = 168;
/// A gap shorter than this is as good as none, and a ratio to none is no distance.
constexpr double least_gap = 1;

bool uses(const Policy& policy, Trigger moment) {
    switch (moment) {
    case Trigger::conversion:
        return policy.ask_after_conversion;
    case Trigger::pause:
        return policy.ask_at_pause;
    case Trigger::fruitless:
        return policy.ask_when_fruitless;
    case Trigger::random:
        return policy.ask_at_random > 0;
    case Trigger::tour: // comes once, whatever the gap
        break;
    }
    return false;
}

} // namespace

std::vector<AskingCell> surface_cells() {
    std::vector<AskingCell> cells;
    for (const Trigger moment : surface_moments)
        for (const double gap : surface_gaps)
            cells.push_back({moment, gap});
    return cells;
}

Policy policy_at(const AskingCell& cell, const Policy& policy) {
    Policy alone = at_pace(policy, cell.gap_hours, most_prompts_a_visit);
    alone.tour_items = 0;
    alone.ask_after_conversion = cell.moment == Trigger::conversion;
    alone.ask_at_pause = cell.moment == Trigger::pause;
    alone.ask_when_fruitless = cell.moment == Trigger::fruitless;
    alone.ask_at_random = cell.moment == Trigger::random ? at_random : 0;
    return alone;
}

std::vector<AskingCell> nearest_cells(const Policy& policy) {
    if (!policy.prompts || policy.weekly_cap <= 0 || policy.session_cap <= 0) return {};
    const double between = std::max({policy.gap_hours, hours_in_week / policy.weekly_cap, least_gap});
    const double gap = *std::min_element(surface_gaps.begin(), surface_gaps.end(), [&](double a, double b) {
        return std::fabs(std::log(a / between)) < std::fabs(std::log(b / between));
    });
    std::vector<AskingCell> cells;
    for (const Trigger moment : surface_moments)
        if (uses(policy, moment)) cells.push_back({moment, gap});
    return cells;
}

Result<std::vector<AskingOutcome>>
measure_asking_surface(const LoadedScenario& scenario, const Policy& policy, const SimulateOptions& options) {
    const std::vector<AskingCell> cells = surface_cells();
    std::vector<Policy> ways;
    for (const AskingCell& cell : cells)
        ways.push_back(policy_at(cell, policy));
    std::vector<AskingOutcome> outcomes;
    auto done = run_ways(scenario, ways, options, [&](std::size_t way, const RunRecord& run) {
        outcomes.push_back({cells[way], asking_figures(run)});
    });
    if (!done) return pass_on(done);
    return outcomes;
}

} // namespace attune
