// Moving every assumption that is not fitted, one at a time, to see what the figures say of it.
#pragma once

#include "simulations/fit/findings.h"
#include "simulations/fit/fit_simulation.h"

namespace attune {

/// `rows` are those of the fitted figures among all that the plan gives. Adds to the estimates what they rest
/// on. Errors: those of simulate_figures.
Result<std::vector<HeldAssumption>> try_held(const SimulationPlan& plan, const Fitted& fitted,
                                             const Assumptions& assumptions,
                                             const std::vector<Eigen::Index>& rows,
                                             std::vector<FittedAssumption>& estimates);

} // namespace attune
