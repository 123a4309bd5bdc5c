// How far a count or a mean may lie from what is expected before chance is no explanation: the tests here are
// statistical but not random, so each limit is passed or failed for good. Written apart from core/measures.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace attune::test {

/// Standard errors between `hits` of `trials` and a probability; 0 where neither can vary.
inline double distance_from(double probability, double hits, double trials) {
    const double spread = std::sqrt(trials * probability * (1 - probability));
    return spread == 0 ? (hits == trials * probability ? 0 : 1e9)
                       : std::abs(hits - trials * probability) / spread;
}

/// Pearson's statistic of observed against expected counts; cells with less than 5 expected go into one.
struct ChiSquare {
    double value = 0;
    int degrees = -1;
};
inline ChiSquare chi_square(const std::vector<double>& observed, const std::vector<double>& expected) {
    ChiSquare result;
    double small_observed = 0;
    double small_expected = 0;
    const auto add = [&](double o, double e) {
        result.value += (o - e) * (o - e) / e;
        ++result.degrees;
    };
    for (std::size_t i = 0; i < observed.size(); ++i) {
        if (expected[i] >= 5) {
            add(observed[i], expected[i]);
        } else {
            small_observed += observed[i];
            small_expected += expected[i];
        }
    }
    if (small_expected > 0) add(small_observed, small_expected);
    return result;
}
/// Beyond this, one fair test in 30,000 would fail (Wilson and Hilferty 1931, at 4 standard deviations).
inline double highest_chi_square(int degrees) {
    const double k = degrees;
    return k * std::pow(1 - 2 / (9 * k) + 4.0 * std::sqrt(2 / (9 * k)), 3);
}

/// Standard normal distribution function.
inline double normal_below(double z) {
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}
inline double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}
/// Mean of f(z) over a standard normal z, by 2,001 equal steps.
template <typename F>
double normal_mean(const F& f) {
    double sum = 0;
    double weights = 0;
    for (int i = -1000; i <= 1000; ++i) {
        const double z = i * 0.006;
        const double weight = std::exp(-0.5 * z * z);
        sum += weight * f(z);
        weights += weight;
    }
    return sum / weights;
}

} // namespace attune::test
