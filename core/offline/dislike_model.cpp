#include "core/offline/dislike_model.h"

#include <algorithm>
#include <cmath>

namespace attune::offline {
namespace {

constexpr double microseconds_per_day = 86'400e6;
constexpr double rows_of_own_rate = 2; ///< imagined rows at the user's own rate among the recent ones

constexpr std::array smoothing_grid = {1.0, 2.0, 5.0, 10.0};
constexpr std::array half_life_grid = {1.0, 3.0, 7.0, 14.0, 28.0};

double loss_of(const LogisticModel& model, const DislikeRates& rates, std::span<const Said> rows) {
    double sum = 0;
    for (const Said& row : rows) {
        const double x = log_odds(model.probability(rates.signs(row.user, row.item)));
        sum += std::log1p(std::exp(row.dislike ? -x : x));
    }
    return sum;
}

} // namespace

DislikeRates::DislikeRates(std::span<const Said> history, const RateOptions& options)
    : options_(options) {
    const std::int64_t end = history.empty() ? 0 : history.back().time;
    double dislikes = 0;
    const auto at = [](std::vector<Count>& counts, std::uint32_t k) -> Count& {
        if (k >= counts.size()) counts.resize(k + std::size_t{1});
        return counts[k];
    };
    for (const Said& row : history) {
        const double one = row.dislike ? 1 : 0;
        const double days =
            row.time == no_time ? 0 : static_cast<double>(end - row.time) / microseconds_per_day;
        const double weight = std::exp2(-days / options.half_life_days);
        dislikes += one;
        Count& user = at(users_, row.user);
        user.rows += 1;
        user.dislikes += one;
        user.recent_rows += weight;
        user.recent_dislikes += weight * one;
        Count& item = at(items_, row.item);
        item.rows += 1;
        item.dislikes += one;
    }
    if (!history.empty()) overall_ = dislikes / static_cast<double>(history.size());
}

const DislikeRates::Count& DislikeRates::find(const std::vector<Count>& counts, std::uint32_t k) {
    static const Count nothing;
    return k < counts.size() ? counts[k] : nothing;
}

double DislikeRates::user(std::uint32_t u) const {
    const Count& count = find(users_, u);
    return (count.dislikes + options_.user_rows * overall_) / (count.rows + options_.user_rows);
}

double DislikeRates::item(std::uint32_t i) const {
    const Count& count = find(items_, i);
    return (count.dislikes + options_.item_rows * overall_) / (count.rows + options_.item_rows);
}

double DislikeRates::lately(std::uint32_t u) const {
    const Count& count = find(users_, u);
    return (count.recent_dislikes + rows_of_own_rate * user(u)) / (count.recent_rows + rows_of_own_rate);
}

double DislikeRates::combined(std::uint32_t u, std::uint32_t i) const {
    return from_log_odds(log_odds(user(u)) + log_odds(item(i)) - log_odds(overall_));
}

std::array<double, DislikeRates::all_signs> DislikeRates::signs(std::uint32_t u, std::uint32_t i) const {
    const double of_user = log_odds(user(u));
    return {of_user, log_odds(item(i)), log_odds(lately(u)) - of_user, find(items_, i).rows == 0 ? 1.0 : 0.0,
            std::log1p(find(users_, u).rows)};
}

LogisticModel fit_signs(const DislikeRates& rates, std::span<const Said> fit_to, std::size_t count) {
    std::vector<double> rows;
    std::vector<bool> yes;
    for (const Said& row : fit_to) {
        const auto signs = rates.signs(row.user, row.item);
        rows.insert(rows.end(), signs.begin(), signs.begin() + static_cast<std::ptrdiff_t>(count));
        yes.push_back(row.dislike);
    }
    return LogisticModel::fit(rows, yes, count);
}

TunedDislikes tune_dislikes(std::span<const Said> rates_from, std::span<const Said> fit_to,
                            const std::optional<RateOptions>& fixed) {
    std::vector<RateOptions> grid;
    if (fixed)
        grid.push_back(*fixed);
    else
        for (const double user_rows : smoothing_grid)
            for (const double item_rows : smoothing_grid)
                for (const double days : half_life_grid)
                    grid.push_back({user_rows, item_rows, days});
    TunedDislikes best;
    double least = std::numeric_limits<double>::infinity();
    for (const RateOptions& options : grid) {
        const DislikeRates rates(rates_from, options);
        LogisticModel model = fit_signs(rates, fit_to, DislikeRates::all_signs);
        const double loss = loss_of(model, rates, fit_to);
        if (!(loss < least)) continue;
        least = loss;
        best = {options, std::move(model)};
    }
    return best;
}

} // namespace attune::offline
