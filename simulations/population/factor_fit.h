// Biased matrix factorisation of a ratings file: how a world is fitted to it. The steps are those of the
// models that are held against data (core/offline); the recommender in service has a learner of its own.
#pragma once

#include "core/offline/gradient_descent.h"
#include "simulations/population/ratings_file.h"

#include <cstdint>
#include <span>
#include <vector>

namespace attune {

using FactorFitOptions = offline::GradientOptions;

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

/// Fits rows in the given order, the same order in every epoch (offline::descend); `users` and `items` are
/// more than every index. The result depends on nothing but the arguments.
FactorFit fit_factors(std::span<const Rating> rows, std::size_t users, std::size_t items,
                      const FactorFitOptions& options);

} // namespace attune
