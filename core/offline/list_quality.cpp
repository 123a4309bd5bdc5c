#include "core/offline/list_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::offline {
namespace {

constexpr std::size_t groups = 100;

/// How often each item was shown, by group of users.
class Shown {
public:
    Shown(std::size_t items, std::size_t users)
        : counts_(std::min(groups, users), std::vector<double>(items, 0)) {}

    void add(std::size_t place, std::span<const std::uint32_t> list) {
        for (const std::uint32_t item : list)
            counts_[place % counts_.size()][item] += 1;
    }

    Measured measured(const std::string& measure, double (*value)(const std::vector<double>&)) const {
        if (counts_.empty()) return {measure, Estimate::none, {}};
        std::vector<double> all(counts_.front().size(), 0);
        for (const auto& group : counts_)
            for (std::size_t i = 0; i < all.size(); ++i)
                all[i] += group[i];
        Measured measured{measure, value(all), {}};
        std::vector<double> rest(all.size());
        for (const auto& group : counts_) {
            std::transform(all.begin(), all.end(), group.begin(), rest.begin(), std::minus<>());
            measured.left_out.push_back(value(rest));
        }
        return measured;
    }

private:
    std::vector<std::vector<double>> counts_;
};

double covered(const std::vector<double>& counts) {
    const auto shown = std::count_if(counts.begin(), counts.end(), [](double n) { return n > 0; });
    return counts.empty() ? Estimate::none : static_cast<double>(shown) / static_cast<double>(counts.size());
}

double discount(std::size_t rank) { // from 0
    return 1 / std::log2(static_cast<double>(rank) + 2);
}

} // namespace

double gini(std::vector<double> counts) {
    std::sort(counts.begin(), counts.end());
    const double n = static_cast<double>(counts.size());
    double weighted = 0;
    double sum = 0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
        weighted += (2 * static_cast<double>(k + 1) - n - 1) * counts[k];
        sum += counts[k];
    }
    return sum > 0 ? weighted / (n * sum) : Estimate::none;
}

ListTask list_task(const Split& split, std::size_t length, std::size_t every) {
    ListTask task{
        .items = split.items, .length = length, .users = {}, .had = {}, .wanted = {}, .popularity = {}};
    std::vector<std::vector<std::uint32_t>> had(split.users);
    std::vector<std::vector<std::uint32_t>> wanted(split.users);
    task.popularity.assign(split.items, 0);
    for (const Row& row : split.train) {
        had[row.user].push_back(row.item);
        task.popularity[row.item] += 1;
    }
    for (const TestRow& row : split.test)
        if (row.both_known()) wanted[row.user].push_back(row.item);
    for (std::uint32_t u = 0; u < split.users; u += static_cast<std::uint32_t>(every)) {
        if (wanted[u].empty()) continue;
        std::sort(had[u].begin(), had[u].end());
        std::sort(wanted[u].begin(), wanted[u].end());
        task.users.push_back(u);
        task.had.push_back(std::move(had[u]));
        task.wanted.push_back(std::move(wanted[u]));
    }
    return task;
}

std::vector<std::uint32_t> best_items(std::span<const double> scores, std::span<const std::uint32_t> had,
                                      std::size_t length) {
    std::vector<std::uint32_t> left;
    left.reserve(scores.size());
    for (std::uint32_t i = 0; i < scores.size(); ++i)
        if (!std::binary_search(had.begin(), had.end(), i)) left.push_back(i);
    const auto last = left.begin() + static_cast<std::ptrdiff_t>(std::min(length, left.size()));
    std::partial_sort(left.begin(), last, left.end(), [&](std::uint32_t a, std::uint32_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    });
    left.erase(last, left.end());
    return left;
}

std::vector<Measured> judge_lists(const ListTask& task, const ScoreItems& score) {
    std::vector<double> recall, ndcg, hit_rate, popularity, listed;
    Shown shown(task.items, task.users.size());
    std::vector<double> scores(task.items);
    for (std::size_t place = 0; place < task.users.size(); ++place) {
        std::fill(scores.begin(), scores.end(), 0);
        score(task.users[place], scores);
        const auto list = best_items(scores, task.had[place], task.length);
        const auto& wanted = task.wanted[place];
        double hits = 0, gain = 0, shown_popularity = 0;
        for (std::size_t rank = 0; rank < list.size(); ++rank) {
            shown_popularity += task.popularity[list[rank]];
            if (!std::binary_search(wanted.begin(), wanted.end(), list[rank])) continue;
            hits += 1;
            gain += discount(rank);
        }
        const std::size_t possible = std::min(task.length, wanted.size());
        double ideal = 0;
        for (std::size_t rank = 0; rank < possible; ++rank)
            ideal += discount(rank);
        recall.push_back(hits / static_cast<double>(possible));
        ndcg.push_back(gain / ideal);
        hit_rate.push_back(hits > 0 ? 1 : 0);
        popularity.push_back(shown_popularity);
        listed.push_back(static_cast<double>(list.size()));
        shown.add(place, list);
    }
    return {mean_over_people("recall", recall),
            mean_over_people("ndcg", ndcg),
            mean_over_people("hit_rate", hit_rate),
            shown.measured("coverage", covered),
            shown.measured("gini", [](const std::vector<double>& counts) { return gini(counts); }),
            ratio_over_people("shown_popularity", popularity, listed)};
}

} // namespace attune::offline
