// How long visits are, in slates and minutes, and how much of that time was regretted, by definition from a
// log.
#pragma once

#include "core/measures/metrics/rows.h"
#include "core/measures/metrics/tallies.h"

#include <span>

namespace attune {

/// Counts sessions, slates, minutes, consumed, enjoyed and regretted_minutes. With them
///   session_length    = slates / sessions
///   session_minutes   = minutes / sessions
///   regretted_minutes = minutes on consumptions with enjoyment y <= 0 / minutes of visits
///   enjoyed_true      = consumptions with y > 0 / consumptions
/// A visit without a slate or a minute is a visit. Minutes are added by user and visit, so that the order of
/// rows does not reach the last bit.
Tallies session_tallies(std::span<const VisitRow> visits, std::span<const ConsumptionRow> consumptions);

} // namespace attune
