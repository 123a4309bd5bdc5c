// Why a row of an imported file could not be used. One list for all imported files, so that the program can
// say each reason in plain words (text keys "quarantine.row.<word>") and a workspace can count them.
#pragma once

#include "core/workspace/records.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

enum class RowReason : std::uint8_t {
    line_too_long,       ///< more than longest_line bytes
    nul_byte,            ///< a zero byte in the line
    control_character,   ///< another control character than a tab
    not_utf8,            ///< bytes that are not UTF-8
    unclosed_quote,      ///< a quote opens a field and does not close on the same line
    text_after_quote,    ///< something stands between a closing quote and the next separator
    too_few_fields,      ///< a needed column is missing from the line
    too_many_fields,     ///< more fields than the file has columns
    missing_user,        ///< the user field is empty
    missing_item,        ///< the item field is empty
    missing_rating,      ///< the rating field is empty
    rating_not_number,   ///< the rating is text
    rating_not_finite,   ///< nan, inf, or a number too large to hold
    rating_out_of_range, ///< far outside the scale of the file
    bad_time,            ///< the time is neither seconds since 1970 nor an ISO date
    duplicate,           ///< the same row again
    superseded,          ///< the same user and item (or the same item) again later: the later row is kept
    title_too_long,      ///< a title or a name of more than longest_name bytes
    too_many_genres,     ///< more than most_genres genres
    bad_year,            ///< the year is not a whole number from 1 to 9999
    bad_price,           ///< the price is not a number, or negative
};
constexpr int row_reasons = static_cast<int>(RowReason::bad_price) + 1;

/// A line (1 is the first) and why it was set aside. Never the row itself: it may be personal.
struct RowProblem {
    std::int64_t line = 0;
    RowReason reason = RowReason::not_utf8;
    bool operator==(const RowProblem&) const = default;
};

/// The stable word of a reason, as in QuarantinedRow: "row.duplicate".
std::string_view to_word(RowReason reason);

/// The reason in plain English, from the text resources.
std::string in_words(RowReason reason);

/// The rows as a workspace records them; `file` is written into each.
std::vector<QuarantinedRow> to_quarantine(const std::string& file, std::span<const RowProblem> problems);

/// How many rows each reason took, in the order of RowReason; reasons that took none are left out.
std::vector<std::pair<RowReason, std::int64_t>> count_reasons(std::span<const RowProblem> problems);

/// "line 3: the rating is not a number; line 4: ..." for the first few problems, for error messages.
std::string first_problems(std::span<const RowProblem> problems, std::size_t most = 3);

} // namespace attune
