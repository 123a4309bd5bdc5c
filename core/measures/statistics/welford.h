// Mean and spread in one pass without losing digits. Adding in the same order gives the same bits.
// Welford, Technometrics 1962; merging by Chan, Golub and LeVeque 1979, equation 2.1.
#pragma once

#include <limits>

namespace attune {

struct Moments {
    double n = 0;
    double mean = 0;
    double squares = 0; ///< sum of squared distances from the mean

    void add(double x) {
        n += 1;
        const double before = x - mean;
        mean += before / n;
        squares += before * (x - mean);
    }

    void merge(const Moments& other) {
        if (other.n == 0) return;
        const double both = n + other.n;
        const double gap = other.mean - mean;
        mean += gap * (other.n / both);
        squares += other.squares + gap * gap * (n * other.n / both);
        n = both;
    }

    /// With n - 1 below the line; NaN for fewer than two values.
    double variance() const { return n < 2 ? std::numeric_limits<double>::quiet_NaN() : squares / (n - 1); }
};

} // namespace attune
