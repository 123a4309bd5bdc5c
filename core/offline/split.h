// Rows to learn from and rows to be judged on. What is judged is never seen while learning.
#pragma once

#include "core/offline/rows.h"

namespace attune::offline {

constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

/// A row to be judged on. `user` and `item` are the numbers of the part to learn from, or unknown.
struct TestRow {
    std::uint32_t person = 0; ///< the user's number in all rows: known even if nothing was learned about them
    std::uint32_t user = unknown;
    std::uint32_t item = unknown;
    double value = 0;

    bool both_known() const { return user != unknown && item != unknown; }
};

/// Users and items of `train` are numbered anew, without gaps and in the same order.
struct Split {
    std::vector<Row> train; ///< in the order of sort_by_time
    std::vector<TestRow> test;
    std::size_t users = 0; ///< in train
    std::size_t items = 0;
    std::vector<std::uint32_t> user_of; ///< number in all rows, by number in train
    std::vector<std::uint32_t> item_of;
};

/// The first `share` of the rows in the order of sort_by_time, rounded down, is learned from.
Split split_by_time(const Rows& all, double share);

/// Row number n of the file is judged in fold n mod `folds` and learned from in the others.
Split split_fold(const Rows& all, std::size_t fold, std::size_t folds);

/// Of each user the last 1 - `share` by time and item, rounded up, is judged, but one row is always left to
/// learn from. Rows of items that nothing could be learned about are left out.
Split split_last(const Rows& all, double share);

} // namespace attune::offline
