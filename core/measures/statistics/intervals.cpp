#include "core/measures/statistics/intervals.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

Estimate with_t(double value, double error, double degrees) {
    const double reach = error == 0 ? 0 : t_reach(degrees) * error;
    return {value, error, degrees, value - reach, value + reach};
}

} // namespace

double t_reach(double degrees) {
    return boost::math::quantile(boost::math::students_t(degrees), 0.5 + confidence / 2);
}

double normal_reach() {
    static const double reach = boost::math::quantile(boost::math::normal(), 0.5 + confidence / 2);
    return reach;
}

double reach_for_choice(double degrees, int looked_at) {
    assert(degrees > 0 && looked_at >= 1);
    const double outside = (1 - confidence) / 2 / looked_at;
    return boost::math::quantile(boost::math::complement(boost::math::students_t(degrees), outside)) /
           t_reach(degrees);
}

Estimate t_interval(std::span<const double> values) {
    Moments moments;
    for (const double value : values)
        moments.add(value);
    if (values.empty()) return {};
    if (values.size() == 1 || std::isnan(moments.squares)) return {.value = moments.mean};
    return with_t(moments.mean, std::sqrt(moments.variance() / moments.n), moments.n - 1);
}

Estimate welch_difference(const Moments& baseline, const Moments& candidate) {
    if (baseline.n < 1 || candidate.n < 1) return {};
    const double difference = candidate.mean - baseline.mean;
    if (baseline.n < 2 || candidate.n < 2) return {.value = difference};
    const double a = baseline.variance() / baseline.n;
    const double b = candidate.variance() / candidate.n;
    if (a + b == 0) return {difference, 0, baseline.n + candidate.n - 2, difference, difference};
    const double degrees = (a + b) * (a + b) / (a * a / (baseline.n - 1) + b * b / (candidate.n - 1));
    return with_t(difference, std::sqrt(a + b), degrees);
}

Estimate wilson_interval(double successes, double trials) {
    if (!(trials > 0)) return {};
    assert(successes >= 0 && successes <= trials);
    const double z2 = normal_reach() * normal_reach();
    const double share = successes / trials;
    const double middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
    const double reach = normal_reach() / (1 + z2 / trials) *
                         std::sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials));
    // At the ends the formula is exact and only rounding would miss them.
    const double lower = successes == 0 ? 0 : std::max(0.0, middle - reach);
    const double upper = successes == trials ? 1 : std::min(1.0, middle + reach);
    return {.value = share, .lower = lower, .upper = upper};
}

Estimate jackknife_interval(double whole, std::span<const double> left_out) {
    Moments moments;
    for (const double value : left_out)
        moments.add(value);
    if (left_out.size() < 2 || std::isnan(whole) || std::isnan(moments.squares)) return {.value = whole};
    return with_t(whole, std::sqrt((moments.n - 1) / moments.n * moments.squares), moments.n - 1);
}

} // namespace attune
