// The ranking kernels for processors with AVX2; see core/recommender/CMakeLists.txt for its flag.
// The kernels are written over the vector type, which must come first.
// clang-format off
#include "core/base/vector_avx2.h"
#include "core/recommender/ranking/kernels.inl"
// clang-format on

namespace attune {

extern const RankingKernels ranking_kernels_avx2;
const RankingKernels ranking_kernels_avx2 = {score, select_best, category_champions, largest};

} // namespace attune
