// Exposure: who got how much of it, and how unevenly.
#pragma once

#include "core/catalogue/exposure_weight.h"
#include "core/measures/metrics/rows.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// How likely a place is looked at, relative to the top place: the exposure weight on its 2^-16 grid. Sums of
/// it are exact in a double, whatever their order.
constexpr double examination_weight(std::size_t rank) {
    return static_cast<double>(exposure_weight_q16(rank)) * 0x1p-16;
}

/// Exposure per item, in units of 2^-16. Items that were never shown stand with 0.
std::vector<std::uint64_t> item_exposure(std::span<const ImpressionRow> rows, std::size_t items);
/// Exposure per provider group, in units of 2^-16.
std::vector<std::uint64_t> group_exposure(std::span<const ImpressionRow> rows, std::size_t groups);

/// Each part of the whole; they sum to 1. All NaN where the whole is 0.
std::vector<double> shares(std::span<const std::uint64_t> parts);

/// Gini coefficient of counts, 0 (all equal) to 1 - 1/n (one holds all), over all n entries, zeros included:
/// sum over ascending x of (2i - n - 1) x_i / (n sum x), i from 1. NaN where there is nothing to share.
double gini(std::span<const std::uint64_t> counts);

/// Share of entries above 0; NaN for no entries.
double coverage(std::span<const std::uint64_t> counts);

} // namespace attune
