// Whether the recommender knows how well it knows a topic: what it says of its own confidence beside how
// often the topic is truly one that the person does not reject. Requirement DE-15.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/loop_measure.h"

#include <array>
#include <vector>

namespace attune {

class LoopReliability {
public:
    static constexpr int bins = 10; ///< of what is said, from 0 to 1

    /// The people added from now on are another block's, for the intervals.
    void next_block() { blocks_.emplace_back(); }
    /// One topic of one person: what is said of it, and whether it is so.
    void add(double said, bool so);

    struct Bin {
        double said = 0; ///< mean
        Estimate so;     ///< share
        double pairs = 0;
    };
    /// Those that hold anything, ascending.
    std::vector<Bin> diagram() const;
    /// How far what is said is from what is so: the mean over pairs of the distance in their bin (expected
    /// calibration error).
    Estimate error() const;
    double pairs() const;

    void add(const LoopReliability& other);

private:
    struct Block {
        std::array<double, bins> said{}, so{}, pairs{};
        Block& operator+=(const Block& other);
        Block& operator-=(const Block& other);
        bool empty() const;
        double error() const;
    };
    std::vector<Block> blocks_;
};

/// As a run stands: all topics of genuine people who allow their recommendations to be adjusted, of which
/// they were shown something; so is what they like at least `from` (nat), apart from the mood of a visit.
LoopReliability reliability_of(const Simulation& run, int users, int categories, float from);

/// confidence_error, with the aim.
LoopMeasure reliability_measure(const LoopReliability& reliability);

} // namespace attune
