// What can be learned of items in general from the few that were tried. Tries prefer what is likely to be
// liked, so their plain mean says too much; weighted by one over how likely each was, it says what random
// items would have said. Here the truth is known, so that both can be held against it.
#pragma once

#include "core/measures/metrics/metric.h"
#include "core/measures/statistics/jackknife.h"
#include "simulations/study/simulate.h"

#include <string>
#include <vector>

namespace attune {

/// A weight is at most this; larger ones would let one person speak for hundreds. What is cut off is a bias
/// taken for less noise (Swaminathan and Joachims 2015, clipping).
constexpr double largest_weight = 50;

/// Sums over tries.
struct TrySums {
    double tries = 0, liked = 0;
    double weight = 0, weighted_liked = 0, squares = 0;
    double clipped = 0; ///< tries
    double truth = 0;   ///< sum over tries of what the person's liking of all items is in the mean

    /// A try of an item that is liked with this chance, by a person who likes items with `in_general`.
    void add(double propensity, double liking, double in_general);
    TrySums& operator+=(const TrySums& other);
    TrySums& operator-=(const TrySums& other);
    bool empty() const { return tries == 0; }

    /// Mean liking of what was tried; NaN without tries, as all of these.
    double plain() const;
    /// Self-normalised by inverse propensities (Swaminathan and Joachims 2015, equation 8).
    double weighted() const;
    double in_truth() const;
    /// So many equally weighted tries would be worth as much: (sum w)^2 / sum w^2 (Kish 1965).
    double effective() const;
};

/// One topic, or all of them.
struct DebiasRow {
    std::string topic; ///< empty: all
    TrySums sums = {};
    Estimate truth = {}, plain = {}, weighted = {}; ///< chance of liking, 0 to 1
    Estimate plain_off = {}, weighted_off = {};     ///< less the truth
};

struct DebiasFigures {
    std::vector<DebiasRow> rows; ///< all first, then topics that were tried often enough, in their order
    /// Mean over these topics of how far off, in points of 1; without a sign.
    double topics_plain_off = 0, topics_weighted_off = 0;
};
constexpr double least_tries = 200; ///< of a topic

/// Runs the policy and weights its tries. Liking is the person's true chance of liking the item that was
/// tried, as a survey without error would tell it. Errors: bad_input for a policy whose tries carry no
/// propensities; those of a run; cancelled.
Result<DebiasFigures> measure_debias(const LoadedScenario& scenario, const Policy& policy,
                                     const SimulateOptions& options);

} // namespace attune
