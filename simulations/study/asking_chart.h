// The surface and the table of ways of asking as charts of the lab: plot, sentence, table and CSV from the
// same outcomes.
#pragma once

#include "simulations/study/asking_table.h"
#include "simulations/study/cadence.h"
#include "simulations/study/measured_chart.h"

namespace attune {

/// The surface, one view per measure. `marked` are the cells that the policy at hand comes nearest to.
LabChart surface_chart(std::span<const AskingOutcome> outcomes, std::span<const AskingCell> marked,
                       const MeasuredFor& world, const Text& text);

/// The eight ways of asking, as bars of the share answered or of the share turned off; the table has all.
LabChart cadence_chart(std::span<const CadenceOutcome> outcomes, const MeasuredFor& world, const Text& text);

} // namespace attune
