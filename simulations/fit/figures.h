// Figures: what is wanted of a simulation and what it gives, as numbers with names and the uncertainty that
// comes from having seen only so many people.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace attune {

struct Figures {
    std::vector<std::string> keys;  ///< of metric_specs() or log_figures()
    std::vector<double> values;     ///< NaN where nothing was counted
    std::vector<double> counted;    ///< what stands below each fraction line
    std::vector<double> covariance; ///< of the values, over other people of the same kind; row by row

    double variance(std::size_t i) const { return covariance[i * values.size() + i]; }
};

} // namespace attune
