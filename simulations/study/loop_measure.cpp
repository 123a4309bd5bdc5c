#include "simulations/study/loop_measure.h"

#include "core/base/named.h"
#include "core/recommender/deescalation/promise.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune {

std::string_view name(Reached reached) {
    constexpr std::array<std::string_view, 5> names = {"no_aim", "reached", "missed", "undecided", "unknown"};
    return name_in(names, reached);
}

std::string_view name(LoopUnit unit) {
    constexpr std::array<std::string_view, 9> names = {"share", "score",   "change", "hours", "minutes",
                                                       "items", "prompts", "times",  "alarms"};
    return name_in(names, unit);
}

MetricValue unknown_value() {
    constexpr double none = Estimate::none;
    return {.key = "", .value = none, .lower = none, .upper = none};
}

MetricValue value_of(const Estimate& estimate, double n, double least, double most) {
    MetricValue value = unknown_value();
    value.value = estimate.value;
    value.n = n;
    if (std::isnan(estimate.lower)) return value;
    value.lower = std::max(estimate.lower, least);
    value.upper = std::min(estimate.upper, most);
    return value;
}

void judge(LoopMeasure& measure) {
    if (!measure.has_aim()) return;
    measure.reached = Reached::unknown;
    if (std::isnan(measure.value.value)) return;
    measure.reached = Reached::undecided;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double lower = measure.value.lower, upper = measure.value.upper;
    if (std::isnan(lower) || std::isnan(upper)) return; // too few people
    const double least = measure.least.value_or(-infinity), most = measure.most.value_or(infinity);
    measure.reached = lower >= least && upper <= most ? Reached::reached
                      : upper < least || lower > most ? Reached::missed
                                                      : Reached::undecided;
    if (measure.key == "pkp" && !(measure.twin.value < hollow_from)) measure.reached = Reached::missed;
}

} // namespace attune
