// The eight-lane kernels for processors with AVX2; see core/CMakeLists.txt for its flag.
// The kernels are written over the vector type, which must come first.
// clang-format off
#include "core/base/vector_avx2.h"
#include "core/base/lanes_kernels.inl"
// clang-format on

namespace attune {

extern const Lanes lanes_avx2;
const Lanes lanes_avx2 = {philox, uniforms, gumbels, exps, logs, normals};

} // namespace attune
