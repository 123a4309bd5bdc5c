// Measures of how well it is told apart what dissatisfaction is about: one topic, the same again, or that
// nothing fits.
#pragma once

#include "simulations/study/loop_blocks.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <vector>

namespace attune {

class LoopPatterns {
public:
    void add(const LoopRuns& runs);
    /// pattern_right: of the conversations that had a cause, those opened for the right one (aim 0.75).
    /// pattern_disinterest, pattern_frustration, pattern_misalignment: of those with that cause (aim 0.60
    /// each). pattern_nothing: of all, those without any cause.
    void write(std::vector<LoopMeasure>& measures) const;

private:
    enum class Count { right, disinterest, frustration, misalignment, nothing, count_ };
    LoopBlocks<Count> blocks_;
};

} // namespace attune
