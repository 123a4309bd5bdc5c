// What the recommender believes of each topic of each person, beside what is true: how much of what is not
// wanted each belief would notice, and how much of what is fine it would take for unwanted.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/engine/simulation.h"

#include <array>
#include <vector>

namespace attune {

class LoopEvidence {
public:
    static constexpr int steps = 100; ///< of the belief, from 0 to 1

    /// The people added from now on are another block's, for the intervals.
    void next_block();
    /// One topic of one person.
    void add(float belief, bool unwanted);

    /// Pairs of person and topic whose belief is in [step, step + 1) hundredths.
    double pairs(int step, bool unwanted) const;
    double pairs(bool unwanted) const;
    /// Share of the unwanted, or of the fine, whose belief is at least so many hundredths; by the jackknife
    /// over blocks of people.
    Estimate share_from(int step, bool unwanted) const;

private:
    using Counts = std::array<std::array<double, steps>, 2>; ///< by truth: fine, unwanted
    std::vector<Counts> blocks_;
};

/// As a run stands: all topics of genuine people who allow their recommendations to be adjusted. Unwanted is
/// what they like less than `below` (nat) apart from the mood of a visit.
LoopEvidence evidence_of(const Simulation& run, int users, int categories, float below);

} // namespace attune
