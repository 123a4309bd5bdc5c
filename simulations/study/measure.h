// From observations to measured values: every metric of the table, for everyone and for each group, over the
// run and day by day; and the paired differences of two runs over the same people.
#pragma once

#include "core/workspace/records.h"
#include "simulations/engine/observation.h"

#include <span>
#include <stop_token>
#include <vector>

namespace attune {

struct Measured {
    std::vector<MetricValue> values;
    std::vector<SeriesPoint> series;
};

/// One observation, with intervals over clusters of people. Values that do not exist (day 30 of a run of ten
/// days) are left out. Asked to stop, it returns early with less than all: who stops asks the token
/// afterwards.
Measured measure(const Observation& observation, const std::stop_token& stop = {});

/// Candidate minus baseline over the same people, paired cluster by cluster.
Measured measure_difference(const Observation& baseline, const Observation& candidate,
                            const std::stop_token& stop = {});

/// Over replications: mean and Student's interval for each value that all replications have. A single one
/// stays as it is.
Measured over_replications(std::span<const Measured> replications, bool differences);

} // namespace attune
