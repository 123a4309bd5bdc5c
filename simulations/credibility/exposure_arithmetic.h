// Exposure that a ranking gives to two groups, and what it costs to give them shares. Few items, exact.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace attune {

struct RelevantItem {
    double relevance = 0;
    std::size_t group = 0; ///< 0 or 1
};

/// Items from the top place down.
using Ranking = std::vector<std::size_t>;

/// Ties keep the order of the items.
Ranking by_relevance(const std::vector<RelevantItem>& items);

double mean_relevance(const std::vector<RelevantItem>& items, std::size_t group);

/// Mean exposure of each group's items; weights[r] is the exposure of place r.
std::array<double, 2> mean_exposure(const std::vector<RelevantItem>& items, const Ranking& ranking,
                                    const std::vector<double>& weights);

/// Sum of relevance times exposure.
double gain(const std::vector<RelevantItem>& items, const Ranking& ranking,
            const std::vector<double>& weights);

/// Share of the largest possible gain that the best lottery over rankings gives up, where mean exposure of
/// group 1 must be `share` times that of group 0, and by relevance alone it would be less. Best: by Lagrange,
/// rankings by relevance plus a bonus for group 1, mixed at the bonus where the constraint changes its sign.
double cost_of_shares(const std::vector<RelevantItem>& items, const std::vector<double>& weights,
                      double share);

} // namespace attune
