// The most that any ranking of recorded requests could reach under exposure limits, by weak duality: for all
// prices >= 0, the best slates for score + price, less what the prices ask for, are worth at least as much as
// any slates that keep the limits. The least of these bounds over prices is the optimum of the linear
// programme over doubly stochastic matrices (Singh and Joachims 2018), without its n x n variables. For given
// prices the best slate is greedy: weights of places fall from the top, and "at most so many of a category"
// is a partition matroid, of which greedy by worth finds the best set and the best order at once.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// One request: its candidates' scores (the utility of showing them on top), groups and categories.
/// Categories may be empty where no category cap holds.
struct RankedRequest {
    std::span<const double> score;
    std::span<const std::uint8_t> group;
    std::span<const std::uint8_t> category;
};

struct ExposureLimits {
    std::vector<double> floor = {}, cap = {}; ///< share of exposure per group, 0 = none; may be shorter
    int places = 10;
    int category_cap = 0; ///< 0 = none
};

struct OfflineBound {
    double free_utility = 0;        ///< per request, without limits
    double best_utility = 0;        ///< per request; no method can do better within the limits
    std::vector<double> price;      ///< by group, in units of score; negative where a cap presses
    std::vector<double> free_share; ///< of exposure by group, without limits
    double certificate_gap = 0;     ///< the least bound is at most so much lower than best_utility
};

/// Fails if no slates of these requests can keep the limits.
Result<OfflineBound> offline_bound(std::span<const RankedRequest> requests, const ExposureLimits& limits);

/// A request whose items count for any number of demands: weight[d * items + i] of item i for demand d.
struct WeightedRequest {
    std::span<const double> score;
    std::span<const double> weight;
};

struct DualBound {
    double free_utility = 0;
    double best_utility = 0;
    std::vector<double> price; ///< by demand
    double certificate_gap = 0;
};

/// The same for demands that are any linear function of the items' exposures: each must reach `least` per
/// request on average.
Result<DualBound> dual_bound(std::span<const WeightedRequest> requests, std::span<const double> least,
                             int places);

/// The indices of the best `places` items by score + price, best first, equal ones by index, at most
/// `category_cap` of a category (0 = any number); `order` is resized to what fits.
void best_slate(std::span<const double> worth, std::span<const std::uint8_t> category, int places,
                int category_cap, std::vector<std::uint32_t>& order);

} // namespace attune
