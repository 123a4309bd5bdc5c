// What people said, as plain rows: the material that preference models are fitted to and judged on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace attune::offline {

constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::min();

struct Row {
    std::uint32_t user = 0;
    std::uint32_t item = 0;
    double value = 0;            ///< as in the file
    std::int64_t time = no_time; ///< microseconds since 1970
    bool operator==(const Row&) const = default;
};

/// Rows in the order of their file. Numbers of users and items follow the order of their ids.
struct Rows {
    std::vector<Row> rows;
    std::size_t users = 0; ///< more than every user's number
    std::size_t items = 0;
};

/// By time, then user, then item; rows that are equal in all three keep their order.
void sort_by_time(std::vector<Row>& rows);

/// What is left once nobody has fewer than `core` rows, neither user nor item: the k-core of the rows.
/// Numbers stay as they were.
std::vector<Row> core_of(std::vector<Row> rows, std::size_t core);

/// One row per user and item, the earliest; in the order of sort_by_time.
std::vector<Row> without_repeats(std::vector<Row> rows);

/// How many distinct users, and how many distinct items, have a row.
std::size_t distinct_users(std::span<const Row> rows);
std::size_t distinct_items(std::span<const Row> rows);

} // namespace attune::offline
