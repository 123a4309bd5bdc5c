#include "core/recommender/ranking/diversity.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr float own_part = 0.1F; ///< of a candidate's variance, shared with nothing however alike it is

/// Eight partial sums in a fixed order, so that the bits do not depend on the width of the processor.
float dot(const float* a, const float* b) {
    std::array<float, 8> sums{};
    for (std::size_t k = 0; k < factor_count; k += 8)
        for (std::size_t lane = 0; lane < 8; ++lane)
            sums[lane] += a[k + lane] * b[k + lane];
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

} // namespace

ItemLikeness::ItemLikeness(const Catalogue& catalogue, std::span<const float> factors,
                           LikenessWeights weights)
    : weights_(weights)
    , units_(factors.begin(), factors.end()) {
    facts_.reserve(catalogue.items.size());
    for (const Item& item : catalogue.items)
        facts_.push_back({item.category.value, item.provider.value});
    for (std::size_t begin = 0; begin + factor_count <= units_.size(); begin += factor_count) {
        float* unit = &units_[begin];
        const float length = std::sqrt(dot(unit, unit));
        if (length > 0)
            for (std::size_t k = 0; k < factor_count; ++k)
                unit[k] /= length;
    }
}

float ItemLikeness::between(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return weights_.factors + weights_.category + weights_.provider;
    float like = 0;
    if (facts_[a].category == facts_[b].category) like += weights_.category;
    if (facts_[a].provider == facts_[b].provider) like += weights_.provider;
    if (!units_.empty())
        like += weights_.factors *
                dot(&units_[std::size_t{a} * factor_count], &units_[std::size_t{b} * factor_count]);
    return like;
}

SlateVariety::SlateVariety(Diversity way, double weight, const ItemLikeness* likeness,
                           const Candidates& candidates)
    : active_(way != Diversity::off && weight > 0 && likeness != nullptr && !likeness->empty())
    , by_volume_(way == Diversity::dpp)
    , price_(active_ ? static_cast<float>(weight / (1.0 - weight)) : 0.0F)
    , likeness_(likeness)
    , candidates_(&candidates) {
    if (active_) kept_at_.fill(not_kept);
}

float SlateVariety::likeness(std::size_t j, std::size_t other) {
    const std::size_t at = kept_at_[other];
    if (at != not_kept && kept_known_[at][j]) return kept_likeness_[at][j];
    const float like = likeness_->between(candidates_->item[j], candidates_->item[other]);
    if (at != not_kept) {
        kept_likeness_[at][j] = like;
        kept_known_[at].set(j);
    }
    return like;
}

/// Holds candidate j against one of the chosen, in their order.
void SlateVariety::learn_of(std::size_t j, std::size_t chosen) {
    const std::size_t other = chosen_[chosen];
    const float like = likeness(j, other);
    if (!by_volume_) {
        state_[j] = std::max(state_[j], like);
        return;
    }
    float shared = (1.0F - own_part) * like;
    for (std::size_t k = 0; k < chosen; ++k)
        shared -= rows_[other][k] * rows_[j][k];
    const float part = shared / root_[chosen];
    rows_[j][chosen] = part;
    // Exactly, it never falls below the own part; only rounding could.
    state_[j] = std::max(state_[j] - part * part, 0.5F * own_part);
}

float SlateVariety::loss(std::size_t j) {
    if (known_[j] == 0) state_[j] = by_volume_ ? 1.0F : 0.0F;
    for (std::size_t chosen = known_[j]; chosen < taken_; ++chosen)
        learn_of(j, chosen);
    known_[j] = static_cast<std::uint8_t>(taken_);
    return price_ * (by_volume_ ? -portable_log(state_[j]) : state_[j]);
}

void SlateVariety::take(std::size_t j) {
    loss(j); // its own row is needed from now on
    root_[taken_] = by_volume_ ? std::sqrt(state_[j]) : 0.0F;
    chosen_[taken_++] = static_cast<std::uint16_t>(j);
    if (kept_at_[j] == not_kept && kept_count_ < kept) {
        kept_at_[j] = static_cast<std::uint8_t>(kept_count_);
        kept_known_[kept_count_++].reset();
    }
}

} // namespace attune
