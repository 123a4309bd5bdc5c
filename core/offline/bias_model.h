// Ratings from means and biases alone: what every model with factors has to beat.
#pragma once

#include "core/offline/split.h"

namespace attune::offline {

/// mean + b_u + b_i in the units of the ratings; who or what is unknown, or has no bias, adds nothing.
struct BiasModel {
    double mean = 0;
    std::vector<double> user; ///< empty: users have no say
    std::vector<double> item;

    double predict(std::uint32_t u, std::uint32_t i) const {
        return mean + (u < user.size() ? user[u] : 0) + (i < item.size() ? item[i] : 0);
    }
};

/// The mean of all ratings, of the item's (else of all), of the user's (else of all).
BiasModel global_mean(const Split& split);
BiasModel item_means(const Split& split);
BiasModel user_means(const Split& split);

/// Damped biases by turns (Koren, "Factor in the neighbors", TKDD 2010, section 2.1): from 0, `sweeps` times
///   b_i = sum (r - mean - b_u) / (damp_items + n_i), then b_u = sum (r - mean - b_i) / (damp_users + n_u).
struct BiasOptions {
    int sweeps = 10;
    double damp_items = 10;
    double damp_users = 15;
};
BiasModel fit_biases(const Split& split, const BiasOptions& options);

} // namespace attune::offline
