// How differently groups of people fare: the largest difference of a measure between two groups of one kind
// (GAP, de-escalation proposal, section 9). Kinds are activity, taste, device, age and ability; groups with
// few people are left out. Having looked at many pairs makes the largest difference larger than the largest
// true one, which the interval allows for (statistics/largest.h).
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/study/loop_measure.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <vector>

namespace attune {

class LoopGaps {
public:
    static constexpr double least_people = 30; ///< with something to count, for a group to be judged

    void add(const LoopRuns& runs);
    /// gap_fal, gap_sar (of the change against the twin), gap_resolved (within 30 d), gap_pps (prompts per
    /// visit).
    void write(std::vector<LoopMeasure>& measures) const;

    /// Of one block of people, by group.
    struct Cell {
        Fraction mistaken; ///< offers about what is not unwanted, of all offers
        Fraction change;   ///< change of satisfaction after a sign less that of the twin, summed over people
        Fraction spoken;   ///< prompts per visit
        std::vector<Wait> hours;
        double people_offered = 0, people_visiting = 0, people_waiting = 0;
    };
    using Block = std::array<Cell, person_group_count>;

private:
    std::vector<Block> blocks_;
};

/// The largest difference between two groups of one kind. `values` and each of `left_out` are by group, NaN
/// where a group is not judged.
Estimate largest_gap(const std::array<double, person_group_count>& values,
                     const std::vector<std::array<double, person_group_count>>& left_out);

} // namespace attune
