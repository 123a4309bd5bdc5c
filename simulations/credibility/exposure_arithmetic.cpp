#include "simulations/credibility/exposure_arithmetic.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace attune {
namespace {

Ranking by_score(const std::vector<double>& score) {
    Ranking ranking(score.size());
    std::iota(ranking.begin(), ranking.end(), std::size_t{0});
    std::stable_sort(ranking.begin(), ranking.end(),
                     [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
    return ranking;
}

Ranking with_bonus(const std::vector<RelevantItem>& items, double bonus) {
    std::vector<double> score;
    for (const RelevantItem& item : items)
        score.push_back(item.relevance + (item.group == 1 ? bonus : 0.0));
    return by_score(score);
}

} // namespace

Ranking by_relevance(const std::vector<RelevantItem>& items) {
    return with_bonus(items, 0);
}

double mean_relevance(const std::vector<RelevantItem>& items, std::size_t group) {
    double sum = 0;
    double n = 0;
    for (const RelevantItem& item : items)
        if (item.group == group) {
            sum += item.relevance;
            n += 1;
        }
    return sum / n;
}

std::array<double, 2> mean_exposure(const std::vector<RelevantItem>& items, const Ranking& ranking,
                                    const std::vector<double>& weights) {
    std::array<double, 2> sum{};
    std::array<double, 2> n{};
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        const std::size_t group = items[ranking[place]].group;
        sum[group] += weights[place];
        n[group] += 1;
    }
    return {sum[0] / n[0], sum[1] / n[1]};
}

double gain(const std::vector<RelevantItem>& items, const Ranking& ranking,
            const std::vector<double>& weights) {
    double sum = 0;
    for (std::size_t place = 0; place < ranking.size(); ++place)
        sum += items[ranking[place]].relevance * weights[place];
    return sum;
}

double cost_of_shares(const std::vector<RelevantItem>& items, const std::vector<double>& weights,
                      double share) {
    const auto missing = [&](const Ranking& ranking) {
        const auto exposure = mean_exposure(items, ranking, weights);
        return share * exposure[0] - exposure[1];
    };
    // The order changes only where a bonus makes two items of different groups equal.
    std::vector<double> bonuses = {0};
    for (const RelevantItem& a : items)
        for (const RelevantItem& b : items)
            if (a.group == 0 && b.group == 1 && a.relevance > b.relevance)
                bonuses.push_back(a.relevance - b.relevance);
    std::sort(bonuses.begin(), bonuses.end());
    bonuses.push_back(bonuses.back() + 1);
    const double best = gain(items, by_relevance(items), weights);
    Ranking before = by_relevance(items);
    if (missing(before) <= 0) return 0;
    for (std::size_t i = 0; i + 1 < bonuses.size(); ++i) {
        // Between two breaks nothing changes: look in the middle.
        Ranking after = with_bonus(items, (bonuses[i] + bonuses[i + 1]) / 2);
        const double still = missing(after);
        if (still <= 0) {
            const double lacked = missing(before);
            const double mix = lacked / (lacked - still);
            const double mixed = (1 - mix) * gain(items, before, weights) + mix * gain(items, after, weights);
            return 1 - mixed / best;
        }
        before = std::move(after);
    }
    assert(false && "with a large enough bonus group 1 stands on top");
    return 0;
}

} // namespace attune
