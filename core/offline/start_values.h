// The start of factors as published experiments have it: one uniform number per place, so that a seed gives
// the same model in every program.
#pragma once

#include "core/base/random.h"

#include <cstdint>

namespace attune::offline {

/// u(seed, k) in [0, 1): word k of splitmix64 (Steele, Lea, Flood, OOPSLA 2014), upper 53 bits.
constexpr double start_uniform(std::uint64_t seed, std::uint64_t k) {
    return static_cast<double>(mix64(seed + k * 0x9E3779B97F4A7C15ULL) >> 11U) * 0x1p-53;
}

/// Uniform in +-spread, place k.
constexpr double start_value(std::uint64_t seed, std::uint64_t k, double spread) {
    return spread * (2 * start_uniform(seed, k) - 1);
}

} // namespace attune::offline
