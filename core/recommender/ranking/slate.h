// Picks one slate from a visit's candidates: best first, no repeats, at most so many of a category, some
// places for random candidates, and the exposure floors held by the debt guard.
#pragma once

#include "core/recommender/ranking/candidates.h"

namespace attune {

struct Slate {
    int count = 0;
    std::array<std::uint32_t, slate_length> item{};
    std::array<std::uint8_t, slate_length> category{};
    std::array<std::uint8_t, slate_length> group{};
    std::array<std::int32_t, slate_length> score{};      ///< in score units, without noise
    std::array<std::uint16_t, slate_length> candidate{}; ///< index into the visit's candidates
};

class SlateMaker {
public:
    explicit SlateMaker(const Policy& policy);

    /// Makes slate number `number` of the visit, with `more_tries` (a share) added to the places of random
    /// candidates. Marks its items as shown, books its exposure in `ledger` and `day`.
    void make(Candidates& candidates, const ExposureController& fairness, VisitAddress visit,
              std::uint32_t number, ExposureLedger& ledger, ExposureDay& day, Slate& slate,
              double more_tries = 0) const;

private:
    using Chosen = std::array<std::uint16_t, slate_length>;
    using Bonus = std::array<std::int32_t, max_provider_groups>;
    /// Fills the slate with fresh candidates after the first `kept` of `chosen`; returns how many it then
    /// holds. `need`, if given, is what each group must at least get, and is left with what it did not.
    int fill(const Candidates& candidates, const Bonus* bonus, std::uint32_t exploration_ranks,
             Chosen& chosen, int kept = 0, GroupExposure* need = nullptr) const;

    int category_cap_;
    double exploration_share_;
};

} // namespace attune
