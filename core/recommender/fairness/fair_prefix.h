// FA*IR (Zehlike and others 2017): how many of a protected group every prefix of a list must hold, so that a
// list made by chance with their share fails seldom. Exact chances by dynamic programming.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace attune {

/// For every prefix 1 .. `length`, the smallest count m with P(Binomial(i, share) <= m) >= alpha.
std::vector<int> fair_prefix_table(int length, double share, double alpha);

/// The chance that a list drawn at random with this share of protected items has a prefix below the table.
double fail_probability(std::span<const int> table, double share);

struct AdjustedPrefix {
    double alpha = 0; ///< the largest for single prefixes that keeps the chance for the whole list
    std::vector<int> table;
    double fail_probability = 0;
};

/// The strictest table that fails a fair list with a chance of at most `alpha`; searched over every level at
/// which the table changes, so nothing is lost to a search that stops early.
AdjustedPrefix adjust_prefix(int length, double share, double alpha);

/// The first prefix (its length) of a list that holds too few protected items, if any.
std::optional<int> unfair_prefix(std::span<const int> table, std::span<const bool> is_protected);

} // namespace attune
