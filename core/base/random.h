// Random numbers that are addressed, not drawn in sequence: the same (seed, user, purpose, visit, slate,
// lane) always gives the same words, whatever else the program did. Two policies therefore meet the same
// people on the same days (common random numbers), and threads cannot change a result. Philox4x32-10 (Salmon
// et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) from Random123.
#pragma once

#include "core/base/stream.h"

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace attune {

constexpr std::uint64_t mix64(std::uint64_t z) {
    // splitmix64 finaliser (Steele, Lea, Flood 2014).
    z += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

constexpr StreamKey stream_key(std::uint64_t seed, std::uint32_t owner) {
    const std::uint64_t k = mix64(seed ^ mix64(0xA77D0000ULL + owner));
    return {static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(k >> 32)};
}

using Words = std::array<std::uint32_t, 4>;

/// Four 32-bit words at one address. `a`, `b`, `c` are free coordinates (visit, slate, item ...).
inline Words words_at(StreamKey key, Stream stream, std::uint32_t a, std::uint32_t b = 0,
                      std::uint32_t c = 0) {
    r123::Philox4x32 philox;
    const r123::Philox4x32::ctr_type counter = {{a, b, c, static_cast<std::uint32_t>(stream)}};
    const r123::Philox4x32::key_type k = {{key.low, key.high}};
    const r123::Philox4x32::ctr_type out = philox(counter, k);
    return {out[0], out[1], out[2], out[3]};
}

/// Uniform in the open interval (0, 1): the middle of one of 2^23 equal cells, never 0 or 1. With 24 bits the
/// half would be rounded away and the highest cell would give 1. The eight-lane kernels use the same formula.
constexpr float uniform(std::uint32_t word) {
    return (static_cast<float>(word >> 9) + 0.5F) * 0x1p-23F;
}

/// A whole number below n, each as likely: the high half of word x n.
constexpr std::size_t below(std::uint32_t word, std::size_t n) {
    return static_cast<std::size_t>(static_cast<std::uint64_t>(word) * n >> 32U);
}

} // namespace attune
