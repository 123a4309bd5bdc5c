// The floor that every speed of ours is measured against: the bare Eigen product in single precision, which
// gives the score of every item for a block of people and nothing else. In a shared library of its own, built
// for AVX2 and FMA.
#pragma once

namespace attune::benchmarks {

constexpr int floor_people = 64;  ///< people of one block
constexpr int floor_factors = 32; ///< factors of a person and of an item

} // namespace attune::benchmarks

extern "C" {

/// scores[u * items + i] = sum over k of item_factors[k * items + i] * people[u * 32 + k], for 64 people: the
/// layout that was fastest of six. Needs a processor with AVX2 and FMA, see floor_can_run().
[[gnu::visibility("default")]] void attune_floor_score(const float* item_factors, int items,
                                                       const float* people, float* scores);

} // extern "C"

namespace attune::benchmarks {

/// Whether this processor has what the floor was built for.
inline bool floor_can_run() {
    return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
}

} // namespace attune::benchmarks
