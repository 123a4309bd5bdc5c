// Conversion per visit and per person, by definition from a log.
#pragma once

#include "core/measures/metrics/rows.h"
#include "core/measures/metrics/tallies.h"

#include <span>

namespace attune {

/// Counts conversions, sessions_with_conversion and users_with_conversion. With sessions (session_tallies)
/// and users_enrolled (retention_tallies)
///   conversion_session = visits with at least one conversion / visits
///   conversion_user    = people with at least one conversion / people enrolled
Tallies conversion_tallies(std::span<const ConsumptionRow> consumptions);

} // namespace attune
