// Biased matrix factorisation by stochastic gradient descent in a fixed order (Koren, Bell, Volinsky, "Matrix
// factorization techniques", IEEE Computer 2009): the steps, whatever the rows look like.
#pragma once

#include "core/offline/start_values.h"

#include <cmath>
#include <functional>
#include <span>
#include <vector>

namespace attune::offline {

struct GradientOptions {
    std::size_t factors = 20;
    int epochs = 30;
    double rate = 0.005; ///< tuned on a scale ten points wide
    double regularisation = 0.1;
    std::uint64_t seed = 42;
    /// Called after each epoch with the share done; false ends the fit early. May be empty.
    std::function<bool(double share)> go_on{};
};

/// What is learned: predicted = mean + b_u + b_i + p_u . q_i.
struct Descent {
    double mean;
    std::vector<double>&user_bias, &item_bias;
    std::vector<double>&user_factors, &item_factors; ///< rows of `factors`
};

/// p . q of rows of factors.
inline double affinity(const double* p, const double* q, std::size_t factors) {
    double sum = 0;
    for (std::size_t k = 0; k < factors; ++k)
        sum += p[k] * q[k];
    return sum;
}

/// Rows have a user, an item (numbers below `users` and `items`) and a value. Factors start uniform in
/// +-0.1 sqrt(3), users first, biases at 0. Then, per row in the order given and with e = value - predicted:
/// b_u += rate (e - reg b_u), b_i likewise, then from the old values p_u += rate (e q_i - reg p_u) and
/// q_i += rate (e p_u - reg q_i).
template <typename Row>
void descend(std::span<const Row> rows, std::size_t users, std::size_t items, const GradientOptions& options,
             const Descent& to) {
    const std::size_t d = options.factors;
    to.user_bias.assign(users, 0.0);
    to.item_bias.assign(items, 0.0);
    to.user_factors.resize(users * d);
    to.item_factors.resize(items * d);
    start_factors(options.seed, 0.1 * std::sqrt(3.0), to.user_factors, to.item_factors);
    const double rate = options.rate;
    const double reg = options.regularisation;
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        for (const Row& row : rows) {
            double* p = to.user_factors.data() + row.user * d;
            double* q = to.item_factors.data() + row.item * d;
            double& user_bias = to.user_bias[row.user];
            double& item_bias = to.item_bias[row.item];
            const double error = double{row.value} - (to.mean + user_bias + item_bias + affinity(p, q, d));
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
}

} // namespace attune::offline
