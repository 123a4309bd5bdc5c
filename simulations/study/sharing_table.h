// What each level of sharing reads, gives and costs, as people read it and as JSON.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/sharing_levels.h"

#include <span>
#include <string>
#include <vector>

namespace attune {

/// A sentence per level: what it means, what it lets be read and for how long.
std::vector<std::string> sharing_sentences(const ConsentMatrix& matrix, const Text& text);

/// One row per measure and level: the value and the difference from sharing nothing, with their intervals.
DataTable sharing_table(std::span<const SharingOutcome> outcomes, const Text& text);

/// {"matrix_version", "levels": [{"level", "purposes", "signals", "days_kept", "measures": [{"key", "value",
/// "lower", "upper", "difference": {value, lower, upper}}]}]}; the difference is null on the level it is
/// taken from, and what is not known is null.
Json sharing_document(const ConsentMatrix& matrix, std::span<const SharingOutcome> outcomes);

} // namespace attune
