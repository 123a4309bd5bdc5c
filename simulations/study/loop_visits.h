// Whether people who are answered stay as long as they would have: the visit in which their first episode
// opens and the three after it, beside the same visits of the same people whom nothing answers (DE-31).
#pragma once

#include "simulations/study/loop_blocks.h"
#include "simulations/study/loop_runs.h"

namespace attune {

class LoopVisits {
public:
    void add(const LoopRuns& runs);
    /// visit_opened, visit_next: minutes of a visit. visit_came: of the three after it, those that come
    /// within a fortnight. visit_kept: minutes of all four together, times those without an answer; a visit
    /// that does not come has none; aim at least `least_kept`. The last three are about people of whom the
    /// fortnight is known.
    void write(std::vector<LoopMeasure>& measures) const;

    /// Our choice: of what people stay without an answer, at most a twentieth goes.
    static constexpr double least_kept = 0.95;

private:
    enum class Count { opened, opened_twin, next, next_twin, came, came_twin, all, all_twin, count_ };
    LoopBlocks<Count> blocks_;
};

} // namespace attune
