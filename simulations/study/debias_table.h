// The figures of debiasing in words, as a table and as files.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/debias.h"

#include <string>
#include <vector>

namespace attune {

/// A row for all topics and one for each: tries, what they are worth, the truth, and how far both means are
/// off.
DataTable debias_table(const DebiasFigures& figures, const Text& text);
std::vector<std::string> debias_sentences(const DebiasFigures& figures, const Text& text);
/// {"debias": {"rows": [{topic, tries, effective, clipped, truth, plain, weighted, plain_off, weighted_off}],
/// "largest_weight", "topics_plain_off", "topics_weighted_off"}}; the topic of all is null.
Json debias_document(const DebiasFigures& figures);
std::string debias_csv(const DebiasFigures& figures);

} // namespace attune
