// One policy run as simulate_run() does, with a word in how its first repetition is run.
#pragma once

#include "simulations/engine/run.h"
#include "simulations/study/simulate.h"

#include <functional>

namespace attune {

/// `first` may attach to the request of the first repetition what watches it, and must not change the run.
Result<RunRecord> simulate_watched(const LoadedScenario& scenario, const Policy& policy,
                                   const SimulateOptions& options,
                                   const std::function<void(RunRequest&)>& first);

} // namespace attune
