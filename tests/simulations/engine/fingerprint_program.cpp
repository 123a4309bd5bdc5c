// Prints the fingerprint of every fixed run, one "name digits" a line, for comparison across processors,
// instruction sets, threads and compilers: fingerprint_program [threads] [sse2|avx2]. A last line, "libm
// digits", hashes the C library's own exp, which does depend on the processor; "--libm" prints that one
// alone.
#include "core/base/fingerprint.h"
#include "core/base/lanes.h"
#include "tests/simulations/engine/fixed_requests.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::string libm_digits() {
    attune::Fingerprint hash;
    for (int i = 0; i < 200000; ++i)
        hash.add(std::bit_cast<std::uint64_t>(std::exp(-20.0 + 2e-4 * i)));
    return hash.hex();
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::strcmp(argv[1], "--libm") == 0) {
        std::printf("libm %s\n", libm_digits().c_str());
        return 0;
    }
    const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
    if (threads < 1) return 2;
    if (argc > 2) {
        const auto level =
            std::strcmp(argv[2], "avx2") == 0 ? attune::SimdLevel::avx2 : attune::SimdLevel::sse2;
        attune::force_simd_level(level);
        if (attune::simd_level() != level) return 3;
    }
    for (const std::string& name : attune::test::fixed_runs())
        std::printf("%s %s\n", name.c_str(), attune::test::fixed_fingerprint(name, threads).c_str());
    std::printf("libm %s\n", libm_digits().c_str());
    return 0;
}
