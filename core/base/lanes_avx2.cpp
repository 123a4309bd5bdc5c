// The eight-lane kernels for processors with AVX2; see core/CMakeLists.txt for its flag.
#include "core/base/vector_avx2.h"

#include "core/base/lanes_kernels.inl"

namespace attune {

extern const Lanes lanes_avx2;
const Lanes lanes_avx2 = {philox, uniforms, gumbels, exps, logs, normals};

} // namespace attune
