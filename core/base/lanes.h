// Eight-lane versions of the random numbers and functions of random.h and portable_math.h, for the hot loop.
// Every level gives the same bits as the scalar code: lanes run over independent things, never over a sum.
#pragma once

#include "core/base/stream.h"

#include <cstdint>

namespace attune {

/// Which instructions the kernels may use. sse2 is the x86-64 baseline.
enum class SimdLevel { sse2, avx2 };

/// Whether this processor can run the kernels of a level.
bool processor_has(SimdLevel level);
/// What this processor offers, or what force_simd_level() or the environment variable ATTUNE_SIMD chose.
SimdLevel simd_level();
/// Overrides detection for the whole process; asking for avx2 where the processor lacks it keeps sse2.
void force_simd_level(SimdLevel level);

/// Function table of one level. `n` is always a multiple of 8; arrays need no alignment.
/// `exps` and `logs` may write over their input.
struct Lanes {
    /// Philox words for n addresses (a[i], b, c, stream): out[w * n + i] is word w of address i.
    void (*philox)(StreamKey key, const std::uint32_t* a, int n, std::uint32_t b, std::uint32_t c,
                   Stream stream, std::uint32_t* out);
    /// out[i] = uniform(words[i])
    void (*uniforms)(const std::uint32_t* words, int n, float* out);
    /// out[i] = gumbel(uniform(words[i]))
    void (*gumbels)(const std::uint32_t* words, int n, float* out);
    /// out[i] = portable_exp(x[i])
    void (*exps)(const float* x, int n, float* out);
    /// out[i] = portable_log(x[i])
    void (*logs)(const float* x, int n, float* out);
    /// out[i] = normal_quantile(uniform(words[i]))
    void (*normals)(const std::uint32_t* words, int n, float* out);
};

/// The table for the level in force now.
const Lanes& lanes();
/// The table for a named level (tests and benchmarks); only for levels that processor_has().
const Lanes& lanes(SimdLevel level);

} // namespace attune
