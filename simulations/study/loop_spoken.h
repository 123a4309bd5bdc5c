// Measures of how often people are spoken to and how many turn it off: PPS and OPT of the de-escalation
// proposal, section 9. Questions and offers count alike, beside the twin, which asks but offers nothing.
#pragma once

#include "simulations/study/loop_blocks.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <vector>

namespace attune {

class LoopSpoken {
public:
    void add(const LoopRuns& runs, int session_cap);
    /// pps_max, pps_p99, opt_per_prompt, opt_30d, opt_60d. The most prompts any visit had is what it is: its
    /// interval has no width.
    void write(std::vector<LoopMeasure>& measures) const;

private:
    enum class Count { off, off_twin, month, month_twin, two_months, two_months_twin, count_ };
    using Sessions = std::vector<PromptsPerSession>; ///< by block

    LoopBlocks<Count> blocks_;
    Sessions sessions_, twin_sessions_;
    int session_cap_ = 0;
};

/// So many prompts that `share` of the visits stay within; its interval are the numbers at which the interval
/// of the share of visits within them holds it.
Estimate prompts_within(std::span<const PromptsPerSession> blocks, double share);

} // namespace attune
