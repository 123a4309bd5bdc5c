// The floor for alternating least squares: one half of a sweep by plain Eigen, a rank-k update and Cholesky's
// method for every row. In the library of the other floor, built for AVX2 and FMA.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

/// For each of `rows` rows u, with S its numbers others[offsets[u]] .. others[offsets[u + 1] - 1]:
/// (everywhere sum_all h h' + sum_S h h' + ridge I) x_u = sum_S h. Needs a processor with AVX2 and FMA.
[[gnu::visibility("default")]] void attune_floor_solve(const double* fixed, std::size_t fixed_rows,
                                                       std::size_t factors, const std::size_t* offsets,
                                                       const std::uint32_t* others, std::size_t rows,
                                                       double everywhere, double ridge, double* out);

} // extern "C"
