#include "core/measures/metrics/exposure.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

namespace attune {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

std::vector<std::uint64_t> item_exposure(std::span<const ImpressionRow> rows, std::size_t items) {
    std::vector<std::uint64_t> exposure(items, 0);
    for (const ImpressionRow& row : rows) {
        assert(row.item < items);
        exposure[row.item] += exposure_weight_q16(row.rank);
    }
    return exposure;
}

std::vector<std::uint64_t> group_exposure(std::span<const ImpressionRow> rows, std::size_t groups) {
    std::vector<std::uint64_t> exposure(groups, 0);
    for (const ImpressionRow& row : rows) {
        assert(row.group < groups);
        exposure[row.group] += exposure_weight_q16(row.rank);
    }
    return exposure;
}

std::vector<double> shares(std::span<const std::uint64_t> parts) {
    const std::uint64_t whole = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
    std::vector<double> out(parts.size(), unknown);
    if (whole == 0) return out;
    for (std::size_t i = 0; i < parts.size(); ++i)
        out[i] = static_cast<double>(parts[i]) / static_cast<double>(whole);
    return out;
}

double gini(std::span<const std::uint64_t> counts) {
    std::vector<std::uint64_t> sorted(counts.begin(), counts.end());
    std::sort(sorted.begin(), sorted.end());
    const double n = static_cast<double>(sorted.size());
    double sum = 0;
    double spread = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double x = static_cast<double>(sorted[i]);
        sum += x;
        spread += (2 * static_cast<double>(i + 1) - n - 1) * x;
    }
    return sum == 0 ? unknown : spread / (n * sum);
}

double coverage(std::span<const std::uint64_t> counts) {
    if (counts.empty()) return unknown;
    const auto shown =
        std::count_if(counts.begin(), counts.end(), [](std::uint64_t count) { return count > 0; });
    return static_cast<double>(shown) / static_cast<double>(counts.size());
}

} // namespace attune
