// exp, log and the normal quantile with the same bits on every processor and compiler. glibc's own differ
// between CPUs with and without FMA in about 1 of 1,000 arguments, so nothing that reaches a fingerprint may
// call libm for anything but sqrt. The eight-lane versions in lanes.h give exactly these bits.
// exp, log: Cephes single precision (Moshier). Quantile: Giles, "Approximating the erfinv function" (2010).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace attune {

/// e^x for any finite x, clamped to x in [-87, 88]; worst error about 1 ulp.
inline float portable_exp(float x) {
    x = x < -87.0F ? -87.0F : (x > 88.0F ? 88.0F : x);
    // Round to nearest integer by the 1.5 * 2^23 trick: exact for |z| < 2^22 in the default rounding mode.
    const float z = x * 1.44269504088896341F;
    const float n = (z + 12582912.0F) - 12582912.0F;
    float r = x - n * 0.693359375F;
    r = r - n * -2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    const float r2 = r * r;
    p = p * r2;
    p = p + r;
    p = p + 1.0F;
    const std::int32_t exponent = (static_cast<std::int32_t>(n) + 127) << 23;
    return p * std::bit_cast<float>(exponent);
}

/// Natural logarithm of a positive normal float; worst error about 1 ulp.
inline float portable_log(float x) {
    const std::int32_t bits = std::bit_cast<std::int32_t>(x);
    // Mantissa in [0.5, 1), as in Cephes' frexp.
    float e = static_cast<float>((bits >> 23) - 126);
    float m = std::bit_cast<float>((bits & 0x007FFFFF) | 0x3F000000);
    const bool below = m < 0.707106781186547524F;
    e = e - (below ? 1.0F : 0.0F);
    m = (m + (below ? m : 0.0F)) - 1.0F;
    const float z = m * m;
    float y = 7.0376836292e-2F;
    y = y * m + -1.1514610310e-1F;
    y = y * m + 1.1676998740e-1F;
    y = y * m + -1.2420140846e-1F;
    y = y * m + 1.4249322787e-1F;
    y = y * m + -1.6668057665e-1F;
    y = y * m + 2.0000714765e-1F;
    y = y * m + -2.4999993993e-1F;
    y = y * m + 3.3333331174e-1F;
    y = y * m;
    y = y * z;
    y = y + e * -2.12194440e-4F;
    y = y - z * 0.5F;
    float result = m + y;
    result = result + e * 0.693359375F;
    return result;
}

/// 2^(-dt / half_life), the only decay in the program. Both in the same unit; half_life > 0.
inline float half_life_decay(float dt, float half_life) {
    return portable_exp(-0.693147180559945F * dt / half_life);
}

inline float portable_logistic(float x) {
    return 1.0F / (1.0F + portable_exp(-x));
}

/// log(p / (1 - p)) for p in (0, 1).
inline float portable_logit(float p) {
    return portable_log(p / (1.0F - p));
}

/// tanh by exp, to 2e-7 absolute; odd by construction.
inline float portable_tanh(float x) {
    const float a = x < 0.0F ? -x : x;
    const float e = portable_exp(-2.0F * a);
    const float t = (1.0F - e) / (1.0F + e);
    return x < 0.0F ? -t : t;
}

/// sin(2 pi x) for |x| below 2^22, to 3e-7 absolute: the Taylor polynomial on a quarter turn.
inline float portable_sine_of_turns(float x) {
    float t = x - ((x + 12582912.0F) - 12582912.0F); // [-1/2, 1/2]: the trick of portable_exp
    t = t > 0.25F ? 0.5F - t : (t < -0.25F ? -0.5F - t : t);
    const float a = 6.28318530718F * t;
    const float a2 = a * a;
    float p = -2.50521084e-8F;
    p = p * a2 + 2.75573192e-6F;
    p = p * a2 + -1.98412698e-4F;
    p = p * a2 + 8.33333333e-3F;
    p = p * a2 + -1.66666667e-1F;
    p = p * a2 + 1.0F;
    return p * a;
}

/// Standard Gumbel deviate from u in (0, 1): -log(-log u).
inline float gumbel(float u) {
    return -portable_log(-portable_log(u));
}

/// Standard normal quantile of u in (0, 1); its tail probability is within 5e-6 of u, relatively, and it is
/// odd about 1/2 for the values of uniform().
inline float normal_quantile(float u) {
    const float x = 2.0F * u - 1.0F;
    // (1 - x)(1 + x) of the paper, in the form that keeps the digits of a small u.
    float w = -portable_log((4.0F * u) * (1.0F - u));
    float p;
    if (w < 5.0F) {
        w = w - 2.5F;
        p = 2.81022636e-08F;
        p = 3.43273939e-07F + p * w;
        p = -3.5233877e-06F + p * w;
        p = -4.39150654e-06F + p * w;
        p = 0.00021858087F + p * w;
        p = -0.00125372503F + p * w;
        p = -0.00417768164F + p * w;
        p = 0.246640727F + p * w;
        p = 1.50140941F + p * w;
    } else {
        w = std::sqrt(w) - 3.0F;
        p = -0.000200214257F;
        p = 0.000100950558F + p * w;
        p = 0.00134934322F + p * w;
        p = -0.00367342844F + p * w;
        p = 0.00573950773F + p * w;
        p = -0.0076224613F + p * w;
        p = 0.00943887047F + p * w;
        p = 1.00167406F + p * w;
        p = 2.83297682F + p * w;
    }
    return 1.41421356237F * (p * x);
}

} // namespace attune
