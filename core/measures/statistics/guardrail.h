// Guardrails: whether a difference, as well as it is known, stays within the largest accepted change for the
// worse.
#pragma once

#include "core/measures/metrics/metric.h"
#include "core/measures/metrics/verdict.h"

namespace attune {

/// The most that `more_needed` says. It then means: at least this, or more data would not settle it, because
/// the estimate stands exactly at the limit or has no interval yet.
constexpr double most_more_needed = 1000;

/// Judges a difference (candidate minus baseline, with its interval) against the metric's guardrail. The
/// metric must have a guardrail and a better direction.
///   holds:     all of the interval is within the limit; a change of exactly the limit is accepted
///   broken:    all of the interval is beyond the limit
///   undecided: the rest, and every difference without an interval
/// more_needed, for undecided ones only (0 otherwise): an interval shrinks with the square root of the people
/// or seeds, so (half width / distance from the estimate to the limit)^2 times as many would bring its end to
/// the limit; at least 1, at most most_more_needed.
GuardrailVerdict judge_guardrail(const MetricSpec& metric, const MetricValue& difference);

} // namespace attune
