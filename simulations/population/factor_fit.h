// Biased matrix factorisation by stochastic gradient descent in a fixed order: how a world is fitted to a
// ratings file. The recommender has a learner of its own; the two share nothing.
#pragma once

#include "simulations/population/ratings_file.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace attune {

struct FactorFitOptions {
    std::size_t factors = 16;
    int epochs = 30;
    double rate = 0.005; ///< tuned on a scale ten points wide
    double regularisation = 0.1;
    std::uint64_t seed = 42;
    /// Called after each epoch with the share done; false ends the fit early. May be empty.
    std::function<bool(double share)> go_on{};
};

/// r(u,i) = mean + b_u + b_i + p_u . q_i, in the units of the ratings.
struct FactorFit {
    double mean = 0;
    std::size_t factors = 0;
    std::vector<double> user_bias, item_bias;
    std::vector<double> user_factors, item_factors; ///< rows of `factors`

    double affinity(std::size_t user, std::size_t item) const; ///< p_u . q_i
    double predict(std::size_t user, std::size_t item) const {
        return mean + user_bias[user] + item_bias[item] + affinity(user, item);
    }
};

/// u(seed, k) in [0, 1): splitmix64 of word k (Steele, Lea, Flood, OOPSLA 2014), upper 53 bits.
double splitmix_uniform(std::uint64_t seed, std::uint64_t k);

/// Fits rows in the given order, the same order in every epoch; `users` and `items` are more than every
/// index. Per row, with e = r - r(u,i): b_u += rate (e - reg b_u), b_i likewise, then from the old values p_u
/// += rate (e q_i - reg p_u) and q_i += rate (e p_u - reg q_i) (Koren, Bell, Volinsky, "Matrix factorization
/// techniques", IEEE Computer 2009, section "Learning algorithms"). Factors start uniform in
/// +-0.1 sqrt(3), people first. The result depends on nothing but the arguments.
FactorFit fit_factors(std::span<const Rating> rows, std::size_t users, std::size_t items,
                      const FactorFitOptions& options);

} // namespace attune
