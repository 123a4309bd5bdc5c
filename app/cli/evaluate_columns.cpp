#include "app/cli/evaluate_columns.h"

#include "core/offline/correlation.h"
#include "simulations/report/number_text.h"
#include "simulations/study/figure_words.h"

#include <cmath>

namespace attune::cli {
namespace {

std::string digits(double value) {
    return std::isfinite(value) ? fixed_number(value, 6) : Text::english().get("report.none");
}

std::string interval_words(const Estimate& estimate) {
    const Text& text = Text::english();
    if (!std::isfinite(estimate.lower)) return text.get("report.none");
    return interval_text(estimate.lower, estimate.upper,
                         style_for(NumberKind::plain, estimate.value, estimate.lower, estimate.upper), text);
}

Estimate bounded(const offline::Measured& correlation) {
    Estimate estimate = jackknife_interval(correlation.value, correlation.left_out);
    if (estimate.lower < -1) estimate.lower = -1;
    if (estimate.upper > 1) estimate.upper = 1;
    return estimate;
}

Json figure(const Estimate& estimate) {
    return {{"value", known_number(estimate.value)},
            {"lower", known_number(estimate.lower)},
            {"upper", known_number(estimate.upper)}};
}

} // namespace

RatingColumns compare_columns(const std::string& first_name, const std::vector<RawRating>& first,
                              const std::string& second_name, const std::vector<RawRating>& second,
                              std::size_t users) {
    RatingColumns columns{first_name, second_name, 0, {}, {}, {}};
    std::vector<offline::TwoRatings> both;
    auto other = second.begin();
    for (const RawRating& row : first) { // both in order of line
        while (other != second.end() && other->line < row.line)
            ++other;
        if (other != second.end() && other->line == row.line)
            both.push_back({row.user, row.value, other->value});
    }
    std::vector<double> rows(users, 0), x(users, 0), y(users, 0);
    for (const offline::TwoRatings& row : both) {
        rows[row.person] += 1;
        x[row.person] += row.x;
        y[row.person] += row.y;
    }
    columns.rows = both.size();
    columns.correlation = offline::correlation(both, users);
    columns.first_mean = offline::ratio_over_people("mean", x, rows);
    columns.second_mean = offline::ratio_over_people("mean", y, rows);
    return columns;
}

std::string columns_table(const std::vector<RatingColumns>& columns) {
    Table table({words("evaluate.columns.pair"), words("evaluate.columns.rows"),
                 words("evaluate.columns.first_mean"), words("evaluate.columns.second_mean"),
                 words("evaluate.columns.correlation"), Text::english().get("evaluate.interval")});
    for (std::size_t column = 1; column < 6; ++column)
        table.right(column);
    for (const RatingColumns& pair : columns)
        table.add({words("evaluate.columns.names", {{"first", pair.first}, {"second", pair.second}}),
                   count_text(static_cast<double>(pair.rows)), digits(pair.first_mean.value),
                   digits(pair.second_mean.value), digits(pair.correlation.value),
                   interval_words(bounded(pair.correlation))});
    return table.text();
}

Json columns_document(const std::vector<RatingColumns>& columns) {
    Json told = Json::array();
    for (const RatingColumns& pair : columns)
        told.push_back({{"first", pair.first},
                        {"second", pair.second},
                        {"rows", pair.rows},
                        {"correlation", figure(bounded(pair.correlation))},
                        {"first_mean", figure(pair.first_mean.interval())},
                        {"second_mean", figure(pair.second_mean.interval())}});
    return told;
}

} // namespace attune::cli
