// The statistics of a preview, as pure functions: the first days of a run, several seeds as one observation,
// how far runs differ by chance, and a difference laid on a baseline that is known better.
#pragma once

#include "simulations/study/measure.h"

#include <span>
#include <vector>

namespace attune {

/// The observation as it was after `days` days, which are at most all. What is kept over the run only (items'
/// exposure, gate counts) is left out.
Observation first_days(const Observation& observation, int days);

/// The same policy on several seeds as one observation with a cluster per seed; a single one keeps its
/// clusters. Items' exposure is left out: seeds may have their own catalogues.
Observation over_seeds(std::vector<Observation> seeds);

/// From differences between runs that differ by chance alone, one Measured each, of `seeds` seeds in turn:
/// half the width of the 95 % interval in which chance keeps the difference between two runs of
/// `replications` replications. It stands in `value`: Student's t around zero over the mean of squares; days
/// take the mean over the week around them. Differences of one seed have a run in common and count for less.
Measured reach_of_chance(std::span<const Measured> differences, int seeds, int replications);

/// Widens each interval by the reach of chance, side by side as independent errors (square and add: Zou and
/// Donner, Statistics in Medicine 2008). What has no row in `chance` stays as it is.
void widen(Measured& differences, const Measured& chance);

/// Candidate = baseline + difference, with the interval of the difference; values that are nothing or
/// everything in the preview's candidate are so here, and none leaves its range. `difference` becomes what is
/// between the two. Rows that are not in all three are left out.
Measured laid_on(const Measured& baseline, const Measured& preview_candidate, Measured& difference);

} // namespace attune
