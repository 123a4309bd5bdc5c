#include "core/recommender/fairness/fair_prefix.h"

#include <algorithm>

namespace attune {
namespace {

/// P(Binomial(i, share) <= m) for m = 0 .. i, for every i up to `length`.
std::vector<std::vector<double>> cumulative(int length, double share) {
    std::vector<std::vector<double>> sums;
    std::vector<double> chance{1.0};
    for (int i = 1; i <= length; ++i) {
        std::vector<double> next(chance.size() + 1);
        for (std::size_t m = 0; m < chance.size(); ++m) {
            next[m] += chance[m] * (1 - share);
            next[m + 1] += chance[m] * share;
        }
        chance = std::move(next);
        double sum = 0;
        std::vector<double>& row = sums.emplace_back();
        for (const double p : chance)
            row.push_back(sum += p);
    }
    return sums;
}

std::vector<int> table_of(const std::vector<std::vector<double>>& sums, double alpha) {
    std::vector<int> table;
    for (const std::vector<double>& row : sums)
        table.push_back(static_cast<int>(
            std::find_if(row.begin(), row.end() - 1, [&](double sum) { return sum >= alpha; }) -
            row.begin()));
    return table;
}

} // namespace

std::vector<int> fair_prefix_table(int length, double share, double alpha) {
    return table_of(cumulative(length, share), alpha);
}

double fail_probability(std::span<const int> table, double share) {
    std::vector<double> alive(table.size() + 1); // by count of protected items, while no prefix has failed
    alive[0] = 1;
    for (std::size_t i = 0; i < table.size(); ++i) {
        for (std::size_t m = i + 1; m > 0; --m)
            alive[m] = alive[m] * (1 - share) + alive[m - 1] * share;
        alive[0] *= 1 - share;
        std::fill_n(alive.begin(), std::clamp(table[i], 0, static_cast<int>(i) + 2), 0.0);
    }
    double passed = 0;
    for (const double p : alive)
        passed += p;
    return 1 - passed;
}

AdjustedPrefix adjust_prefix(int length, double share, double alpha) {
    const auto sums = cumulative(length, share);
    // The table changes where alpha passes one of these, and fails more often the larger alpha is.
    std::vector<double> levels{alpha};
    for (const auto& row : sums)
        std::copy_if(row.begin(), row.end(), std::back_inserter(levels),
                     [&](double level) { return level > 0 && level < alpha; });
    std::sort(levels.begin(), levels.end());
    const auto too_strict = [&](double level) {
        return fail_probability(table_of(sums, level), share) > alpha;
    };
    const auto first =
        std::partition_point(levels.begin(), levels.end(), [&](double level) { return !too_strict(level); });
    AdjustedPrefix best;
    best.alpha = first == levels.begin() ? 0.0 : *(first - 1);
    best.table = table_of(sums, best.alpha);
    best.fail_probability = fail_probability(best.table, share);
    return best;
}

std::optional<int> unfair_prefix(std::span<const int> table, std::span<const bool> is_protected) {
    int count = 0;
    for (std::size_t i = 0; i < std::min(table.size(), is_protected.size()); ++i) {
        count += is_protected[i] ? 1 : 0;
        if (count < table[i]) return static_cast<int>(i) + 1;
    }
    return std::nullopt;
}

} // namespace attune
