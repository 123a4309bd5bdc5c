// When and how often to ask, as a surface: every moment of asking alone, with every gap, over the same
// people. Caps and back-off are out of the way, so that a cell is its moment and its gap; everything else is
// the policy's. Requirement FB-19: what context brings over random moments.
#pragma once

#include "core/recommender/prompting/trigger.h"
#include "simulations/study/ways_of_asking.h"

#include <array>
#include <vector>

namespace attune {

/// The surface's rows: moments that are chosen, then those that are not.
constexpr std::array<Trigger, 4> surface_moments = {Trigger::conversion, Trigger::pause, Trigger::fruitless,
                                                    Trigger::random};
/// Its columns: the smallest gap between two prompts, in hours.
constexpr std::array<double, 5> surface_gaps = {6, 24, 72, 168, 336};

struct AskingCell {
    Trigger moment = Trigger::conversion;
    double gap_hours = 0;
    bool operator==(const AskingCell&) const = default;
};
/// All cells, row by row.
std::vector<AskingCell> surface_cells();
/// The policy as the cell runs it.
Policy policy_at(const AskingCell& cell, const Policy& policy);

/// The cells that a policy comes nearest to: one for every moment it uses, at the gap nearest by ratio to the
/// least time its gap and its weekly cap leave between two prompts. None where it does not ask.
std::vector<AskingCell> nearest_cells(const Policy& policy);

struct AskingOutcome {
    AskingCell cell;
    AskingFigures figures;
};

/// Runs the cells one after the other. Errors: those of simulate_run.
Result<std::vector<AskingOutcome>>
measure_asking_surface(const LoadedScenario& scenario, const Policy& policy, const SimulateOptions& options);

} // namespace attune
