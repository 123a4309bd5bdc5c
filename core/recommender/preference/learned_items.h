// What one run learned about items, update by update. A run with few people can borrow it: item factors are
// learned from everybody, so a handful of people would learn worse ones than the full population does.
#pragma once

#include <vector>

namespace attune {

/// The item side of the recommender after the scheduled update of one day.
struct LearnedItems {
    int day = 0;
    float mean = 0;
    std::vector<float> vectors; ///< items x factor_count
    std::vector<float> biases;
    std::vector<float> weights;     ///< what each item was learned from
    float noise_variance = 1;       ///< nat^2
    std::vector<double> popularity; ///< picks by item, faded
};

/// In the order of days.
using LearningRecord = std::vector<LearnedItems>;

} // namespace attune
