// How long people are told to wait, beside how long it takes: a time that is always kept because it is far
// away is no promise.
#pragma once

#include "core/recommender/deescalation/promise.h"
#include "simulations/study/loop_measure.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <vector>

namespace attune {

class LoopPromises {
public:
    void add(const LoopRuns& runs);
    /// promise_wait: the middle one of all promised times, in visits, over the mean time after which the
    /// topic is as rare as promised and stays so; aim: at most 2. Where it is not by the end of the promise,
    /// no more is known of that one.
    void write(std::vector<LoopMeasure>& measures) const;

private:
    /// Promises of one block of people, by visits: the time named, the time it took, the time until which it
    /// had not come.
    struct Block {
        using Visits = std::array<double, longest_promise + 1>;
        Visits named{}, took{}, not_by{};

        Block& operator+=(const Block& other);
        Block& operator-=(const Block& other);
        bool empty() const;
        double wait() const;
    };
    std::vector<Block> blocks_;
};

} // namespace attune
