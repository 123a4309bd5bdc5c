// Measures of what still comes of what somebody rejected, and of whether what was promised came true.
#pragma once

#include "simulations/study/loop_blocks.h"
#include "simulations/study/loop_runs.h"

#include <vector>

namespace attune {

class LoopRejected {
public:
    void add(const LoopRuns& runs);
    /// answered_next ... pkp, in the order of the table.
    void write(std::vector<LoopMeasure>& measures) const;

    /// What URR, OVR and PKP are made of, by block of people: to compare policies over the same people.
    struct Parts {
        std::vector<Fraction> bad, bad_twin, over, kept;
    };
    Parts parts() const;

private:
    enum class Count {
        answered,
        answered_twin,
        back,
        back_twin,
        bad,
        bad_twin,
        allowed,
        allowed_twin,
        over,
        floor,
        kept,
        kept_twin,
        count_
    };
    void add_person(const LoopRuns& runs, std::size_t user);

    LoopBlocks<Count> blocks_;
    double rejecting_ = 0; ///< people with a first tap
    std::vector<Measured> measured_;
};

/// The value of a metric for everybody; unknown where there is none.
MetricValue value_for_all(const Measured& measured, const char* key);

} // namespace attune
