// Slates whose mix of categories follows the person's own, so that a second taste is not crowded out by the
// first: calibrated recommendations (Steck 2018). The slate is filled greedily by
//   (1 - lambda) sum of scores - lambda KL(p, q),  q~ = (1 - alpha) q + alpha p,
// which is submodular, so it reaches at least 1 - 1/e of the best.
#pragma once

#include "core/recommender/ranking/candidates.h"

#include <array>
#include <span>

namespace attune {

constexpr float mix_smoothing = 0.01F; ///< alpha: keeps the distance finite where a slate lacks a category

/// Shares of categories.
using CategoryMix = std::array<float, max_categories>;

/// KL(p, q~) in nat: how far the mix of a slate is from the person's; 0 where they are the same.
float mix_distance(std::span<const float> person, std::span<const float> slate);

/// The person's own mix: what share of the next picks would be of each category if people picked among the
/// visit's candidates as a multinomial logit of their scores does. Taken from the scores and not from what
/// was watched, so that a "less of this" counts at once and a match never brings back what was said no to; a
/// group's price is the policy's wish and not the person's, so it is taken off. What is hidden does not
/// count, what was shown does.
CategoryMix own_mix(const Candidates& candidates, const std::array<std::int32_t, max_provider_groups>& price);

/// What the mix of a slate gains with each category, while it is being filled.
class TasteMatch {
public:
    /// `weight` is lambda in [0, 1); 0 changes nothing.
    TasteMatch(double weight, const CategoryMix& person);

    bool active() const { return price_ > 0; }
    void begin() {
        mass_.fill(0);
        total_ = 0;
        rank_ = 0;
    }
    /// How much nearer to the person's mix an item of the category at the next rank brings the slate, against
    /// one of a category that the person never takes; nat of score, at most most_gain.
    float gain(std::size_t category) const;
    void take(std::size_t category);

    static constexpr float most_gain = 32; ///< more than any scores differ, less than the guard's push

private:
    float price_;
    CategoryMix person_;
    CategoryMix mass_{}; ///< exposure given to each category
    float total_ = 0;
    int rank_ = 0;
};

} // namespace attune
