// The eight-lane kernels for the x86-64 baseline.
// The kernels are written over the vector type, which must come first.
// clang-format off
#include "core/base/vector_sse2.h"
#include "core/base/lanes_kernels.inl"
// clang-format on

namespace attune {

extern const Lanes lanes_sse2;
const Lanes lanes_sse2 = {philox, uniforms, gumbels, exps, logs, normals};

} // namespace attune
