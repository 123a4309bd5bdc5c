// Calibration by group of people, gathered run by run: part of learning.h.
#pragma once

#include "simulations/study/learning.h"

#include <vector>

namespace attune {

class LearningGroups {
public:
    /// Takes the answers from the `first` day asked on, of the two sources that are compared.
    void add(LearnsFrom from, const PanelRun& run, std::size_t first, int users);
    /// Fills groups and gaps.
    void tell(LearningOutcome& outcome) const;

private:
    /// One cluster of people, by group.
    struct Block {
        std::vector<PanelSums> groups;

        Block& operator+=(const Block& other);
        Block& operator-=(const Block& other);
        bool empty() const;
    };
    std::vector<Block> both_, done_;
    double days_ = 0; ///< asked, over all replications
};

} // namespace attune
