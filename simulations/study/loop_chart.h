// What the answer to dissatisfaction reaches, as a chart of the lab.
#pragma once

#include "simulations/study/loop_table.h"
#include "simulations/study/measured_chart.h"

namespace attune {

/// A bar per share that has an aim, a tick for the same people without an answer; the table has all measures.
/// The sentence says what was reached and what was missed.
LabChart loop_chart(std::span<const LoopMeasure> measures, const MeasuredFor& world, const Text& text);

/// measure,unit,value,lower,upper,n,without,change,change_lower,change_upper,least,most,reached
std::string loop_csv(std::span<const LoopMeasure> measures);

} // namespace attune
