// What the recommender does about what it does not know: it tries items by Thompson sampling, and leaves out
// those that it surely knows to be poor.
#include "core/base/portable_math.h"
#include "core/recommender/preference/taste_posterior.h"
#include "core/recommender/recommender.h"

#include <cmath>

namespace attune {
namespace {

constexpr float surely = 2.0F; ///< standard deviations
constexpr int days_away = 30;

} // namespace

/// Lists the items that the quality floor keeps from everybody: even at the upper end of what is known of
/// them, people in general are less likely to like them than the policy asks. They stay away for a time,
/// since nothing is learned of them meanwhile and what was known fades; then they are met again.
void Recommender::list_left_out() {
    if (policy_.least_liked <= 0 || policy_.ranker != static_cast<int>(Ranker::factors)) {
        left_out_until_.clear();
        return;
    }
    left_out_until_.resize(catalogue_->items.size());
    for (std::uint32_t i = 0; i < left_out_until_.size(); ++i) {
        const float spread =
            std::sqrt(model_.noise_variance() / (model_.regularisation() + model_.item_weight(i)));
        const float at_most = model_.mean() + model_.bias(i) + surely * spread;
        if (portable_logistic(at_most) < static_cast<float>(policy_.least_liked))
            left_out_until_[i] = day_ + days_away;
    }
}

void Recommender::hide_left_out(OpenVisit& visit) const {
    if (left_out_until_.empty()) return;
    Candidates& candidates = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
        if (left_out(ItemId(candidates.item[j]))) candidates.set_state(j, Candidates::hidden);
}

/// How well the worth of the visit's random candidates is known. The person's own rows are read through the
/// gate; without that consent there are none and everybody is as unknown.
void Recommender::find_spreads(Worker& worker, OpenVisit& visit) const {
    Candidates& candidates = visit.candidates;
    candidates.thompson = false;
    if (policy_.exploration != static_cast<int>(Exploration::thompson) ||
        policy_.ranker != static_cast<int>(Ranker::factors))
        return;
    worker.rows.clear();
    if (visit.made_under == Purpose::adjust_my_recommendations)
        collect_rows(visit.request.user, Purpose::adjust_my_recommendations, Module::preference,
                     static_cast<int>(visit.request.hours / 24.0), worker.gate, worker.rows);
    const TastePosterior posterior(model_, worker.rows);
    candidates.thompson = true;
    for (std::size_t e = 0; e < static_cast<std::size_t>(candidates.exploration_count); ++e)
        candidates.spread[e] = posterior.spread(candidates.item[candidates.exploration[e]]);
}

std::optional<float> Recommender::taste_known(UserId user, double hours) const {
    if (policy_.ranker != static_cast<int>(Ranker::factors) ||
        gate_.adapts_under(user) != Purpose::adjust_my_recommendations)
        return std::nullopt;
    std::vector<TrainingRow> rows;
    GateCounts unseen; // for observers
    collect_rows(user, Purpose::adjust_my_recommendations, Module::preference, static_cast<int>(hours / 24.0),
                 unseen, rows);
    return TastePosterior(model_, rows).known();
}

} // namespace attune
