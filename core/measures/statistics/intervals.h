// 95 % intervals: Student's t over replications, Welch for two independent sets of them, Wilson for a share
// of independent people, and the form that jackknife.h fills.
#pragma once

#include "core/measures/statistics/welford.h"

#include <limits>
#include <span>

namespace attune {

constexpr double confidence = 0.95; ///< of every interval shown

/// A value with its interval. Bounds, error and degrees are NaN where the data allow none.
struct Estimate {
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    double value = none;
    double error = none;   ///< standard error
    double degrees = none; ///< of freedom of the t distribution
    double lower = none;
    double upper = none;
};

/// Distance in standard errors from the middle to either end of the interval; degrees > 0.
double t_reach(double degrees);
/// The same for the normal distribution: 1.959964.
double normal_reach();

/// How many times wider an interval with t quantiles must be so that those of `looked_at` values hold
/// together with the same confidence: Bonferroni's rule (Dunn, JASA 1961). degrees > 0, looked_at >= 1.
double reach_for_choice(double degrees, int looked_at);

/// Mean of independent values (one per seed) and Student's interval; bounds need two values.
Estimate t_interval(std::span<const double> values);

/// candidate - baseline for independent values, with unequal spreads: Welch, Biometrika 1947, degrees by
/// Satterthwaite. Bounds need two values on each side.
Estimate welch_difference(const Moments& baseline, const Moments& candidate);

/// Share of `trials` independent yes-or-no trials that were `successes`: Wilson, JASA 1927; never outside [0,
/// 1]. NaN for no trials. `degrees` and `error` stay NaN: the interval is not symmetric.
Estimate wilson_interval(double successes, double trials);

/// Estimate from the whole and from what remains when each block in turn is left out (Tukey 1958; Efron and
/// Tibshirani 1993, equation 11.5): error^2 = (B - 1) / B x sum (left_out - mean)^2, with B - 1 degrees.
/// Bounds need two blocks and no NaN among the values.
Estimate jackknife_interval(double whole, std::span<const double> left_out);

} // namespace attune
