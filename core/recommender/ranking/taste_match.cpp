#include "core/recommender/ranking/taste_match.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float least_share = 1e-6F; ///< of the picks; what is less is none

float exposure(int rank) {
    return static_cast<float>(rank_exposure(rank)) * 0x1p-16F;
}

} // namespace

float mix_distance(std::span<const float> person, std::span<const float> slate) {
    float distance = 0;
    for (std::size_t c = 0; c < person.size(); ++c)
        if (person[c] > 0)
            distance +=
                person[c] *
                portable_log(person[c] / ((1.0F - mix_smoothing) * slate[c] + mix_smoothing * person[c]));
    return distance;
}

CategoryMix own_mix(const Candidates& candidates,
                    const std::array<std::int32_t, max_provider_groups>& price) {
    CategoryMix mix{};
    const auto count = static_cast<std::size_t>(candidates.count);
    std::int32_t best = Candidates::no_key;
    const auto worth = [&](std::size_t j) { return candidates.score[j] - price[candidates.group[j]]; };
    for (std::size_t j = 0; j < count; ++j)
        if (candidates.state[j] != Candidates::hidden) best = std::max(best, worth(j));
    float all = 0;
    for (std::size_t j = 0; j < count; ++j) {
        if (candidates.state[j] == Candidates::hidden) continue;
        const float picks = portable_exp(from_score(worth(j)) - from_score(best));
        mix[candidates.category[j]] += picks;
        all += picks;
    }
    for (float& share : mix) {
        share = all > 0 ? share / all : 0.0F;
        if (share < least_share) share = 0;
    }
    return mix;
}

TasteMatch::TasteMatch(double weight, const CategoryMix& person)
    : price_(static_cast<float>(weight / (1.0 - weight)))
    , person_(person) {}

float TasteMatch::gain(std::size_t category) const {
    const float p = person_[category];
    if (p <= 0) return 0;
    // Everything but this category's own term of the distance is the same whichever category comes.
    const float next = exposure(rank_);
    const float part = (1.0F - mix_smoothing) / (total_ + next);
    const float without = part * mass_[category] + mix_smoothing * p;
    const float with = part * (mass_[category] + next) + mix_smoothing * p;
    return std::min(price_ * p * portable_log(with / without), most_gain);
}

void TasteMatch::take(std::size_t category) {
    const float given = exposure(rank_++);
    mass_[category] += given;
    total_ += given;
}

} // namespace attune
