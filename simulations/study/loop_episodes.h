// Measures of what becomes of people after an overt sign of dissatisfaction: SAR, TTR, RED, RCD, DTR and LST
// of the de-escalation proposal, section 9.
//
// Those with a twin speak of people whose first sign is the same in both runs, so that both had lived alike
// up to it, and of all of them, also those who left or wanted nothing of it.
#pragma once

#include "simulations/study/loop_blocks.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <vector>

namespace attune {

class LoopEpisodes {
public:
    void add(const LoopRuns& runs);
    /// sar, ttr_resolved, ttr_hours, ttr_items, red_24h, red_7d, rcd, dtr_items, dtr_unwanted, and for each
    /// of `later_days` that the runs reach (the first in any case) lst_urr_<days>, lst_satisfaction_<days>,
    /// lst_trust_<days>, lst_gone_<days>. dtr_unwanted has an aim.
    void write(std::vector<LoopMeasure>& measures) const;

private:
    enum class Count { sar, sar_twin, day, day_twin, week, week_twin, back, back_twin, count_ };
    enum class Late {
        bad,
        bad_twin,
        satisfaction,
        satisfaction_twin,
        trust,
        trust_twin,
        gone,
        gone_twin,
        count_
    };
    using Waits = std::vector<std::vector<Wait>>; ///< by block

    void add_pair(const FirstSign& with, const FirstSign& without, double hours);
    LoopMeasure median(const char* key, LoopUnit unit, const Waits& waits) const;

    LoopBlocks<Count> blocks_;
    std::array<LoopBlocks<Late>, later_days.size()> later_;
    Waits hours_, items_, noticed_, noticed_of_category_;
    double days_ = 0;
};

} // namespace attune
