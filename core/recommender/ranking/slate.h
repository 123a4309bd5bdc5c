// Picks one slate from a visit's candidates: best first, no repeats, at most so many of a category, some
// places for random candidates, and the exposure limits held by the debt guard.
#pragma once

#include "core/recommender/ranking/candidates.h"
#include "core/recommender/ranking/diversity.h"
#include "core/recommender/ranking/exposure_guard.h"
#include "core/recommender/ranking/taste_match.h"

namespace attune {

struct Slate {
    int count = 0;
    std::array<std::uint32_t, slate_length> item{};
    std::array<std::uint8_t, slate_length> category{};
    std::array<std::uint8_t, slate_length> group{};
    std::array<std::int32_t, slate_length> score{};      ///< in score units, without noise
    std::array<std::uint16_t, slate_length> candidate{}; ///< index into the visit's candidates
    // What else brought each item to its place, in score units; with the score it is the key it was taken by.
    std::array<std::int32_t, slate_length> noise{};   ///< sampling noise, with what rounding the key takes
    std::array<std::int32_t, slate_length> variety{}; ///< <= 0, for what stands above it
    std::array<std::int32_t, slate_length> mix{};     ///< >= 0, for the person's own mix of categories
    std::array<std::int32_t, slate_length> guard{};   ///< from the debt guard
    std::uint32_t tries = 0;                          ///< places that went to random candidates, one bit each
    /// Of a place that Thompson sampling gave: how likely it was to give it to this item, out of the random
    /// candidates that were left; 0 elsewhere.
    std::array<float, slate_length> propensity{};
};

/// What the recommender knows beside the candidates.
struct SlateContext {
    const ItemLikeness* likeness = nullptr; ///< null or empty: no two items are alike
    bool own_mix = false; ///< the scores are the person's own, so that their mix may be matched
};

class SlateMaker {
public:
    explicit SlateMaker(const Policy& policy);

    /// Makes slate number `number` of the visit, with `more_tries` (a share) added to the places of random
    /// candidates. Marks its items as shown, books its exposure in `ledger` and `day`.
    void make(Candidates& candidates, const ExposureController& fairness, VisitAddress visit,
              std::uint32_t number, ExposureLedger& ledger, ExposureDay& day, Slate& slate,
              double more_tries = 0, const SlateContext& context = {}) const;

private:
    struct Terms;
    using Chosen = std::array<std::uint16_t, slate_length>;
    using Bonus = GroupBonus;
    /// Fills the slate with fresh candidates after the first `kept` of `chosen`; returns how many it then
    /// holds. `terms` lowers what repeats the slate and raises what the person's mix lacks. `need`, if given,
    /// is what each group must at least get, and is left with what it did not.
    int fill(const Candidates& candidates, const Bonus* bonus, std::uint32_t exploration_ranks,
             Chosen& chosen, Terms& terms, int kept = 0, ExposureNeed* need = nullptr) const;

    int category_cap_;
    double exploration_share_;
    Diversity diversity_;
    double diversity_weight_;
    double taste_match_;
};

} // namespace attune
