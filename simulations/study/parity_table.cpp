#include "simulations/study/parity_table.h"

#include "simulations/study/figure_words.h"

#include <cmath>

namespace attune {
namespace {

constexpr double score_unit = 0x1p24; ///< per nat

std::string count_of(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

std::string score_text(std::int32_t score, const Text& text) {
    const double nat = static_cast<double>(score) / score_unit;
    return value_text(nat, {NumberKind::plain, 6}, text);
}

/// The worst of the verdicts: a difference is known, too few people is not.
ParityVerdict overall(const Parity& parity) {
    ParityVerdict worst = ParityVerdict::proven;
    for (const ParityRow& row : parity.rows) {
        if (row.verdict == ParityVerdict::difference) return row.verdict;
        if (row.verdict == ParityVerdict::too_few_people) worst = row.verdict;
    }
    return worst;
}

std::string row_words(const ParityRow& row, const Text& text, const char* form) {
    return text.get("parity." + std::string(form) + "." + std::string(name(row.opt_out)));
}

std::string first_words(const ParityRow& row, const Text& text) {
    const SlateDifference& first = *row.first;
    const std::string where =
        text.get("parity.first." + std::string(first.rank < 0 ? "whole" : "rank"),
                 {{"opt_out", row_words(row, text, "row")},
                  {"person", count_of(first.opted_out.user.value)},
                  {"visit", count_of(first.opted_out.visit)},
                  {"slate", count_of(first.opted_out.number + 1)},
                  {"hours", value_text(first.opted_out.hours, {NumberKind::plain, 1}, text)},
                  {"rank", count_of(first.rank + 1)}});
    if (first.rank < 0) return where;
    const auto r = static_cast<std::size_t>(first.rank);
    return where + " " +
           text.get("parity.first.items", {{"item", count_of(first.opted_out.item[r])},
                                           {"score", score_text(first.opted_out.score[r], text)},
                                           {"twin_item", count_of(first.twin.item[r])},
                                           {"twin_score", score_text(first.twin.score[r], text)}});
}

std::string sentence(const ParityRow& row, const Parity& parity, const Text& text) {
    const std::string what = row_words(row, text, "row");
    switch (row.verdict) {
    case ParityVerdict::proven:
        break;
    case ParityVerdict::difference:
        return first_words(row, text);
    case ParityVerdict::too_few_people:
        if ((row.opt_out == OptOut::no_prompts && !parity.asks) ||
            (row.opt_out == OptOut::no_conversation && !parity.offers))
            return row_words(row, text, "none");
        return text.get(
            "parity.too_few",
            {{"opt_out", what}, {"people", count_of(row.people)}, {"least", count_of(parity.least_people)}});
    }
    return row_words(row, text, "proven");
}

std::string left_alone_words(const ParityRow& row, const Text& text) {
    const MetricValue& change = *row.left_alone;
    const NumberStyle style = style_for(NumberKind::plain, change.value, change.lower, change.upper);
    return text.get("parity.alone",
                    {{"opt_out", row_words(row, text, "alone")},
                     {"change", known_difference(change.value, style, text)},
                     {"interval", std::isfinite(change.lower)
                                      ? difference_interval_text(change.lower, change.upper, style, text)
                                      : text.get("report.none")}});
}

Json slate_of(const ShownSlate& slate, int rank) {
    Json one = {{"model_version", slate.model_version}, {"items", slate.count}};
    if (rank >= 0) {
        one["item"] = slate.item[static_cast<std::size_t>(rank)];
        one["score"] = slate.score[static_cast<std::size_t>(rank)];
    }
    return one;
}

Json first_of(const ParityRow& row) {
    if (!row.first) return nullptr;
    const SlateDifference& first = *row.first;
    return {{"user", first.opted_out.user.value},
            {"visit", first.opted_out.visit},
            {"slate", first.opted_out.number},
            {"hours", first.opted_out.hours},
            {"rank", first.rank < 0 ? Json() : Json(first.rank)},
            {"opted_out", slate_of(first.opted_out, first.rank)},
            {"twin", slate_of(first.twin, first.rank)}};
}

} // namespace

DataTable parity_table(const Parity& parity, const Text& text) {
    DataTable table;
    for (const char* column : {"opt_out", "people", "prompts", "offers", "slates", "different", "verdict"})
        table.head.push_back(text.get("parity.table." + std::string(column)));
    for (const ParityRow& row : parity.rows)
        table.rows.push_back({row_words(row, text, "row"), count_of(row.people), count_of(row.prompts),
                              count_of(row.offers), count_of(row.slates), count_of(row.different),
                              text.get("parity.verdict." + std::string(name(row.verdict)))});
    return table;
}

std::string parity_sentences(const Parity& parity, const Text& text) {
    std::string lines;
    const auto add = [&](const std::string& line) { lines += (lines.empty() ? "" : "\n") + line; };
    for (const ParityRow& row : parity.rows) {
        add(sentence(row, parity, text));
        if (row.opt_out == OptOut::withdrawn) {
            if (row.slates > 0)
                add(text.get("parity.would_differ",
                             {{"share", value_text(static_cast<double>(row.would_differ) /
                                                       static_cast<double>(row.slates),
                                                   {NumberKind::share, 0}, text)},
                              {"day", count_of(parity.withdrawn_from)}}));
        } else {
            add(text.get("parity.learned",
                         {{"people", count_of(row.people)}, {"learned", count_of(row.learned_for)}}));
        }
    }
    for (const ParityRow& row : parity.rows)
        if (row.left_alone) add(left_alone_words(row, text));
    return lines;
}

Json parity_document(const Parity& parity) {
    Json rows = Json::array();
    for (const ParityRow& row : parity.rows)
        rows.push_back(
            {{"opt_out", name(row.opt_out)},
             {"people", row.people},
             {"prompts", row.prompts},
             {"offers", row.offers},
             {"learned_for", row.learned_for},
             {"slates", row.slates},
             {"different", row.different},
             {"would_differ", row.opt_out == OptOut::withdrawn ? Json(row.would_differ) : Json()},
             {"verdict", name(row.verdict)},
             {"first_difference", first_of(row)},
             {"satisfaction_left_alone", row.left_alone ? known_figure(*row.left_alone) : Json()}});
    return {{"verdict", name(overall(parity))},
            {"users", parity.users},
            {"days", parity.days},
            {"least_people", parity.least_people},
            {"withdrawn_from", parity.withdrawn_from},
            {"opt_outs", rows}};
}

} // namespace attune
