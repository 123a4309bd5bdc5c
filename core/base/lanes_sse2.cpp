// The eight-lane kernels for the x86-64 baseline.
#include "core/base/vector_sse2.h"

#include "core/base/lanes_kernels.inl"

namespace attune {

extern const Lanes lanes_sse2;
const Lanes lanes_sse2 = {philox, uniforms, gumbels, exps, logs, normals};

} // namespace attune
