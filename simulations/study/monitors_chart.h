// Whether a recommender narrows, as charts of the lab.
#pragma once

#include "simulations/study/measured_chart.h"
#include "simulations/study/monitors.h"

#include <vector>

namespace attune {

/// "loops": week by week, a view for each figure that is watched, with and without learning; those that
/// narrow come first. "heard": who answers, against who is there.
std::vector<LabChart> monitors_charts(const Monitors& monitors, const MeasuredFor& world, const Text& text);

} // namespace attune
