// How good lists of items are: what of the held-back items they hold, and whom they show.
#pragma once

#include "core/offline/measured.h"
#include "core/offline/split.h"

#include <functional>

namespace attune::offline {

/// Writes a score for every item of the part that was learned from.
using ScoreItems = std::function<void(std::uint32_t user, std::span<double> scores)>;

/// Who is judged on which items, and what they have already had.
struct ListTask {
    std::size_t items = 0;
    std::size_t length = 20;                        ///< of a list
    std::vector<std::uint32_t> users;               ///< judged, numbers of the part that was learned from
    std::vector<std::vector<std::uint32_t>> had;    ///< by place in `users`, sorted: not listed again
    std::vector<std::vector<std::uint32_t>> wanted; ///< by place in `users`, sorted, at least one
    std::vector<double> popularity;                 ///< rows of each item in the part that was learned from
};

/// The task of a split: everybody with a test row, or of these only the users whose number leaves no rest
/// when divided by `every`.
ListTask list_task(const Split& split, std::size_t length, std::size_t every = 1);

/// The best `length` items by score without those in `had`; equal ones in the order of their numbers.
std::vector<std::uint32_t> best_items(std::span<const double> scores, std::span<const std::uint32_t> had,
                                      std::size_t length);

/// With a list of K items, per user, n wanted and hits at ranks k = 1, 2 ...:
///   recall = hits / min(K, n); ndcg = sum of 1 / log2(k + 1) over hits, over that of min(K, n) hits from the
///   top; hit_rate = at least one hit.
/// Over all lists: coverage = share of items ever shown; gini of how often each item is shown, n items,
/// x_1 <= ... <= x_n: sum (2 k - n - 1) x_k / (n sum x); shown_popularity = mean popularity of what is shown.
/// Intervals of coverage and gini come from 100 groups of users; both err on the side of fewer items with
/// fewer users.
std::vector<Measured> judge_lists(const ListTask& task, const ScoreItems& score);

/// The Gini coefficient above; NaN where the sum is 0.
double gini(std::vector<double> counts);

} // namespace attune::offline
