// The ranking kernels for the x86-64 baseline.
#include "core/base/vector_sse2.h"

#include "core/recommender/ranking/kernels.inl"

namespace attune {

extern const RankingKernels ranking_kernels_sse2;
const RankingKernels ranking_kernels_sse2 = {score, select_best, category_champions, largest};

} // namespace attune
