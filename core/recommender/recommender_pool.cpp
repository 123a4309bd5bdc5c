// The candidates that do not come from the person's own best scores: what is popular, what few have met yet,
// and what is like the person's favourites. Each of these sources puts up as many as the policy says, before
// the best scores take what room is left, so the rule of the pool holds in every request.
#include "core/recommender/recommender.h"

#include <algorithm>
#include <numeric>

namespace attune {

PoolCounts Recommender::pool_total() const {
    PoolCounts total;
    for (const PoolCounts& day : pool_days_)
        total += day;
    return total;
}

/// Lists what the sources that are the same for everybody put up, from the last scheduled update.
void Recommender::list_sources() {
    popular_.clear();
    fresh_.clear();
    if (policy_.other_sources == 0) return;
    const auto items = static_cast<std::uint32_t>(catalogue_->items.size());
    const auto each = std::min(static_cast<std::size_t>(policy_.other_sources), catalogue_->items.size());
    std::vector<std::uint32_t> order(items);
    std::iota(order.begin(), order.end(), 0U);
    const auto put_up = [&](std::vector<std::uint32_t>& out, auto&& before) {
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(each), order.end(),
                          before);
        for (std::size_t k = 0; k < each; ++k)
            out.push_back(panels_.position_of(order[k]));
    };
    put_up(popular_, [&](std::uint32_t a, std::uint32_t b) {
        return popularity_[a] != popularity_[b] ? popularity_[a] > popularity_[b] : a < b;
    });
    // Nobody's picks, then the newest; where the year is not known, the lot that the catalogue's order is.
    put_up(fresh_, [&](std::uint32_t a, std::uint32_t b) {
        if (popularity_[a] != popularity_[b]) return popularity_[a] < popularity_[b];
        const Item& first = catalogue_->items[a];
        const Item& second = catalogue_->items[b];
        return first.year != second.year ? first.year > second.year : a < b;
    });
}

/// What the sources put up for this visit. Neighbours rest on the rows kept for adjusting the person's own
/// lists and are read through the gate; without that consent there are none.
OtherSources Recommender::sources_for(Worker& worker, const OpenVisit& visit) {
    OtherSources others{popular_, fresh_, {}};
    const UserId user = visit.request.user;
    if (policy_.other_sources == 0 || policy_.ranker != static_cast<int>(Ranker::factors) ||
        visit.made_under != Purpose::adjust_my_recommendations)
        return others;
    worker.rows.clear();
    collect_rows(user, Purpose::adjust_my_recommendations, Module::preference,
                 static_cast<int>(visit.request.hours / 24.0), worker.gate, worker.rows);
    std::array<const TrainingRow*, favourites> liked{};
    const auto worth = [](const TrainingRow& row) { return row.target * row.weight; };
    for (const TrainingRow& row : worker.rows) {
        if (worth(row) <= 0) continue;
        if (std::any_of(liked.begin(), liked.end(),
                        [&](const TrainingRow* l) { return l && l->item == row.item; }))
            continue;
        const TrainingRow* next = &row;
        for (const TrainingRow*& place : liked)
            if (!place || worth(*next) > worth(*place)) {
                std::swap(place, next);
                if (!next) break;
            }
    }
    const auto count =
        static_cast<int>(std::count_if(liked.begin(), liked.end(), [](const auto* l) { return l; }));
    if (count == 0) return others;
    // Once in a worker's life; a policy may be changed between two days, so not when it is made.
    const auto positions = static_cast<std::size_t>(panels_.positions());
    worker.near_scores.resize(positions * favourites);
    worker.neighbours.resize(static_cast<std::size_t>(policy_.other_sources) + panel_width);
    // A person whose taste is exactly the favourite: the catalogue scored once more, for a tile of
    // favourites.
    alignas(32) std::array<std::int16_t, favourites * factor_count> vectors{};
    std::array<std::uint16_t, favourites> lots{};
    const std::array<std::int32_t, favourites * max_categories> adjustment{};
    for (int f = 0; f < count; ++f) {
        const auto at = static_cast<std::size_t>(f);
        quantise(model_.vector(liked[at]->item), &vectors[at * factor_count]);
        lots[at] = lot_of(visit.address);
    }
    panels_.score(vectors.data(), lots.data(), adjustment.data(), max_categories, count,
                  worker.near_scores.data());
    int found = 0;
    for (int f = 0; f < count; ++f) {
        std::int32_t* scores = &worker.near_scores[static_cast<std::size_t>(f) * positions];
        for (int l = 0; l < count; ++l)
            scores[panels_.position_of(liked[static_cast<std::size_t>(l)]->item)] = padding_score;
        std::int32_t guess = 0;
        const int share = (policy_.other_sources + count - 1 - f) / count;
        found += ranking_kernels().select_best(scores, panels_.positions(), share, guess,
                                               &worker.neighbours[static_cast<std::size_t>(found)]);
    }
    others.neighbours = std::span(worker.neighbours).first(static_cast<std::size_t>(found));
    return others;
}

} // namespace attune
