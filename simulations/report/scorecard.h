// The two things that asking people rests on, side by side in every row: how disciplined it is and how far
// people trust it. Neither side can be left out: what is not known stands there as not known. Requirement
// FB-24.
#pragma once

#include "simulations/report/report_view.h"
#include "simulations/report/svg_chart.h"

#include <array>
#include <string_view>

namespace attune {

/// One row: a metric of each side.
struct ScorecardPair {
    std::string_view discipline, trust;
};
inline constexpr std::array<ScorecardPair, 3> scorecard_pairs = {{{"prompts_per_user_week", "trust_true"},
                                                                  {"prompt_fatigue", "opt_out_rate"},
                                                                  {"prompts_receptive", "response_rate"}}};

/// A row for each pair, then what keeps to no limit: ways of pushing people, beside who left. Of both
/// policies where two are compared, with the differences.
DataTable scorecard(const ReportView& view);

} // namespace attune
