// Several columns of ratings in one file, held side by side: how they go together.
#pragma once

#include "app/cli/console.h"
#include "core/offline/measured.h"
#include "simulations/population/raw_ratings.h"

namespace attune::cli {

/// Two columns of ratings of the same rows.
struct RatingColumns {
    std::string first, second;
    std::size_t rows = 0; ///< with a number in both
    offline::Measured correlation, first_mean, second_mean;
};
/// Rows are the same where their line is; `users` is more than every user's number in `first`.
RatingColumns compare_columns(const std::string& first_name, const std::vector<RawRating>& first,
                              const std::string& second_name, const std::vector<RawRating>& second,
                              std::size_t users);
std::string columns_table(const std::vector<RatingColumns>& columns);
/// [{"first", "second", "rows", "correlation": {value, lower, upper}, "first_mean", "second_mean"}]
Json columns_document(const std::vector<RatingColumns>& columns);

} // namespace attune::cli
