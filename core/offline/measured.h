// A measured number with what it would be without each person in turn: intervals and paired differences
// follow from it by the jackknife. People are the units, so what one person does many times is not taken for
// many people. With very many people it is groups of them that are left out.
#pragma once

#include "core/measures/statistics/intervals.h"

#include <string>
#include <vector>

namespace attune::offline {

struct Measured {
    std::string measure; ///< "rmse", "recall", ... as in the text keys "evaluate.measure.<measure>"
    double value = Estimate::none;
    std::vector<double> left_out; ///< the same without each person, or group, in turn

    /// Ends no further than the measure reaches: 0, and 1 for shares.
    Estimate interval() const;
};

/// candidate - baseline over the same people, person by person.
Estimate paired_difference(const Measured& baseline, const Measured& candidate);

/// The mean of one value per person.
Measured mean_over_people(const std::string& measure, const std::vector<double>& values);

/// numerator / denominator, each summed over people; then `finish`, the square root for example. A person
/// whose denominator is 0 is no unit.
Measured ratio_over_people(
    const std::string& measure, const std::vector<double>& numerators,
    const std::vector<double>& denominators, double (*finish)(double) = [](double value) { return value; });

} // namespace attune::offline
