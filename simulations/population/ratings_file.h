// Rating files as people have them: MovieLens "::", CSV, TSV, with or without header, clean or not. Every row
// is either kept or set aside with its line and a reason; none is lost.
#pragma once

#include "core/base/result.h"
#include "simulations/population/delimited_text.h"
#include "simulations/population/keyed_id.h"

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace attune {

constexpr std::int64_t most_rows = 50'000'000;

struct RatingsOptions {
    FileFormat format = FileFormat::automatic;
    ColumnMap columns; ///< parts: user, item, rating, time
    /// Called now and then with the share of the file that is read; false stops. May be empty.
    std::function<bool(double share)> go_on{};
};

/// The parts a ratings map can name.
inline constexpr std::array<std::string_view, 4> rating_parts = {"user", "item", "rating", "time"};

constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::min();

struct Rating {
    std::uint32_t user = 0;      ///< index into Ratings::users
    std::uint32_t item = 0;      ///< index into Ratings::items
    float value = 0;             ///< as in the file
    std::uint32_t line = 0;      ///< 1 is the first
    std::int64_t time = no_time; ///< seconds since 1970
    bool operator==(const Rating&) const = default;
};

struct Ratings {
    std::string file;
    std::vector<Rating> rows;         ///< in order of (time, user, item); at most one per user and item
    std::vector<std::uint64_t> users; ///< pseudonyms, in the order of the ids (see id_less); each has a row
    std::vector<std::uint64_t> items;
    float lowest = 0; ///< of the kept rows
    float highest = 0;
    std::int64_t rows_read = 0;          ///< rows.size() + quarantined.size(), always
    std::vector<RowProblem> quarantined; ///< in order of line
    TableLayout layout;
};

/// Reads a ratings file. Ids are texts (leading zeros count) and leave this function only as keyed hashes.
///
/// Scale: the file's own. Numbers that lie further beyond the middle 98 % of the ratings than half its width
/// (at least half a point) are `rating_out_of_range`: a typing mistake must not stretch the scale. Under 100
/// rows nothing is trimmed.
/// Times: seconds, milli-, micro- or nanoseconds since 1970 (told by their size), or ISO 8601 dates; empty
/// and missing times are allowed. A time column found by name or place is ignored if most of it is no time.
/// Repeats: the very same row again is a `duplicate` (the first is kept); the same user and item with another
/// rating or time is `superseded` by the latest in time, or by the last line where times are equal; a row
/// without time counts as older than one with time.
///
/// Errors: those of TableReader::open; bad_input if no row is usable, with the reasons of the first three,
/// or if there are more than `most_rows` rows; failed if two ids collide under this key; cancelled.
Result<Ratings> read_ratings(const std::string& path, const RatingsOptions& options, const ImportKey& key);

} // namespace attune
