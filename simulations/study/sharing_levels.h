// What sharing more gives people and costs them: the same people on the same days, once with everybody on
// each level of sharing (core/consent/sharing.h).
#pragma once

#include "core/consent/sharing.h"
#include "simulations/study/simulate.h"

#include <array>
#include <vector>

namespace attune {

/// The measures, keys of metrics: how people feel, what they did not want, what they choose.
constexpr std::array<const char*, 3> sharing_measures = {"satisfaction_true", "unwanted_share", "ctr"};

/// One measure on one level, over the whole run and everyone.
struct SharingFigure {
    MetricValue value;
    MetricValue difference; ///< from sharing nothing, paired by person; zero on that level itself
};

struct SharingOutcome {
    SharingLevel level{};
    std::array<SharingFigure, sharing_measures.size()> figures; ///< in the order of sharing_measures
};

/// The assumptions under which everybody agrees to what the level permits and to nothing else when first
/// asked, and leaves it at that.
Assumptions everybody_at(SharingLevel level, Assumptions assumptions);

/// Runs every level, from none up; more replications give intervals over seeds. Errors: those of
/// simulate_run.
Result<std::vector<SharingOutcome>> measure_sharing(const LoadedScenario& scenario, const Policy& policy,
                                                    const SimulateOptions& options);

} // namespace attune
