// Eight lanes as two 128-bit registers, for the kernel files of the x86-64 baseline (SSE2). The same names as
// in vector_avx2.h, so that one kernel text serves both; native halves, because the compiler turns compares
// and selects on wider generic vectors into scalar code here.
#pragma once

#include <emmintrin.h>

#include <cstdint>

namespace attune {
namespace {

#define ATTUNE_LANE_CODE [[gnu::always_inline]] inline

constexpr int people_in_registers = 2; ///< people whose sums of 16 items fit the registers

struct Ints {
    __m128i low, high;
};
struct Floats {
    __m128 low, high;
};
/// The same two 16-bit numbers in every lane.
struct Pair {
    __m128i v;
};

ATTUNE_LANE_CODE Ints load(const std::int32_t* from) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)),
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 4))};
}
ATTUNE_LANE_CODE Ints load(const std::uint32_t* from) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)),
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 4))};
}
ATTUNE_LANE_CODE Ints load(const std::int16_t* from) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)),
            _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 8))};
}
ATTUNE_LANE_CODE Floats load(const float* from) {
    return {_mm_loadu_ps(from), _mm_loadu_ps(from + 4)};
}
ATTUNE_LANE_CODE void store(std::int32_t* to, Ints x) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), x.low);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 4), x.high);
}
ATTUNE_LANE_CODE void store(std::uint32_t* to, Ints x) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), x.low);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + 4), x.high);
}
ATTUNE_LANE_CODE void store(float* to, Floats x) {
    _mm_storeu_ps(to, x.low);
    _mm_storeu_ps(to + 4, x.high);
}

ATTUNE_LANE_CODE Ints ints(std::int32_t value) {
    return {_mm_set1_epi32(value), _mm_set1_epi32(value)};
}
ATTUNE_LANE_CODE Floats floats(float value) {
    return {_mm_set1_ps(value), _mm_set1_ps(value)};
}
/// 0, 1 .. 7
ATTUNE_LANE_CODE Ints lane_numbers() {
    return {_mm_setr_epi32(0, 1, 2, 3), _mm_setr_epi32(4, 5, 6, 7)};
}

ATTUNE_LANE_CODE Ints operator+(Ints a, Ints b) {
    return {_mm_add_epi32(a.low, b.low), _mm_add_epi32(a.high, b.high)};
}
ATTUNE_LANE_CODE Ints operator-(Ints a, Ints b) {
    return {_mm_sub_epi32(a.low, b.low), _mm_sub_epi32(a.high, b.high)};
}
ATTUNE_LANE_CODE Ints operator&(Ints a, Ints b) {
    return {_mm_and_si128(a.low, b.low), _mm_and_si128(a.high, b.high)};
}
ATTUNE_LANE_CODE Ints operator|(Ints a, Ints b) {
    return {_mm_or_si128(a.low, b.low), _mm_or_si128(a.high, b.high)};
}
ATTUNE_LANE_CODE Ints operator^(Ints a, Ints b) {
    return {_mm_xor_si128(a.low, b.low), _mm_xor_si128(a.high, b.high)};
}
ATTUNE_LANE_CODE Ints shift_left(Ints a, int bits) {
    return {_mm_slli_epi32(a.low, bits), _mm_slli_epi32(a.high, bits)};
}
ATTUNE_LANE_CODE Ints shift_right_unsigned(Ints a, int bits) {
    return {_mm_srli_epi32(a.low, bits), _mm_srli_epi32(a.high, bits)};
}
ATTUNE_LANE_CODE Ints shift_right_signed(Ints a, int bits) {
    return {_mm_srai_epi32(a.low, bits), _mm_srai_epi32(a.high, bits)};
}
/// All ones where a > b, signed.
ATTUNE_LANE_CODE Ints greater(Ints a, Ints b) {
    return {_mm_cmpgt_epi32(a.low, b.low), _mm_cmpgt_epi32(a.high, b.high)};
}
ATTUNE_LANE_CODE Ints equal(Ints a, Ints b) {
    return {_mm_cmpeq_epi32(a.low, b.low), _mm_cmpeq_epi32(a.high, b.high)};
}
ATTUNE_LANE_CODE __m128i select_half(__m128i mask, __m128i yes, __m128i no) {
    return _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no));
}
ATTUNE_LANE_CODE Ints select(Ints mask, Ints yes, Ints no) {
    return {select_half(mask.low, yes.low, no.low), select_half(mask.high, yes.high, no.high)};
}
ATTUNE_LANE_CODE Ints larger(Ints a, Ints b) {
    return select(greater(a, b), a, b);
}
ATTUNE_LANE_CODE Ints smaller(Ints a, Ints b) {
    return select(greater(a, b), b, a);
}
/// Bit i is lane i of a mask.
ATTUNE_LANE_CODE unsigned bits_of(Ints mask) {
    const __m128i words = _mm_packs_epi32(mask.low, mask.high);
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(words, _mm_setzero_si128())));
}

ATTUNE_LANE_CODE std::int32_t first_lane(Ints a) {
    return _mm_cvtsi128_si32(a.low);
}
/// Lanes 2, 3, 0, 1 of each half.
ATTUNE_LANE_CODE Ints pairs_swapped(Ints a) {
    return {_mm_shuffle_epi32(a.low, _MM_SHUFFLE(1, 0, 3, 2)),
            _mm_shuffle_epi32(a.high, _MM_SHUFFLE(1, 0, 3, 2))};
}
/// Lanes 1, 0, 3, 2 of each half.
ATTUNE_LANE_CODE Ints neighbours_swapped(Ints a) {
    return {_mm_shuffle_epi32(a.low, _MM_SHUFFLE(2, 3, 0, 1)),
            _mm_shuffle_epi32(a.high, _MM_SHUFFLE(2, 3, 0, 1))};
}
/// The largest lane, in every lane.
ATTUNE_LANE_CODE Ints largest_lane(Ints a) {
    a = larger(a, Ints{a.high, a.low});
    a = larger(a, pairs_swapped(a));
    return larger(a, neighbours_swapped(a));
}
/// The smallest lane, in every lane.
ATTUNE_LANE_CODE Ints smallest_lane(Ints a) {
    a = smaller(a, Ints{a.high, a.low});
    a = smaller(a, pairs_swapped(a));
    return smaller(a, neighbours_swapped(a));
}
/// The sum of all lanes, in every lane.
ATTUNE_LANE_CODE Ints sum_of_lanes(Ints a) {
    a = a + Ints{a.high, a.low};
    a = a + pairs_swapped(a);
    return a + neighbours_swapped(a);
}

/// For each set of four lanes the numbers of the lanes in it, first, and how many they are.
struct LaneTable {
    std::int32_t lanes[16][4] = {};
    std::int32_t sizes[16] = {};
};
constexpr LaneTable lane_table = [] {
    LaneTable table;
    for (unsigned set = 0; set < 16; ++set)
        for (std::int32_t lane = 0; lane < 4; ++lane)
            if ((set >> lane & 1U) != 0) table.lanes[set][table.sizes[set]++] = lane;
    return table;
}();
ATTUNE_LANE_CODE int store_chosen_half(std::uint32_t* to, unsigned set, std::uint32_t first) {
    const __m128i lanes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lane_table.lanes[set]));
    const __m128i numbers = _mm_add_epi32(lanes, _mm_set1_epi32(static_cast<std::int32_t>(first)));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), numbers);
    return lane_table.sizes[set];
}
/// Writes first + the number of each lane of the set, in order, and perhaps rubbish up to eight numbers;
/// returns how many there are.
ATTUNE_LANE_CODE int store_chosen(std::uint32_t* to, unsigned set, std::uint32_t first) {
    const int low = store_chosen_half(to, set & 15U, first);
    return low + store_chosen_half(to + low, set >> 4U, first + 4);
}

ATTUNE_LANE_CODE void multiply_wide_half(__m128i a, __m128i f, __m128i& high, __m128i& low) {
    const __m128i even = _mm_mul_epu32(a, f);
    const __m128i odd = _mm_mul_epu32(_mm_srli_epi64(a, 32), f);
    const __m128i lower = _mm_set_epi32(0, -1, 0, -1);
    high = _mm_or_si128(_mm_srli_epi64(even, 32), _mm_andnot_si128(lower, odd));
    low = _mm_or_si128(_mm_and_si128(lower, even), _mm_slli_epi64(odd, 32));
}
/// High and low halves of the unsigned 64-bit products of each lane with `factor`. The baseline multiplies
/// only even lanes, so the odd ones are moved down and back.
ATTUNE_LANE_CODE void multiply_wide(Ints a, std::uint32_t factor, Ints& high, Ints& low) {
    const __m128i f = _mm_set1_epi64x(static_cast<long long>(factor));
    multiply_wide_half(a.low, f, high.low, low.low);
    multiply_wide_half(a.high, f, high.high, low.high);
}

ATTUNE_LANE_CODE Pair pair_of(const std::int16_t* two) {
    std::int32_t both;
    __builtin_memcpy(&both, two, sizeof both);
    return {_mm_set1_epi32(both)};
}
/// Per lane: a[0] * b[0] + a[1] * b[1] of its two 16-bit numbers.
ATTUNE_LANE_CODE Ints multiply_pairs(Ints a, Pair b) {
    return {_mm_madd_epi16(a.low, b.v), _mm_madd_epi16(a.high, b.v)};
}
/// Per lane: a[0] * b[0] and a[1] * b[1] of its two 16-bit numbers, each modulo 2^16.
ATTUNE_LANE_CODE Ints multiply_each(Ints a, Pair b) {
    return {_mm_mullo_epi16(a.low, b.v), _mm_mullo_epi16(a.high, b.v)};
}

ATTUNE_LANE_CODE Floats operator+(Floats a, Floats b) {
    return {_mm_add_ps(a.low, b.low), _mm_add_ps(a.high, b.high)};
}
ATTUNE_LANE_CODE Floats operator-(Floats a, Floats b) {
    return {_mm_sub_ps(a.low, b.low), _mm_sub_ps(a.high, b.high)};
}
ATTUNE_LANE_CODE Floats operator*(Floats a, Floats b) {
    return {_mm_mul_ps(a.low, b.low), _mm_mul_ps(a.high, b.high)};
}
ATTUNE_LANE_CODE Floats square_root(Floats a) {
    return {_mm_sqrt_ps(a.low), _mm_sqrt_ps(a.high)};
}
/// a < b ? a : b, and b where either is not a number.
ATTUNE_LANE_CODE Floats smaller(Floats a, Floats b) {
    return {_mm_min_ps(a.low, b.low), _mm_min_ps(a.high, b.high)};
}
/// a > b ? a : b, and b where either is not a number.
ATTUNE_LANE_CODE Floats larger(Floats a, Floats b) {
    return {_mm_max_ps(a.low, b.low), _mm_max_ps(a.high, b.high)};
}
ATTUNE_LANE_CODE Floats less(Floats a, Floats b) {
    return {_mm_cmplt_ps(a.low, b.low), _mm_cmplt_ps(a.high, b.high)};
}
ATTUNE_LANE_CODE Floats operator&(Floats mask, Floats a) {
    return {_mm_and_ps(mask.low, a.low), _mm_and_ps(mask.high, a.high)};
}
ATTUNE_LANE_CODE Floats select(Floats mask, Floats yes, Floats no) {
    return {_mm_or_ps(_mm_and_ps(mask.low, yes.low), _mm_andnot_ps(mask.low, no.low)),
            _mm_or_ps(_mm_and_ps(mask.high, yes.high), _mm_andnot_ps(mask.high, no.high))};
}
ATTUNE_LANE_CODE Floats negative(Floats a) {
    const __m128 sign = _mm_set1_ps(-0.0F);
    return {_mm_xor_ps(a.low, sign), _mm_xor_ps(a.high, sign)};
}
ATTUNE_LANE_CODE Floats to_floats(Ints a) {
    return {_mm_cvtepi32_ps(a.low), _mm_cvtepi32_ps(a.high)};
}
/// Towards zero; the lanes must fit.
ATTUNE_LANE_CODE Ints to_ints(Floats a) {
    return {_mm_cvttps_epi32(a.low), _mm_cvttps_epi32(a.high)};
}
ATTUNE_LANE_CODE Ints bits_as_ints(Floats a) {
    return {_mm_castps_si128(a.low), _mm_castps_si128(a.high)};
}
ATTUNE_LANE_CODE Floats bits_as_floats(Ints a) {
    return {_mm_castsi128_ps(a.low), _mm_castsi128_ps(a.high)};
}

} // namespace
} // namespace attune
