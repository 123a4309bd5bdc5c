// The monitors as people read them, as JSON and as CSV.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/monitors.h"

#include <string>

namespace attune {

/// A row per figure: its level, what learning changes about it, its trend and the verdict.
DataTable monitors_table(const Monitors& monitors, const Text& text);
/// A row per group of people: its share of everyone and of those who answer.
DataTable respondents_table(const Monitors& monitors, const Text& text);
/// What became of one figure: where it stands with and without learning, and both verdicts.
std::string monitor_sentence(const Monitor& monitor, const Text& text);
/// Whose answers are missing, or that nobody's are.
std::string respondents_sentence(const Monitors& monitors, const Text& text);
/// What narrows, or that nothing does; then what learning takes from the variety of lists; then whose answers
/// are missing.
std::vector<std::string> monitors_sentences(const Monitors& monitors, const Text& text);

/// {"weeks", "verdict", "figures": [{key, unit, counts, verdict, by_learning, level, trend, level_change,
/// trend_change, weeks, weeks_without}], "respondents": [{group, people, respondents, ratio, verdict}],
/// "mix": see mix_document()}; what
/// is measured as {value, lower, upper}, what is not known as null.
Json monitors_document(const Monitors& monitors);
/// figure,unit,side,week,value,lower,upper; weeks from 1, of the figure over the run empty.
std::string monitors_csv(const Monitors& monitors);

} // namespace attune
