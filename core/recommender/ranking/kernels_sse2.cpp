// The ranking kernels for the x86-64 baseline.
// The kernels are written over the vector type, which must come first.
// clang-format off
#include "core/base/vector_sse2.h"
#include "core/recommender/ranking/kernels.inl"
// clang-format on

namespace attune {

extern const RankingKernels ranking_kernels_sse2;
const RankingKernels ranking_kernels_sse2 = {score, select_best, category_champions, largest};

} // namespace attune
