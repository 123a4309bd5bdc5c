#include "simulations/population/quarantine_reason.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr std::array<std::string_view, row_reasons> words = {
    "row.line_too_long",     "row.nul_byte",
    "row.control_character", "row.not_utf8",
    "row.unclosed_quote",    "row.text_after_quote",
    "row.too_few_fields",    "row.too_many_fields",
    "row.missing_user",      "row.missing_item",
    "row.missing_rating",    "row.rating_not_number",
    "row.rating_not_finite", "row.rating_out_of_range",
    "row.bad_time",          "row.duplicate",
    "row.superseded",        "row.title_too_long",
    "row.too_many_genres",   "row.bad_year",
    "row.bad_price",
};

} // namespace

std::string_view to_word(RowReason reason) {
    return words[static_cast<std::size_t>(reason)];
}

std::string in_words(RowReason reason) {
    return Text::english().get("quarantine." + std::string(to_word(reason)));
}

std::vector<QuarantinedRow> to_quarantine(const std::string& file, std::span<const RowProblem> problems) {
    std::vector<QuarantinedRow> rows;
    rows.reserve(problems.size());
    for (const RowProblem& problem : problems)
        rows.push_back({file, problem.line, std::string(to_word(problem.reason))});
    return rows;
}

std::vector<std::pair<RowReason, std::int64_t>> count_reasons(std::span<const RowProblem> problems) {
    std::array<std::int64_t, row_reasons> counts{};
    for (const RowProblem& problem : problems)
        ++counts[static_cast<std::size_t>(problem.reason)];
    std::vector<std::pair<RowReason, std::int64_t>> found;
    for (std::size_t r = 0; r < counts.size(); ++r)
        if (counts[r] > 0) found.emplace_back(static_cast<RowReason>(r), counts[r]);
    return found;
}

std::string first_problems(std::span<const RowProblem> problems, std::size_t most) {
    std::string sentence;
    for (const RowProblem& problem : problems.first(std::min(most, problems.size()))) {
        if (!sentence.empty()) sentence += "; ";
        sentence += "line " + std::to_string(problem.line) + ": " + in_words(problem.reason);
    }
    return sentence;
}

} // namespace attune
