#include "core/offline/measured.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <string_view>

namespace attune::offline {
namespace {

constexpr std::string_view shares[] = {"auc",  "brier",    "ece",      "recall",
                                       "ndcg", "hit_rate", "coverage", "gini"};

} // namespace

Estimate Measured::interval() const {
    Estimate estimate = jackknife_interval(value, left_out);
    const bool share = std::find(std::begin(shares), std::end(shares), measure) != std::end(shares);
    if (estimate.lower < 0) estimate.lower = 0;
    if (share && estimate.upper > 1) estimate.upper = 1;
    return estimate;
}

Estimate paired_difference(const Measured& baseline, const Measured& candidate) {
    assert(baseline.measure == candidate.measure && baseline.left_out.size() == candidate.left_out.size());
    std::vector<double> left_out;
    left_out.reserve(baseline.left_out.size());
    for (std::size_t k = 0; k < baseline.left_out.size(); ++k)
        left_out.push_back(candidate.left_out[k] - baseline.left_out[k]);
    return jackknife_interval(candidate.value - baseline.value, left_out);
}

Measured mean_over_people(const std::string& measure, const std::vector<double>& values) {
    return ratio_over_people(measure, values, std::vector<double>(values.size(), 1.0));
}

Measured ratio_over_people(const std::string& measure, const std::vector<double>& numerators,
                           const std::vector<double>& denominators, double (*finish)(double)) {
    assert(numerators.size() == denominators.size());
    const double numerator = std::accumulate(numerators.begin(), numerators.end(), 0.0);
    const double denominator = std::accumulate(denominators.begin(), denominators.end(), 0.0);
    const auto ratio = [finish](double above, double below) {
        return below > 0 ? finish(above / below) : Estimate::none;
    };
    Measured measured{measure, ratio(numerator, denominator), {}};
    measured.left_out.reserve(numerators.size());
    for (std::size_t k = 0; k < numerators.size(); ++k)
        if (denominators[k] > 0)
            measured.left_out.push_back(ratio(numerator - numerators[k], denominator - denominators[k]));
    return measured;
}

} // namespace attune::offline
