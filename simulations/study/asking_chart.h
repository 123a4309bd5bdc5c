// The surface and the table of ways of asking as charts of the lab: plot, sentence, table and CSV from the
// same outcomes.
#pragma once

#include "simulations/study/asking_table.h"
#include "simulations/study/cadence.h"

#include <string>

namespace attune {

/// What the outcomes were measured for, in words and numbers.
struct AskingWorld {
    std::string policy, scenario;
    int people = 0, days = 0;
    bool earlier = false; ///< levers have moved since; the subtitle says so
};

/// The surface, one view per measure. `marked` are the cells that the policy at hand comes nearest to.
LabChart surface_chart(std::span<const AskingOutcome> outcomes, std::span<const AskingCell> marked,
                       const AskingWorld& world, const Text& text);

/// The eight ways of asking, as bars of the share answered or of the share turned off; the table has all.
LabChart cadence_chart(std::span<const CadenceOutcome> outcomes, const AskingWorld& world, const Text& text);

} // namespace attune
