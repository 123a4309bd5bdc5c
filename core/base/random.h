// Random numbers that are addressed, not drawn in sequence: the same (seed, user, purpose, visit, slate, lane)
// always gives the same words, whatever else the program did. Two policies therefore meet the same people
// on the same days (common random numbers), and threads cannot change a result.
// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) from Random123.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace attune {

/// Who draws and what for. World and recommender never share a stream. Values are part of every
/// fingerprint: append, never renumber.
enum class Stream : std::uint32_t {
    catalogue = 1,     ///< the synthetic catalogue
    person = 2,        ///< who a person is: traits drawn once
    person_taste = 3,  ///< a person's category tastes and latent factors
    visits = 4,        ///< how many visits a day has, and when
    slate = 5,         ///< everything that happens on one slate (lanes are items and named draws)
    life = 6,          ///< churn, return, daily drift
    consent = 7,       ///< consent at enrolment
    network = 8,       ///< duplicated events
    ranking = 32,      ///< the recommender's sampling noise
    exploration = 33,  ///< the recommender's random candidates
    learning = 34,     ///< start of factors, choice of negatives
    resample = 64,     ///< statistics
};

/// The key of a stream: run seed mixed with the user (or any other 32-bit owner).
struct StreamKey {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

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
inline Words words_at(StreamKey key, Stream stream, std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0) {
    r123::Philox4x32 philox;
    const r123::Philox4x32::ctr_type counter = {{a, b, c, static_cast<std::uint32_t>(stream)}};
    const r123::Philox4x32::key_type k = {{key.low, key.high}};
    const r123::Philox4x32::ctr_type out = philox(counter, k);
    return {out[0], out[1], out[2], out[3]};
}

/// Uniform in the open interval (0, 1): 24 bits, never 0 or 1. The eight-lane kernels use the same formula.
constexpr float uniform(std::uint32_t word) {
    return (static_cast<float>(word >> 8) + 0.5F) * 0x1p-24F;
}

} // namespace attune
