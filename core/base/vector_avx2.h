// Eight lanes as one 256-bit register, for the kernel files compiled with -mavx2 and for those alone.
// Everything is always inlined and lives in an unnamed namespace: a kernel file must leave no function behind
// that the linker could hand to the rest of the program, which runs on machines without AVX2.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace attune {
namespace {

#define ATTUNE_LANE_CODE [[gnu::always_inline]] inline

constexpr int people_in_registers = 4; ///< people whose sums of 16 items fit the registers

struct Ints {
    __m256i v;
};
struct Floats {
    __m256 v;
};
/// The same two 16-bit numbers in every lane.
struct Pair {
    __m256i v;
};

ATTUNE_LANE_CODE Ints load(const std::int32_t* from) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
}
ATTUNE_LANE_CODE Ints load(const std::uint32_t* from) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
}
ATTUNE_LANE_CODE Ints load(const std::int16_t* from) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))};
}
ATTUNE_LANE_CODE Floats load(const float* from) {
    return {_mm256_loadu_ps(from)};
}
ATTUNE_LANE_CODE void store(std::int32_t* to, Ints x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), x.v);
}
ATTUNE_LANE_CODE void store(std::uint32_t* to, Ints x) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), x.v);
}
ATTUNE_LANE_CODE void store(float* to, Floats x) {
    _mm256_storeu_ps(to, x.v);
}

ATTUNE_LANE_CODE Ints ints(std::int32_t value) {
    return {_mm256_set1_epi32(value)};
}
ATTUNE_LANE_CODE Floats floats(float value) {
    return {_mm256_set1_ps(value)};
}
/// 0, 1 .. 7
ATTUNE_LANE_CODE Ints lane_numbers() {
    return {_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)};
}

ATTUNE_LANE_CODE Ints operator+(Ints a, Ints b) {
    return {_mm256_add_epi32(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints operator-(Ints a, Ints b) {
    return {_mm256_sub_epi32(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints operator&(Ints a, Ints b) {
    return {_mm256_and_si256(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints operator|(Ints a, Ints b) {
    return {_mm256_or_si256(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints operator^(Ints a, Ints b) {
    return {_mm256_xor_si256(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints shift_left(Ints a, int bits) {
    return {_mm256_slli_epi32(a.v, bits)};
}
ATTUNE_LANE_CODE Ints shift_right_unsigned(Ints a, int bits) {
    return {_mm256_srli_epi32(a.v, bits)};
}
ATTUNE_LANE_CODE Ints shift_right_signed(Ints a, int bits) {
    return {_mm256_srai_epi32(a.v, bits)};
}
/// All ones where a > b, signed.
ATTUNE_LANE_CODE Ints greater(Ints a, Ints b) {
    return {_mm256_cmpgt_epi32(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints equal(Ints a, Ints b) {
    return {_mm256_cmpeq_epi32(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints select(Ints mask, Ints yes, Ints no) {
    return {_mm256_blendv_epi8(no.v, yes.v, mask.v)};
}
ATTUNE_LANE_CODE Ints larger(Ints a, Ints b) {
    return {_mm256_max_epi32(a.v, b.v)};
}
ATTUNE_LANE_CODE Ints smaller(Ints a, Ints b) {
    return {_mm256_min_epi32(a.v, b.v)};
}
/// Bit i is lane i of a mask.
ATTUNE_LANE_CODE unsigned bits_of(Ints mask) {
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(mask.v)));
}

ATTUNE_LANE_CODE std::int32_t first_lane(Ints a) {
    return _mm256_cvtsi256_si32(a.v);
}
/// The largest lane, in every lane.
ATTUNE_LANE_CODE Ints largest_lane(Ints a) {
    a = larger(a, Ints{_mm256_permute2x128_si256(a.v, a.v, 1)});
    a = larger(a, Ints{_mm256_shuffle_epi32(a.v, _MM_SHUFFLE(1, 0, 3, 2))});
    return larger(a, Ints{_mm256_shuffle_epi32(a.v, _MM_SHUFFLE(2, 3, 0, 1))});
}
/// The smallest lane, in every lane.
ATTUNE_LANE_CODE Ints smallest_lane(Ints a) {
    a = smaller(a, Ints{_mm256_permute2x128_si256(a.v, a.v, 1)});
    a = smaller(a, Ints{_mm256_shuffle_epi32(a.v, _MM_SHUFFLE(1, 0, 3, 2))});
    return smaller(a, Ints{_mm256_shuffle_epi32(a.v, _MM_SHUFFLE(2, 3, 0, 1))});
}
/// The sum of all lanes, in every lane.
ATTUNE_LANE_CODE Ints sum_of_lanes(Ints a) {
    a = a + Ints{_mm256_permute2x128_si256(a.v, a.v, 1)};
    a = a + Ints{_mm256_shuffle_epi32(a.v, _MM_SHUFFLE(1, 0, 3, 2))};
    return a + Ints{_mm256_shuffle_epi32(a.v, _MM_SHUFFLE(2, 3, 0, 1))};
}

/// For each set of eight lanes the numbers of the lanes in it, first; one byte each.
struct LaneTable {
    std::uint64_t lanes[256] = {};
};
constexpr LaneTable lane_table = [] {
    LaneTable table;
    for (unsigned set = 0; set < 256; ++set)
        for (unsigned lane = 0, used = 0; lane < 8; ++lane)
            if ((set >> lane & 1U) != 0) table.lanes[set] |= std::uint64_t{lane} << (8 * used++);
    return table;
}();
/// Writes first + the number of each lane of the set, in order, and perhaps rubbish up to eight numbers;
/// returns how many there are.
ATTUNE_LANE_CODE int store_chosen(std::uint32_t* to, unsigned set, std::uint32_t first) {
    const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(&lane_table.lanes[set]));
    store(to, Ints{_mm256_cvtepu8_epi32(bytes)} + ints(static_cast<std::int32_t>(first)));
    return __builtin_popcount(set);
}

/// High and low halves of the unsigned 64-bit products of each lane with `factor`.
ATTUNE_LANE_CODE void multiply_wide(Ints a, std::uint32_t factor, Ints& high, Ints& low) {
    const __m256i f = _mm256_set1_epi64x(static_cast<long long>(factor));
    const __m256i even = _mm256_mul_epu32(a.v, f);
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(a.v, 32), f);
    high = {_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA)};
    low = {_mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA)};
}

ATTUNE_LANE_CODE Pair pair_of(const std::int16_t* two) {
    std::int32_t both;
    __builtin_memcpy(&both, two, sizeof both);
    return {_mm256_set1_epi32(both)};
}
/// Per lane: a[0] * b[0] + a[1] * b[1] of its two 16-bit numbers.
ATTUNE_LANE_CODE Ints multiply_pairs(Ints a, Pair b) {
    return {_mm256_madd_epi16(a.v, b.v)};
}
/// Per lane: a[0] * b[0] and a[1] * b[1] of its two 16-bit numbers, each modulo 2^16.
ATTUNE_LANE_CODE Ints multiply_each(Ints a, Pair b) {
    return {_mm256_mullo_epi16(a.v, b.v)};
}

ATTUNE_LANE_CODE Floats operator+(Floats a, Floats b) {
    return {_mm256_add_ps(a.v, b.v)};
}
ATTUNE_LANE_CODE Floats operator-(Floats a, Floats b) {
    return {_mm256_sub_ps(a.v, b.v)};
}
ATTUNE_LANE_CODE Floats operator*(Floats a, Floats b) {
    return {_mm256_mul_ps(a.v, b.v)};
}
ATTUNE_LANE_CODE Floats square_root(Floats a) {
    return {_mm256_sqrt_ps(a.v)};
}
/// a < b ? a : b, and b where either is not a number.
ATTUNE_LANE_CODE Floats smaller(Floats a, Floats b) {
    return {_mm256_min_ps(a.v, b.v)};
}
/// a > b ? a : b, and b where either is not a number.
ATTUNE_LANE_CODE Floats larger(Floats a, Floats b) {
    return {_mm256_max_ps(a.v, b.v)};
}
ATTUNE_LANE_CODE Floats less(Floats a, Floats b) {
    return {_mm256_cmp_ps(a.v, b.v, _CMP_LT_OQ)};
}
ATTUNE_LANE_CODE Floats operator&(Floats mask, Floats a) {
    return {_mm256_and_ps(mask.v, a.v)};
}
ATTUNE_LANE_CODE Floats select(Floats mask, Floats yes, Floats no) {
    return {_mm256_blendv_ps(no.v, yes.v, mask.v)};
}
ATTUNE_LANE_CODE Floats negative(Floats a) {
    return {_mm256_xor_ps(a.v, _mm256_set1_ps(-0.0F))};
}
ATTUNE_LANE_CODE Floats to_floats(Ints a) {
    return {_mm256_cvtepi32_ps(a.v)};
}
/// Towards zero; the lanes must fit.
ATTUNE_LANE_CODE Ints to_ints(Floats a) {
    return {_mm256_cvttps_epi32(a.v)};
}
ATTUNE_LANE_CODE Ints bits_as_ints(Floats a) {
    return {_mm256_castps_si256(a.v)};
}
ATTUNE_LANE_CODE Floats bits_as_floats(Ints a) {
    return {_mm256_castsi256_ps(a.v)};
}

} // namespace
} // namespace attune
