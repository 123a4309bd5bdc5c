// When one item is too much like another: what is judged by hand in audits of real services.
#pragma once

#include "simulations/population/world_data.h"

#include <cmath>
#include <cstdint>

namespace attune {

/// How alike two items are, in [-1, 1]: the cosine of the world's factors within a category, 0 between two.
inline double similarity(const WorldData& world, std::uint32_t a, std::uint32_t b) {
    const auto& items = world.catalogue.items;
    if (items[a].category != items[b].category) return 0;
    const auto* q = &world.truth.factors[std::size_t{a} * taste_factors];
    const auto* r = &world.truth.factors[std::size_t{b} * taste_factors];
    double dot = 0, one = 0, other = 0;
    for (int f = 0; f < taste_factors; ++f) {
        dot += static_cast<double>(q[f]) * static_cast<double>(r[f]);
        one += static_cast<double>(q[f]) * static_cast<double>(q[f]);
        other += static_cast<double>(r[f]) * static_cast<double>(r[f]);
    }
    const double length = std::sqrt(one * other);
    return length > 0 ? dot / length : 0;
}

/// Mozilla style (de-escalation proposal, section 9): two items are too much alike from this similarity on.
/// An item is not like itself: that it stays away is measured by itself, and would drown what is like it.
constexpr double alike_from = 0.6;
inline bool alike(const WorldData& world, std::uint32_t a, std::uint32_t b) {
    return a != b && similarity(world, a, b) >= alike_from;
}

} // namespace attune
