// One measure of what the answer to dissatisfaction reaches: with the policy, beside the same people without
// an answer, and beside what is aimed at.
#pragma once

#include "core/measures/metrics/metric.h"
#include "core/measures/statistics/intervals.h"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune {

/// How a measure stands to its aim.
enum class Reached { no_aim, reached, missed, undecided, unknown };
std::string_view name(Reached reached);

/// What a measure is counted in.
enum class LoopUnit {
    share,   ///< 0 to 1; reductions and relative changes can be below 0
    score,   ///< satisfaction, trust, a Gini coefficient: 0 to 1
    change,  ///< of a score
    hours,   ///< of simulated time
    minutes, ///< likewise
    items,   ///< that people saw
    prompts, ///< questions and offers
    times,   ///< so many times as much
    alarms   ///< about somebody who loses by the answer to others
};
std::string_view name(LoopUnit unit);

/// Nothing is known.
MetricValue unknown_value();
/// The estimate as a value of so many; its interval ends where the values it can have do.
MetricValue value_of(const Estimate& estimate, double n,
                     double least = -std::numeric_limits<double>::infinity(),
                     double most = std::numeric_limits<double>::infinity());

struct LoopMeasure {
    std::string
        key; ///< "answered_next" ...; words: "loop.row.<key>", with an aim "loop.inside.<key>" as well
    LoopUnit unit = LoopUnit::share;
    MetricValue value = unknown_value(); ///< with the policy
    /// The same people, where nothing answers dissatisfaction; NaN where it says nothing.
    MetricValue twin = unknown_value();
    MetricValue change = unknown_value(); ///< the first less the second, person by person; NaN likewise
    std::optional<double> least = std::nullopt, most = std::nullopt; ///< what is aimed at; both: in between
    Reached reached = Reached::no_aim;
    /// Whom it is about, of alarms: a name and a week, from 1.
    std::vector<std::pair<std::string, int>> about = {};

    bool has_aim() const { return least || most; }
};

/// Sets `reached` by the interval: undecided where the aim lies inside it, and where there is none. A promise
/// that would have come true anyway is none: PKP is missed as well if the twin keeps half of the same ones.
void judge(LoopMeasure& measure);

} // namespace attune
