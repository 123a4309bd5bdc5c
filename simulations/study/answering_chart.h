// How dissatisfaction is answered in one run, as charts of the lab: plot, sentence, table and CSV from the
// same counts.
#pragma once

#include "simulations/study/loop_watched.h"
#include "simulations/study/measured_chart.h"

namespace attune {

/// How many people are in each state, a panel each. The sentence says when most answers were under way.
LabChart flow_chart(const LoopFlow& flow, const MeasuredFor& world, const Text& text);

/// What is unwanted and what is fine by how strongly it is believed to be unwanted, and what the thresholds
/// of `levers` would make of it. These need not be the levers it was measured for: the marks follow the hand.
LabChart evidence_chart(const LoopEvidence& evidence, const Policy& levers, const MeasuredFor& world,
                        const Text& text);

/// A bar per outcome over all episodes; the table has the latest.
LabChart latest_chart(const LoopWatched& watched, const MeasuredFor& world, const Text& text);

} // namespace attune
