// The start of factors as published experiments have it: one uniform number per place, so that a seed gives
// the same model in every program.
#pragma once

#include "core/base/random.h"

#include <cstdint>
#include <span>

namespace attune::offline {

/// u(seed, k) in [0, 1): word k of splitmix64 (Steele, Lea, Flood, OOPSLA 2014), upper 53 bits.
constexpr double start_uniform(std::uint64_t seed, std::uint64_t k) {
    return static_cast<double>(mix64(seed + k * 0x9E3779B97F4A7C15ULL) >> 11U) * 0x1p-53;
}

/// Uniform in +-spread, place k.
constexpr double start_value(std::uint64_t seed, std::uint64_t k, double spread) {
    return spread * (2 * start_uniform(seed, k) - 1);
}

/// Places in order, users first.
inline void start_factors(std::uint64_t seed, double spread, std::span<double> user, std::span<double> item) {
    std::uint64_t k = 0;
    for (double& place : user)
        place = start_value(seed, k++, spread);
    for (double& place : item)
        place = start_value(seed, k++, spread);
}

} // namespace attune::offline
