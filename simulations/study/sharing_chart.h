// What each level of sharing gives people, as a chart of the lab.
#pragma once

#include "simulations/study/measured_chart.h"
#include "simulations/study/sharing_table.h"

namespace attune {

/// One view per measure, a bar per level. The sentence names the level that differs most from sharing
/// nothing, how sure that is, and what it lets be read.
LabChart sharing_chart(const ConsentMatrix& matrix, std::span<const SharingOutcome> outcomes,
                       const MeasuredFor& world, const Text& text);

/// level,metric,value,lower,upper,difference,difference_lower,difference_upper
std::string sharing_csv(std::span<const SharingOutcome> outcomes);

} // namespace attune
