// What the recommender says of its own confidence beside what is so, as a chart of the lab and a table: the
// reliability diagram.
#pragma once

#include "simulations/study/loop_reliability.h"
#include "simulations/study/measured_chart.h"

namespace attune {

/// A bar for each tenth of confidence: the share of topics that are not unwanted; a tick where the bar would
/// end if what is said were so. The sentence says how far it is off.
LabChart confidence_chart(const LoopReliability& reliability, const MeasuredFor& world, const Text& text);

/// A row for each tenth that was said of something.
DataTable reliability_table(const LoopReliability& reliability, const Text& text);
/// How far off it is, in words, and what is aimed at.
std::string reliability_sentence(const LoopReliability& reliability, const Text& text);

} // namespace attune
