// The eight-lane kernels, written once over the vector type that the including file chose (vector_sse2.h or
// vector_avx2.h). Each line mirrors one operation of random.h and portable_math.h in the same order, so the
// bits are those of the scalar functions; branches become both sides and a choice. No include guard: a kernel
// file includes it once.

#include "core/base/lanes.h"

namespace attune {
namespace {

constexpr int width = 8;

struct Counter {
    Ints a, b, c, d;
};

ATTUNE_LANE_CODE void philox_round(Counter& counter, std::uint32_t key_low, std::uint32_t key_high) {
    Ints high_a, low_a, high_c, low_c;
    multiply_wide(counter.a, 0xD2511F53U, high_a, low_a);
    multiply_wide(counter.c, 0xCD9E8D57U, high_c, low_c);
    counter.a = high_c ^ counter.b ^ ints(static_cast<std::int32_t>(key_low));
    counter.b = low_c;
    counter.c = high_a ^ counter.d ^ ints(static_cast<std::int32_t>(key_high));
    counter.d = low_a;
}

/// `sets` counters of eight lanes at once, so that the rounds of one fill the waits of the other.
ATTUNE_LANE_CODE void philox_rounds(Counter* counters, const int sets, StreamKey key) {
    std::uint32_t low = key.low;
    std::uint32_t high = key.high;
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
#pragma GCC unroll 2
        for (int s = 0; s < sets; ++s)
            philox_round(counters[s], low, high);
        low += 0x9E3779B9U;
        high += 0xBB67AE85U;
    }
}

ATTUNE_LANE_CODE void philox_set(const int sets, StreamKey key, const std::uint32_t* a, int n,
                                 std::uint32_t b, std::uint32_t c, Stream stream, std::uint32_t* out) {
    Counter counters[2];
#pragma GCC unroll 2
    for (int s = 0; s < sets; ++s)
        counters[s] = {load(a + s * width), ints(static_cast<std::int32_t>(b)),
                       ints(static_cast<std::int32_t>(c)), ints(static_cast<std::int32_t>(stream))};
    philox_rounds(counters, sets, key);
#pragma GCC unroll 2
    for (int s = 0; s < sets; ++s) {
        std::uint32_t* to = out + s * width;
        store(to, counters[s].a);
        store(to + n, counters[s].b);
        store(to + 2 * n, counters[s].c);
        store(to + 3 * n, counters[s].d);
    }
}

void philox(StreamKey key, const std::uint32_t* a, int n, std::uint32_t b, std::uint32_t c, Stream stream,
            std::uint32_t* out) {
    int i = 0;
    for (; i + 2 * width <= n; i += 2 * width)
        philox_set(2, key, a + i, n, b, c, stream, out + i);
    for (; i < n; i += width)
        philox_set(1, key, a + i, n, b, c, stream, out + i);
}

ATTUNE_LANE_CODE Floats uniform_of(Ints words) {
    return (to_floats(shift_right_unsigned(words, 9)) + floats(0.5F)) * floats(0x1p-23F);
}

ATTUNE_LANE_CODE Floats exp_of(Floats x) {
    x = larger(floats(-87.0F), smaller(floats(88.0F), x));
    const Floats z = x * floats(1.44269504088896341F);
    const Floats n = (z + floats(12582912.0F)) - floats(12582912.0F);
    Floats r = x - n * floats(0.693359375F);
    r = r - n * floats(-2.12194440e-4F);
    Floats p = floats(1.9875691500e-4F);
    p = p * r + floats(1.3981999507e-3F);
    p = p * r + floats(8.3334519073e-3F);
    p = p * r + floats(4.1665795894e-2F);
    p = p * r + floats(1.6666665459e-1F);
    p = p * r + floats(5.0000001201e-1F);
    const Floats r2 = r * r;
    p = p * r2;
    p = p + r;
    p = p + floats(1.0F);
    const Ints exponent = shift_left(to_ints(n) + ints(127), 23);
    return p * bits_as_floats(exponent);
}

ATTUNE_LANE_CODE Floats log_of(Floats x) {
    const Ints bits = bits_as_ints(x);
    Floats e = to_floats(shift_right_signed(bits, 23) - ints(126));
    Floats m = bits_as_floats((bits & ints(0x007FFFFF)) | ints(0x3F000000));
    const Floats below = less(m, floats(0.707106781186547524F));
    e = e - (below & floats(1.0F));
    m = (m + (below & m)) - floats(1.0F);
    const Floats z = m * m;
    Floats y = floats(7.0376836292e-2F);
    y = y * m + floats(-1.1514610310e-1F);
    y = y * m + floats(1.1676998740e-1F);
    y = y * m + floats(-1.2420140846e-1F);
    y = y * m + floats(1.4249322787e-1F);
    y = y * m + floats(-1.6668057665e-1F);
    y = y * m + floats(2.0000714765e-1F);
    y = y * m + floats(-2.4999993993e-1F);
    y = y * m + floats(3.3333331174e-1F);
    y = y * m;
    y = y * z;
    y = y + e * floats(-2.12194440e-4F);
    y = y - z * floats(0.5F);
    Floats result = m + y;
    result = result + e * floats(0.693359375F);
    return result;
}

/// The argument of the quantile's polynomials.
ATTUNE_LANE_CODE Floats tail_of(Floats u) {
    return negative(log_of((floats(4.0F) * u) * (floats(1.0F) - u)));
}

ATTUNE_LANE_CODE Floats quantile_of(Floats u, Floats w) {
    const Floats x = floats(2.0F) * u - floats(1.0F);
    const Floats c = w - floats(2.5F);
    Floats p = floats(2.81022636e-08F);
    p = floats(3.43273939e-07F) + p * c;
    p = floats(-3.5233877e-06F) + p * c;
    p = floats(-4.39150654e-06F) + p * c;
    p = floats(0.00021858087F) + p * c;
    p = floats(-0.00125372503F) + p * c;
    p = floats(-0.00417768164F) + p * c;
    p = floats(0.246640727F) + p * c;
    p = floats(1.50140941F) + p * c;
    const Floats t = square_root(w) - floats(3.0F);
    Floats q = floats(-0.000200214257F);
    q = floats(0.000100950558F) + q * t;
    q = floats(0.00134934322F) + q * t;
    q = floats(-0.00367342844F) + q * t;
    q = floats(0.00573950773F) + q * t;
    q = floats(-0.0076224613F) + q * t;
    q = floats(0.00943887047F) + q * t;
    q = floats(1.00167406F) + q * t;
    q = floats(2.83297682F) + q * t;
    const Floats centre = less(w, floats(5.0F));
    return floats(1.41421356237F) * (select(centre, p, q) * x);
}

void uniforms(const std::uint32_t* words, int n, float* out) {
    for (int i = 0; i < n; i += width)
        store(out + i, uniform_of(load(words + i)));
}

// Long chains are cut in two passes over the array: the processor then works on more lanes at once.
void gumbels(const std::uint32_t* words, int n, float* out) {
    for (int i = 0; i < n; i += width)
        store(out + i, negative(log_of(uniform_of(load(words + i)))));
    for (int i = 0; i < n; i += width)
        store(out + i, negative(log_of(load(out + i))));
}

void exps(const float* x, int n, float* out) {
    for (int i = 0; i < n; i += width)
        store(out + i, exp_of(load(x + i)));
}

void logs(const float* x, int n, float* out) {
    for (int i = 0; i < n; i += width)
        store(out + i, log_of(load(x + i)));
}

void normals(const std::uint32_t* words, int n, float* out) {
    for (int i = 0; i < n; i += width)
        store(out + i, tail_of(uniform_of(load(words + i))));
    for (int i = 0; i < n; i += width)
        store(out + i, quantile_of(uniform_of(load(words + i)), load(out + i)));
}

} // namespace
} // namespace attune
