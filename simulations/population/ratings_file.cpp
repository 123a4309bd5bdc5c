#include "simulations/population/ratings_file.h"

#include "simulations/population/rating_columns.h"
#include "simulations/population/ratings_time.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace attune {
namespace {

/// A few milliseconds of reading.
constexpr std::int64_t rows_between_questions = 10'000;

struct ParsedRow {
    std::string_view user, item;
    float value = 0;
    std::int64_t time = no_time;
};

std::optional<RowReason> parse_row(const TableReader& table, const TableRow& row, ParsedRow& parsed) {
    RatingFields fields;
    if (const auto problem = rating_fields(table, row, fields)) return problem;
    parsed.user = fields.user;
    parsed.item = fields.item;
    parsed.value = static_cast<float>(fields.value);
    parsed.time = no_time;
    if (!fields.time.empty()) {
        const auto seconds = parse_time(fields.time);
        if (!seconds) return RowReason::bad_time;
        parsed.time = *seconds;
    }
    return std::nullopt;
}

/// Sets aside what lies far outside the scale.
void settle_scale(Ratings& ratings) {
    std::vector<float> values;
    values.reserve(ratings.rows.size());
    for (const Rating& row : ratings.rows)
        values.push_back(row.value);
    const auto trimmed = static_cast<std::ptrdiff_t>(values.size() / 100);
    std::nth_element(values.begin(), values.begin() + trimmed, values.end());
    const double low = double{values[static_cast<std::size_t>(trimmed)]};
    std::nth_element(values.begin(), values.end() - 1 - trimmed, values.end());
    const double high = double{*(values.end() - 1 - trimmed)};
    const double margin = std::max(1.0, high - low) / 2;
    const bool judge = trimmed > 0;
    const auto outside = [&](const Rating& row) {
        return judge && (double{row.value} < low - margin || double{row.value} > high + margin);
    };
    for (const Rating& row : ratings.rows)
        if (outside(row)) ratings.quarantined.push_back({row.line, RowReason::rating_out_of_range});
    std::erase_if(ratings.rows, outside);
}

/// Leaves one row per user and item.
void settle_repeats(Ratings& ratings) {
    std::vector<Rating>& rows = ratings.rows;
    const auto settle = [&](RowReason reason, auto is_dropped) {
        std::vector<Rating> kept;
        kept.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (is_dropped(i))
                ratings.quarantined.push_back({rows[i].line, reason});
            else
                kept.push_back(rows[i]);
        }
        rows = std::move(kept);
    };
    // Repeats of the very same row fall away first; of the others the latest, then the last line, stays.
    const auto same_row = [](const Rating& r) { return std::tie(r.user, r.item, r.time, r.value); };
    std::sort(rows.begin(), rows.end(), [&](const Rating& a, const Rating& b) {
        return std::tuple_cat(same_row(a), std::tie(a.line)) < std::tuple_cat(same_row(b), std::tie(b.line));
    });
    settle(RowReason::duplicate,
           [&](std::size_t i) { return i > 0 && same_row(rows[i]) == same_row(rows[i - 1]); });
    std::sort(rows.begin(), rows.end(), [](const Rating& a, const Rating& b) {
        return std::tie(a.user, a.item, a.time, a.line) < std::tie(b.user, b.item, b.time, b.line);
    });
    settle(RowReason::superseded, [&](std::size_t i) {
        return i + 1 < rows.size() && rows[i].user == rows[i + 1].user && rows[i].item == rows[i + 1].item;
    });
}

/// New numbers in the order of the id texts for those that still have a row; returns the pseudonyms.
std::vector<std::uint64_t> renumber(std::vector<Rating>& rows, std::uint32_t Rating::*side,
                                    const IdIndex& ids) {
    std::vector<bool> used(ids.size(), false);
    for (const Rating& row : rows)
        used[row.*side] = true;
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < ids.size(); ++i)
        if (used[i]) order.push_back(i);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return id_less(ids.text(a), ids.text(b)); });
    std::vector<std::uint32_t> number(ids.size(), 0);
    std::vector<std::uint64_t> pseudonyms;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        number[order[i]] = i;
        pseudonyms.push_back(ids.pseudonym(order[i]));
    }
    for (Rating& row : rows)
        row.*side = number[row.*side];
    return pseudonyms;
}

} // namespace

Result<Ratings> read_ratings(const std::string& path, const RatingsOptions& options, const ImportKey& key) {
    auto opened = open_ratings(path, options);
    if (!opened) return pass_on(opened);
    TableReader& table = *opened;
    Ratings ratings;
    ratings.file = path;
    ratings.layout = table.layout();
    IdIndex users(key, IdKind::person);
    IdIndex items(key, IdKind::item);
    TableRow row;
    ParsedRow parsed;
    while (table.next(row)) {
        if (++ratings.rows_read > most_rows)
            return fail(ErrorCode::bad_input, "the file has more than 50 million rows", path,
                        "Import a part of it");
        if (options.go_on && ratings.rows_read % rows_between_questions == 0 &&
            !options.go_on(table.share_read()))
            return fail(ErrorCode::cancelled, "the import was stopped", path);
        if (const auto problem = parse_row(table, row, parsed)) {
            ratings.quarantined.push_back({row.line, *problem});
            continue;
        }
        const auto user = users.number_of(parsed.user);
        const auto item = items.number_of(parsed.item);
        if (!user) return pass_on(user);
        if (!item) return pass_on(item);
        ratings.rows.push_back(
            {*user, *item, parsed.value, static_cast<std::uint32_t>(row.line), parsed.time});
    }
    if (!table.status()) return pass_on(table.status());
    if (ratings.rows.empty()) return tl::unexpected(no_usable_row(path, ratings.quarantined));
    settle_scale(ratings);
    settle_repeats(ratings);
    const auto value_less = [](const Rating& a, const Rating& b) { return a.value < b.value; };
    const auto [least, most] = std::minmax_element(ratings.rows.begin(), ratings.rows.end(), value_less);
    ratings.lowest = least->value;
    ratings.highest = most->value;
    ratings.users = renumber(ratings.rows, &Rating::user, users);
    ratings.items = renumber(ratings.rows, &Rating::item, items);
    std::sort(ratings.rows.begin(), ratings.rows.end(), [](const Rating& a, const Rating& b) {
        return std::tie(a.time, a.user, a.item) < std::tie(b.time, b.user, b.item);
    });
    std::sort(ratings.quarantined.begin(), ratings.quarantined.end(),
              [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
    return ratings;
}

} // namespace attune
