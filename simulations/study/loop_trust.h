// What being answered does to those who trust the service least: not the mean alone, which the many who are
// content would carry (requirement DE-81).
#pragma once

#include "simulations/study/loop_measure.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <vector>

namespace attune {

class LoopTrust {
public:
    void add(const LoopRuns& runs);
    /// trust_lowest: by how much the trust that a tenth of all people stay below is higher with the policy
    /// than without an answer; aim: not below 0. All genuine people count, also those who left.
    void write(std::vector<LoopMeasure>& measures) const;

    static constexpr int steps = 2000; ///< of trust, from 0 to 1

private:
    /// One block of people: how many trust so much, step by step.
    struct Block {
        std::array<std::int32_t, steps> people{};
        std::int32_t all = 0;

        Block& operator+=(const Block& other);
        Block& operator-=(const Block& other);
        bool empty() const { return all == 0; }
        void add(double trust);
        /// What a tenth stays below, between steps as if people were spread evenly.
        double lowest_tenth() const;
    };
    std::vector<Block> with_, without_;
};

} // namespace attune
