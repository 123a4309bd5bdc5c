// Click-through, by definition from a log: picks per examined impression, per slate, and per impression
// weighted by how likely its place is looked at.
#pragma once

#include "core/measures/metrics/rows.h"
#include "core/measures/metrics/tallies.h"

#include <span>

namespace attune {

/// Counts slates, impressions, examined, unwanted_examined, picks and expected_clicks. With them
///   ctr          = picks / examined
///   ctr_slate    = picks / slates
///   ctr_adjusted = picks / sum over impressions of examination_weight(rank)
/// Under the examination hypothesis (a pick needs a look, and looks depend on the place alone: Richardson et
/// al., WWW 2007, equation 1) the last one is the attraction of the items whatever places they were shown in.
/// A slate is a distinct (user, slate).
Tallies click_tallies(std::span<const ImpressionRow> rows);

} // namespace attune
