#include "simulations/population/raw_ratings.h"

#include "simulations/population/rating_columns.h"
#include "simulations/population/ratings_time.h"

#include <algorithm>
#include <numeric>

namespace attune {
namespace {

constexpr std::int64_t rows_between_questions = 10'000; ///< a few milliseconds of reading

/// The number in the order of the ids, by the number in the order of the file.
std::vector<std::uint32_t> ordered_numbers(const IdIndex& ids) {
    std::vector<std::uint32_t> order(ids.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return id_less(ids.text(a), ids.text(b)); });
    std::vector<std::uint32_t> number(ids.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        number[order[i]] = i;
    return number;
}

} // namespace

Result<RawRatings> read_raw_ratings(const std::string& path, const RatingsOptions& options,
                                    const ImportKey& key) {
    auto opened = open_ratings(path, options);
    if (!opened) return pass_on(opened);
    TableReader& table = *opened;
    RawRatings ratings;
    IdIndex users(key, IdKind::person);
    IdIndex items(key, IdKind::item);
    TableRow row;
    RatingFields fields;
    while (table.next(row)) {
        if (++ratings.rows_read > most_rows)
            return fail(ErrorCode::bad_input, "the file has more than 50 million rows", path,
                        "Take a part of it");
        if (options.go_on && ratings.rows_read % rows_between_questions == 0 &&
            !options.go_on(table.share_read()))
            return fail(ErrorCode::cancelled, "reading was stopped", path);
        if (const auto problem = rating_fields(table, row, fields)) {
            ratings.quarantined.push_back({row.line, *problem});
            continue;
        }
        std::int64_t time = no_time;
        if (!fields.time.empty()) {
            const auto read = parse_microseconds(fields.time);
            if (!read) {
                ratings.quarantined.push_back({row.line, RowReason::bad_time});
                continue;
            }
            time = *read;
        }
        const auto user = users.number_of(fields.user);
        const auto item = items.number_of(fields.item);
        if (!user) return pass_on(user);
        if (!item) return pass_on(item);
        ratings.rows.push_back({*user, *item, fields.value, time, row.line});
    }
    if (!table.status()) return pass_on(table.status());
    if (ratings.rows.empty()) return tl::unexpected(no_usable_row(path, ratings.quarantined));
    const auto user_numbers = ordered_numbers(users);
    const auto item_numbers = ordered_numbers(items);
    for (RawRating& rating : ratings.rows) {
        rating.user = user_numbers[rating.user];
        rating.item = item_numbers[rating.item];
    }
    ratings.users = users.size();
    ratings.items = items.size();
    return ratings;
}

} // namespace attune
