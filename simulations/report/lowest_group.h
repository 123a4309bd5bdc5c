// Who a change serves worst: the lowest of many groups is low by chance too, so its interval allows for
// having been picked.
#pragma once

#include "simulations/report/report_view.h"

#include <optional>
#include <vector>

namespace attune {

/// One run's intervals leave out blocks of so many people one by one; where there are more blocks than these,
/// neighbours are put together.
constexpr int people_in_block = 64, most_blocks = 64;

struct LowestGroup {
    /// Its difference in true satisfaction has an interval that, with 95 %, holds for every group looked at.
    Figure figure;
    int of = 0; ///< how many groups were looked at
};
/// The lowest of the figures whose difference is known; null where there is none. The interval is widened by
/// Bonferroni's rule (Dunn, JASA 1961).
std::optional<LowestGroup> lowest_group(const ReportView& view, const std::vector<Figure>& figures);

/// Satisfaction of every group of people with a known difference, in the order of the records.
std::vector<Figure> group_differences(const ReportView& view);

} // namespace attune
