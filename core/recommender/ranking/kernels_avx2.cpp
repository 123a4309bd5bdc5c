// The ranking kernels for processors with AVX2; see core/recommender/CMakeLists.txt for its flag.
#include "core/base/vector_avx2.h"

#include "core/recommender/ranking/kernels.inl"

namespace attune {

extern const RankingKernels ranking_kernels_avx2;
const RankingKernels ranking_kernels_avx2 = {score, select_best, category_champions, largest};

} // namespace attune
