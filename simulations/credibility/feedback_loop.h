// One model, two futures. A recommender is taught by people who were shown items nearly at random; then, from
// one day on, it either stays as it is ("once") or is trained every day on what it caused itself ("again").
// Everything before that day is the same in both, person by person. After Chaney, Stewart and Engelhardt
// 2018.
#pragma once

#include "simulations/credibility/trial.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

constexpr int taught_days = 28;       ///< of the run that teaches
constexpr int days_alike = 14;        ///< until then both futures are one
constexpr int loop_watched_from = 28; ///< what is measured counts from this day on

/// The different items a person consumed, ascending.
using ConsumedSet = std::vector<std::uint32_t>;

/// Jaccard similarity of two sets; NaN where both are empty.
double jaccard(const ConsumedSet& a, const ConsumedSet& b);

/// The fifth of people whose taste for topics is least like the average taste.
std::vector<bool> unusual_tastes(const Population& population, std::size_t categories);

/// What is seen of one future from the log, from the watched day on, unless it says otherwise.
struct LoopOutcome {
    std::vector<ConsumedSet> before; ///< by person, in the days that are alike
    std::vector<ConsumedSet> after;
    std::vector<double> impressions;             ///< by item
    double enjoyed_per_slate = 0;                ///< true enjoyment above 0
    std::array<double, 2> completed_per_slate{}; ///< of people of usual and of unusual taste

    /// Gini coefficient of the impressions over all items.
    double exposure_gini() const;
    double unusual_over_usual() const { return completed_per_slate[1] / completed_per_slate[0]; }
};

struct Futures {
    LoopOutcome once, again;
    /// How alike the consumed items of everybody and of their most similar person are; the pairs are those
    /// of the days that were alike, the same in both futures.
    double likeness_once = 0, likeness_again = 0;
};

/// Arms "<ranker>-taught" and "<ranker>-used" of the fact.
Result<Futures> both_futures(const Trial& trial, const std::string& ranker);

/// These two arms: the teaching one shows as much at random as the levers allow; the used one ranks plainly,
/// without tries, quotas or caps, as in the published studies.
std::vector<Arm> loop_arms(const std::string& ranker);

} // namespace attune
