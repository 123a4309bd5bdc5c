#include "core/measures/statistics/rank_overlap.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace attune {

double rank_overlap(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b, double persistence) {
    const std::size_t depth = std::min(a.size(), b.size());
    if (depth == 0) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0, weight = 1, agreement = 0;
    for (std::size_t d = 1; d <= depth; ++d) {
        std::size_t common = 0;
        const auto top = b.first(d);
        for (const std::uint32_t item : a.first(d))
            if (std::find(top.begin(), top.end(), item) != top.end()) ++common;
        agreement = static_cast<double>(common) / static_cast<double>(d);
        sum += agreement * weight;
        weight *= persistence;
    }
    // What lies deeper is taken to agree as far as all that was seen.
    return (1 - persistence) * sum + agreement * weight;
}

} // namespace attune
