// The largest of several values that were all looked at. The largest of noisy values is larger than the
// largest true one, so the interval is that of all of them together: each widened by Bonferroni's rule until
// they hold at once; the true largest is then between the largest lower and the largest upper end.
#pragma once

#include "core/measures/statistics/intervals.h"

#include <span>
#include <vector>

namespace attune {

/// `values` with `left_out[b]`, the same values when block b is left out. What is NaN in the whole is not
/// looked at; what is NaN with a block left out has no interval of its own. NaN for no values.
Estimate largest_of(std::span<const double> values, std::span<const std::vector<double>> left_out);

} // namespace attune
