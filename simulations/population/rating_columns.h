// The columns of a ratings file, whoever reads it and for what: found by name, by place, or as the user says.
#pragma once

#include "simulations/population/ratings_file.h"

#include <optional>
#include <span>

namespace attune {

/// What one row of a ratings file says, before anything is made of it.
struct RatingFields {
    std::string_view user, item;
    double value = 0;
    std::string_view time; ///< empty if there is none
};

/// Opens a ratings file. A column taken for the time without being told so stays only if at least half of it
/// is times. Errors: those of TableReader::open.
Result<TableReader> open_ratings(const std::string& path, const RatingsOptions& options);

/// The fields of a row, or why it cannot be used. The time is not looked into.
std::optional<RowReason> rating_fields(const TableReader& table, const TableRow& row, RatingFields& fields);

/// "there is no usable row" with the reasons of the first few.
Error no_usable_row(const std::string& path, std::span<const RowProblem> quarantined);

} // namespace attune
