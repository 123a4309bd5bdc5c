// A ratings file as it is: every row in its place, repeats and all, with times to the microsecond. For
// evaluations, which must not lose a row; what becomes a world is read by read_ratings.
#pragma once

#include "simulations/population/ratings_file.h"

namespace attune {

struct RawRating {
    std::uint32_t user = 0; ///< numbers follow the order of the ids (see id_less)
    std::uint32_t item = 0;
    double value = 0;            ///< as in the file
    std::int64_t time = no_time; ///< microseconds since 1970
    std::int64_t line = 0;       ///< 1 is the first
    bool operator==(const RawRating&) const = default;
};

struct RawRatings {
    std::vector<RawRating> rows; ///< in the order of the file
    std::size_t users = 0;
    std::size_t items = 0;
    std::int64_t rows_read = 0;          ///< rows.size() + quarantined.size(), always
    std::vector<RowProblem> quarantined; ///< in order of line
};

/// Reads a ratings file. Nothing is trimmed and no repeat set aside; what cannot be read is. The key only
/// serves to number the ids and does not show in the result. Errors: those of read_ratings.
Result<RawRatings> read_raw_ratings(const std::string& path, const RatingsOptions& options,
                                    const ImportKey& key);

} // namespace attune
