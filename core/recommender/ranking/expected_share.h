// How large a part of the slates a category can be expected to have, and how far they change, before
// any slate is drawn: for promises and bounds.
#pragma once

#include "core/recommender/ranking/inclusion.h"

namespace attune {

/// The expected share in [0, 1] of slots that go to `category` if its scores moved by `shift` (nat): the mean
/// of inclusion(); a share `exploration` of the slots goes to random candidates. 0 without candidates.
double expected_share(const Candidates& candidates, CategoryId category, float shift, float temperature,
                      float exploration, const Spared* spared = nullptr);

/// How far slates can be expected to change if the scores of a category moved.
struct SlateChange {
    float turnover = 0;  ///< share of slots that go to other items
    float variation = 0; ///< total variation of the mix of categories, in [0, 1]
};

/// The same for several shifts of the same candidates, which must outlive it, as `spared` must.
class SlateForecast {
public:
    SlateForecast(const Candidates& candidates, float temperature, float exploration,
                  const Spared* spared = nullptr);
    SlateChange change(CategoryId category, float shift) const;

private:
    const Candidates* candidates_;
    const Spared* spared_;
    float temperature_, exploration_;
    Inclusion before_;
};
SlateChange expected_change(const Candidates& candidates, CategoryId category, float shift, float temperature,
                            float exploration);

} // namespace attune
