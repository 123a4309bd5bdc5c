#include "core/recommender/ranking/kernels.h"

namespace attune {

extern const RankingKernels ranking_kernels_sse2;
extern const RankingKernels ranking_kernels_avx2;

const RankingKernels& ranking_kernels(SimdLevel level) {
    return level == SimdLevel::avx2 ? ranking_kernels_avx2 : ranking_kernels_sse2;
}

const RankingKernels& ranking_kernels() {
    return ranking_kernels(simd_level());
}

} // namespace attune
