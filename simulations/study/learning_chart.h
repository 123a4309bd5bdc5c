// What each kind of feedback teaches, as charts of the lab.
#pragma once

#include "simulations/study/learning.h"
#include "simulations/study/measured_chart.h"

#include <vector>

namespace attune {

/// "learned": how well lists fit, day by day, by what is learned from. "calibrated": whose liking is
/// predicted well.
std::vector<LabChart> learning_charts(const LearningOutcome& outcome, const MeasuredFor& world,
                                      const Text& text);

} // namespace attune
