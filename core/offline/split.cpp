#include "core/offline/split.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace attune::offline {
namespace {

/// A share of n that rounding in binary must not move past a whole number: 0.8 x 5 is 4.
constexpr double slack = 1e-9;

std::vector<std::uint32_t> numbers_in(const std::vector<Row>& rows, std::uint32_t Row::*side,
                                      std::size_t count, std::vector<std::uint32_t>& number) {
    number.assign(count, unknown);
    for (const Row& row : rows)
        number[row.*side] = 0;
    std::vector<std::uint32_t> original;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (number[i] == unknown) continue;
        number[i] = static_cast<std::uint32_t>(original.size());
        original.push_back(i);
    }
    return original;
}

Split number_anew(const Rows& all, std::vector<Row> train, const std::vector<Row>& test) {
    Split split;
    std::vector<std::uint32_t> user_number;
    std::vector<std::uint32_t> item_number;
    sort_by_time(train);
    split.user_of = numbers_in(train, &Row::user, all.users, user_number);
    split.item_of = numbers_in(train, &Row::item, all.items, item_number);
    split.users = split.user_of.size();
    split.items = split.item_of.size();
    for (Row& row : train) {
        row.user = user_number[row.user];
        row.item = item_number[row.item];
    }
    split.train = std::move(train);
    for (const Row& row : test)
        split.test.push_back({row.user, user_number[row.user], item_number[row.item], row.value});
    return split;
}

} // namespace

Split split_by_time(const Rows& all, double share) {
    std::vector<Row> rows = all.rows;
    sort_by_time(rows);
    const auto first = static_cast<std::ptrdiff_t>(share * static_cast<double>(rows.size()) + slack);
    return number_anew(all, {rows.begin(), rows.begin() + first}, {rows.begin() + first, rows.end()});
}

Split split_fold(const Rows& all, std::size_t fold, std::size_t folds) {
    std::vector<Row> train;
    std::vector<Row> test;
    for (std::size_t n = 0; n < all.rows.size(); ++n)
        (n % folds == fold ? test : train).push_back(all.rows[n]);
    return number_anew(all, std::move(train), test);
}

Split split_last(const Rows& all, double share) {
    std::vector<Row> rows = all.rows;
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return std::tie(a.user, a.time, a.item) < std::tie(b.user, b.time, b.item);
    });
    std::vector<Row> train;
    std::vector<Row> test;
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin;
        while (end < rows.size() && rows[end].user == rows[begin].user)
            ++end;
        const double judged = std::ceil((1 - share) * static_cast<double>(end - begin) - slack);
        const std::size_t middle = std::max(begin + 1, end - static_cast<std::size_t>(judged));
        for (std::size_t n = begin; n < end; ++n)
            (n < middle ? train : test).push_back(rows[n]);
        begin = end;
    }
    Split split = number_anew(all, std::move(train), test);
    std::erase_if(split.test, [](const TestRow& row) { return !row.both_known(); });
    return split;
}

} // namespace attune::offline
