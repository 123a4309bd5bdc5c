#include "core/offline/rows.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace attune::offline {
namespace {

std::vector<std::size_t> counts(std::span<const Row> rows, std::uint32_t Row::*side) {
    std::vector<std::size_t> count;
    for (const Row& row : rows) {
        if (row.*side >= count.size()) count.resize(row.*side + std::size_t{1});
        ++count[row.*side];
    }
    return count;
}

std::size_t distinct(std::span<const Row> rows, std::uint32_t Row::*side) {
    const auto count = counts(rows, side);
    return count.size() - static_cast<std::size_t>(std::count(count.begin(), count.end(), 0U));
}

} // namespace

void sort_by_time(std::vector<Row>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return std::tie(a.time, a.user, a.item) < std::tie(b.time, b.user, b.item);
    });
}

std::vector<Row> core_of(std::vector<Row> rows, std::size_t core) {
    for (std::size_t before = rows.size() + 1; rows.size() < before;) {
        before = rows.size();
        const auto users = counts(rows, &Row::user);
        const auto items = counts(rows, &Row::item);
        std::erase_if(rows, [&](const Row& row) { return users[row.user] < core || items[row.item] < core; });
    }
    return rows;
}

std::vector<Row> without_repeats(std::vector<Row> rows) {
    sort_by_time(rows);
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
    std::erase_if(rows, [&](const Row& row) { return !seen.emplace(row.user, row.item).second; });
    return rows;
}

std::size_t distinct_users(std::span<const Row> rows) {
    return distinct(rows, &Row::user);
}

std::size_t distinct_items(std::span<const Row> rows) {
    return distinct(rows, &Row::item);
}

} // namespace attune::offline
