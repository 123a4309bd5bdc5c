// How alike two ranked lists are, the top counting most: rank-biased overlap (Webber, Moffat and Zobel, ACM
// TOIS 2010).
#pragma once

#include <cstdint>
#include <span>

namespace attune {

/// How likely a reader goes on from one place to the next: nine of ten, so that the first ten places have 86
/// % of the weight in lists without end.
constexpr double overlap_persistence = 0.9;

/// Extrapolated overlap (there, equation 32) of two lists without repetitions, looked at as deep as the
/// shorter one goes: 1 for equal lists, 0 for lists without a common item. NaN where one is empty.
/// `persistence` in (0, 1).
double rank_overlap(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                    double persistence = overlap_persistence);

} // namespace attune
