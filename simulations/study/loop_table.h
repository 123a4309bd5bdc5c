// What the answer to dissatisfaction reaches, as people read it and as JSON.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/loop_measure.h"

#include <span>
#include <string>

namespace attune {

/// One row per measure: with the policy, its interval, without an answer, by how much both differ, the aim
/// and whether it was reached.
DataTable loop_table(std::span<const LoopMeasure> measures, const Text& text);
/// What was reached, what was missed and what cannot be judged yet.
std::string loop_sentence(std::span<const LoopMeasure> measures, const Text& text);
/// {"measures": [{measure, unit, value, lower, upper, n, without, change: {value, lower, upper}, least, most,
/// reached}]}; what is not known is null.
Json loop_document(std::span<const LoopMeasure> measures);

} // namespace attune
