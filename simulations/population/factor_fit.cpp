#include "simulations/population/factor_fit.h"

#include "core/base/random.h"

#include <cmath>

namespace attune {

double FactorFit::affinity(std::size_t user, std::size_t item) const {
    const double* p = user_factors.data() + user * factors;
    const double* q = item_factors.data() + item * factors;
    double sum = 0;
    for (std::size_t k = 0; k < factors; ++k)
        sum += p[k] * q[k];
    return sum;
}

double splitmix_uniform(std::uint64_t seed, std::uint64_t k) {
    // mix64 adds one step of the sequence itself.
    const std::uint64_t word = mix64(seed + k * 0x9E3779B97F4A7C15ULL);
    return static_cast<double>(word >> 11U) * 0x1p-53;
}

FactorFit fit_factors(std::span<const Rating> rows, std::size_t users, std::size_t items,
                      const FactorFitOptions& options) {
    FactorFit fit;
    const std::size_t d = options.factors;
    fit.factors = d;
    fit.user_bias.assign(users, 0.0);
    fit.item_bias.assign(items, 0.0);
    const double spread = 0.1 * std::sqrt(3.0);
    const auto start = [&](std::size_t k) { return spread * (2 * splitmix_uniform(options.seed, k) - 1); };
    fit.user_factors.resize(users * d);
    fit.item_factors.resize(items * d);
    for (std::size_t k = 0; k < users * d; ++k)
        fit.user_factors[k] = start(k);
    for (std::size_t k = 0; k < items * d; ++k)
        fit.item_factors[k] = start(users * d + k);
    if (rows.empty()) return fit;
    double sum = 0;
    for (const Rating& row : rows)
        sum += double{row.value};
    fit.mean = sum / static_cast<double>(rows.size());
    const double rate = options.rate;
    const double reg = options.regularisation;
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        for (const Rating& row : rows) {
            double* p = fit.user_factors.data() + row.user * d;
            double* q = fit.item_factors.data() + row.item * d;
            double& user_bias = fit.user_bias[row.user];
            double& item_bias = fit.item_bias[row.item];
            const double error = double{row.value} - fit.predict(row.user, row.item);
            user_bias += rate * (error - reg * user_bias);
            item_bias += rate * (error - reg * item_bias);
            for (std::size_t k = 0; k < d; ++k) {
                const double old = p[k];
                p[k] += rate * (error * q[k] - reg * old);
                q[k] += rate * (error * old - reg * q[k]);
            }
        }
        if (options.go_on && !options.go_on((epoch + 1.0) / options.epochs)) break;
    }
    return fit;
}

} // namespace attune
