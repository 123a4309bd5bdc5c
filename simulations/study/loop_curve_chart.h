// The trade of a lever of de-escalation as a chart of the lab.
#pragma once

#include "simulations/study/loop_curve_table.h"
#include "simulations/study/measured_chart.h"

namespace attune {

/// URR, FAL and OVR by the lever's value with their bands, a dotted line at the value that the policy has now
/// and one at what OVR aims at; the table has promises as well.
LabChart curve_chart(const LoopCurve& curve, double present, const MeasuredFor& world, const Text& text);

} // namespace attune
