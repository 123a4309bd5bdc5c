#include "core/offline/evaluate.h"
#include "core/offline/yes_no_quality.h"

#include <algorithm>

namespace attune::offline {
namespace {

using Probability = std::function<double(const Said&)>;

std::vector<Said> said_in_order(const Rows& rows, double dislike_at) {
    std::vector<Row> sorted = rows.rows;
    sort_by_time(sorted);
    std::vector<Said> said;
    said.reserve(sorted.size());
    for (const Row& row : sorted)
        said.push_back({row.user, row.item, row.time, row.value <= dislike_at});
    return said;
}

std::size_t first_part(std::size_t n, double share) {
    return static_cast<std::size_t>(share * static_cast<double>(n) + 1e-9); // 0.8 x 5 is 4
}

bool has_both(std::span<const Said> rows) {
    const auto dislikes =
        std::count_if(rows.begin(), rows.end(), [](const Said& row) { return row.dislike; });
    return dislikes > 0 && static_cast<std::size_t>(dislikes) < rows.size();
}

double share_of_dislikes(std::span<const Said> rows) {
    const auto dislikes =
        std::count_if(rows.begin(), rows.end(), [](const Said& row) { return row.dislike; });
    return static_cast<double>(dislikes) / static_cast<double>(rows.size());
}

/// Outcomes and log odds of the combined rate, to fit a calibrator to.
struct Fitting {
    std::vector<double> odds;
    std::vector<bool> yes;
};

Fitting fitting(const DislikeRates& rates, std::span<const Said> rows) {
    Fitting result;
    for (const Said& row : rows) {
        result.odds.push_back(log_odds(rates.combined(row.user, row.item)));
        result.yes.push_back(row.dislike);
    }
    return result;
}

} // namespace

Result<Evaluation> evaluate_dislikes(const Rows& rows, const DislikeTask& task) {
    if (!has_times(rows))
        return fail(ErrorCode::bad_input, "rows have no time, so the last ones cannot be held back", "--map",
                    "Name the column with --map time=..");
    const std::vector<Said> said = said_in_order(rows, task.dislike_at);
    const std::span<const Said> all(said);
    const auto train = all.first(first_part(all.size(), task.share));
    const auto test = all.subspan(train.size());
    const auto inner = train.first(first_part(train.size(), task.inner_share));
    const auto later = train.subspan(inner.size());
    for (const auto part : {inner, later, test})
        if (!has_both(part))
            return fail(ErrorCode::bad_input, "a part of the rows has only dislikes, or none", "--dislike-at",
                        "Say from which value downwards a row is a dislike, or take a file with more rows");

    const DislikeRates rates(train, task.rates);
    const DislikeRates inner_rates(inner, task.rates);
    const Fitting fit = fitting(inner_rates, later);
    const LogisticModel platt = LogisticModel::fit(fit.odds, fit.yes, 1);
    const IsotonicModel isotonic = IsotonicModel::fit(fit.odds, fit.yes);
    const LogisticModel two = fit_signs(inner_rates, later, DislikeRates::two_signs);
    if (task.go_on && !task.go_on(0.1)) return fail(ErrorCode::cancelled, "the evaluation was stopped");
    const TunedDislikes tuned = tune_dislikes(inner, later, task.fixed);
    const DislikeRates tuned_rates(train, tuned.options);

    Evaluation evaluation;
    evaluation.reference = "combined";
    evaluation.main = "all_signs";
    evaluation.facts = {{"train_rows", static_cast<double>(train.size())},
                        {"test_rows", static_cast<double>(test.size())},
                        {"users", static_cast<double>(distinct_users(rows.rows))},
                        {"items", static_cast<double>(distinct_items(rows.rows))},
                        {"train_dislikes", share_of_dislikes(train)},
                        {"test_dislikes", share_of_dislikes(test)},
                        {"chosen_user_rows", tuned.options.user_rows},
                        {"chosen_item_rows", tuned.options.item_rows},
                        {"chosen_half_life", tuned.options.half_life_days}};
    const auto odds = [&](const Said& row) { return log_odds(rates.combined(row.user, row.item)); };
    const std::pair<const char*, Probability> models[] = {
        {"constant", [&](const Said&) { return rates.overall(); }},
        {"user_rate", [&](const Said& row) { return rates.user(row.user); }},
        {"item_rate", [&](const Said& row) { return rates.item(row.item); }},
        {"combined", [&](const Said& row) { return rates.combined(row.user, row.item); }},
        {"platt", [&](const Said& row) { return platt.probability(std::array{odds(row)}); }},
        {"isotonic", [&](const Said& row) { return isotonic.probability(odds(row)); }},
        {"two_signs",
         [&](const Said& row) {
             const auto signs = rates.signs(row.user, row.item);
             return two.probability(std::span(signs).first(DislikeRates::two_signs));
         }},
        {"all_signs",
         [&](const Said& row) { return tuned.model.probability(tuned_rates.signs(row.user, row.item)); }}};
    for (const auto& [name, probability] : models) {
        std::vector<Forecast> forecasts;
        forecasts.reserve(test.size());
        for (const Said& row : test)
            forecasts.push_back({row.user, probability(row), row.dislike});
        evaluation.models.push_back({name, judge_forecasts(forecasts, rows.users)});
    }
    if (task.go_on) task.go_on(1);
    return evaluation;
}

} // namespace attune::offline
