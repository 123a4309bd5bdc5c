// The circle of trust, participation and quality: trust makes people answer, answers make the service better,
// and a better service earns trust. Its parts over the whole run and by day, of both sides.
#pragma once

#include "simulations/report/report_view.h"
#include "simulations/report/svg_chart.h"

#include <array>
#include <optional>
#include <string_view>

namespace attune {

/// A part of the circle and the metric it is read from. Participation is the share of prompts answered,
/// quality the share of things used that were truly enjoyed.
struct CirclePart {
    std::string_view name; ///< as in text keys: "trust", "belief", "participation", "quality"
    std::string_view metric;
};
inline constexpr std::array<CirclePart, 4> circle_parts = {{{"trust", "trust_true"},
                                                            {"belief", "efficacy_true"},
                                                            {"participation", "response_rate"},
                                                            {"quality", "enjoyed_true"}}};

/// Every part over the whole run, of both sides, with the changes.
DataTable circle_table(const ReportView& view);

/// Every part by day, each on a scale of its own; parts without a series are left out. No head.
SmallMultiples circle_multiples(const ReportView& view);
/// The same values with their intervals: the whole run, then one row per day.
DataTable circle_days(const ReportView& view);

/// A part in the run's first week with days in the records and in its last one, in words.
struct WeekWords {
    std::string first, last;
};
/// The means of the days, each weighted by its count, with the digits of the days. Nothing where there are
/// fewer than two weeks.
std::optional<WeekWords> first_and_last_week(const ReportView& view, const CirclePart& part);

} // namespace attune
