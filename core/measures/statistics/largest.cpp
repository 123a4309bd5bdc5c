#include "core/measures/statistics/largest.h"

#include <algorithm>
#include <cmath>

namespace attune {

Estimate largest_of(std::span<const double> values, std::span<const std::vector<double>> left_out) {
    Estimate largest;
    const auto looked_at = static_cast<int>(
        std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
    if (looked_at == 0) return largest;
    std::vector<double> without(left_out.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) continue;
        if (!(values[i] <= largest.value)) largest.value = values[i];
        for (std::size_t b = 0; b < left_out.size(); ++b)
            without[b] = left_out[b][i];
        const Estimate one = jackknife_interval(values[i], without);
        if (std::isnan(one.lower)) continue;
        const double wider = reach_for_choice(one.degrees, looked_at);
        const double lower = values[i] - wider * (values[i] - one.lower);
        const double upper = values[i] + wider * (one.upper - values[i]);
        if (!(lower <= largest.lower)) largest.lower = lower;
        if (!(upper <= largest.upper)) largest.upper = upper;
    }
    return largest;
}

} // namespace attune
