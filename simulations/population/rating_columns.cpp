#include "simulations/population/rating_columns.h"

#include "simulations/population/ratings_time.h"

#include <array>
#include <cmath>
#include <limits>

namespace attune {
namespace {

using namespace std::string_view_literals;

constexpr std::array user_names = {"user"sv,       "userid"sv,   "uid"sv,      "userno"sv,     "username"sv,
                                   "member"sv,     "memberid"sv, "customer"sv, "customerid"sv, "reviewer"sv,
                                   "reviewerid"sv, "person"sv,   "personid"sv, "u"sv};
constexpr std::array item_names = {"item"sv,    "itemid"sv,    "iid"sv,        "movie"sv,   "movieid"sv,
                                   "film"sv,    "filmid"sv,    "book"sv,       "bookid"sv,  "isbn"sv,
                                   "product"sv, "productid"sv, "asin"sv,       "track"sv,   "trackid"sv,
                                   "song"sv,    "songid"sv,    "video"sv,      "videoid"sv, "place"sv,
                                   "placeid"sv, "business"sv,  "businessid"sv, "article"sv, "articleid"sv,
                                   "anime"sv,   "animeid"sv,   "show"sv,       "showid"sv,  "i"sv};
constexpr std::array rating_names = {"rating"sv, "ratings"sv,    "score"sv,      "stars"sv,   "star"sv,
                                     "rate"sv,   "userrating"sv, "bookrating"sv, "overall"sv, "preference"sv,
                                     "label"sv,  "value"sv,      "r"sv};
constexpr std::array time_names = {"timestamp"sv,      "time"sv, "timems"sv,  "unixtime"sv,
                                   "unixreviewtime"sv, "ts"sv,   "ratedat"sv, "createdat"sv,
                                   "datetime"sv,       "date"sv, "t"sv};
constexpr std::array<ColumnRole, 4> roles = {
    ColumnRole{"user", user_names, true, true},
    ColumnRole{"item", item_names, true, true},
    ColumnRole{"rating", rating_names, true, true},
    ColumnRole{"time", time_names, false, true},
};
enum Role : std::size_t { user_role, item_role, rating_role, time_role };

/// A column taken for the time without being told so stays only if at least half of it is times.
void check_time_column(TableReader& table, const RatingsOptions& options) {
    const std::size_t column = table.layout().column_of[time_role];
    if (column == TableLayout::npos || options.columns.contains("time")) return;
    std::size_t filled = 0;
    std::size_t times = 0;
    for (const auto& fields : table.sample()) {
        if (column >= fields.size() || fields[column].empty()) continue;
        ++filled;
        if (parse_time(fields[column])) ++times;
    }
    if (times * 2 < filled) table.drop_column(time_role);
}

} // namespace

Result<TableReader> open_ratings(const std::string& path, const RatingsOptions& options) {
    auto table = TableReader::open(path, options.format, roles, options.columns);
    if (table) check_time_column(*table, options);
    return table;
}

std::optional<RowReason> rating_fields(const TableReader& table, const TableRow& row, RatingFields& fields) {
    if (row.problem) return row.problem;
    fields.user = table.field(row, user_role);
    fields.item = table.field(row, item_role);
    fields.time = table.field(row, time_role);
    const std::string_view rating = table.field(row, rating_role);
    if (fields.user.empty()) return RowReason::missing_user;
    if (fields.item.empty()) return RowReason::missing_item;
    if (rating.empty()) return RowReason::missing_rating;
    const auto number = parse_number(rating, table.decimal_comma());
    if (!number) return RowReason::rating_not_number;
    if (!(std::abs(*number) <= double{std::numeric_limits<float>::max()}))
        return RowReason::rating_not_finite;
    fields.value = *number;
    return std::nullopt;
}

Error no_usable_row(const std::string& path, std::span<const RowProblem> quarantined) {
    const std::string why =
        quarantined.empty() ? "it holds nothing but a header" : first_problems(quarantined);
    return {ErrorCode::bad_input, "there is no usable row (" + why + ")", path,
            "Check that the columns are named user, item and rating, or say which is which on the "
            "command line with --map user=..,item=..,rating=.."};
}

} // namespace attune
