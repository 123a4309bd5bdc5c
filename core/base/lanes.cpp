#include "core/base/lanes.h"

#include <atomic>
#include <cstdlib>
#include <string_view>

namespace attune {

extern const Lanes lanes_sse2;
extern const Lanes lanes_avx2;

namespace {

SimdLevel detected_level() {
    const char* wish = std::getenv("ATTUNE_SIMD");
    if (wish && std::string_view(wish) == "sse2") return SimdLevel::sse2;
    return processor_has(SimdLevel::avx2) ? SimdLevel::avx2 : SimdLevel::sse2;
}

std::atomic<SimdLevel>& level_in_force() {
    static std::atomic<SimdLevel> level{detected_level()};
    return level;
}

} // namespace

bool processor_has(SimdLevel level) {
    return level == SimdLevel::sse2 || __builtin_cpu_supports("avx2") != 0;
}

SimdLevel simd_level() {
    return level_in_force().load(std::memory_order_relaxed);
}

void force_simd_level(SimdLevel level) {
    level_in_force().store(processor_has(level) ? level : SimdLevel::sse2, std::memory_order_relaxed);
}

const Lanes& lanes(SimdLevel level) {
    return level == SimdLevel::avx2 ? lanes_avx2 : lanes_sse2;
}

const Lanes& lanes() {
    return lanes(simd_level());
}

} // namespace attune
