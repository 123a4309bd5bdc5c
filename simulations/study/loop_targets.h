// What the answer to dissatisfaction reaches, always reported together: each measure beside the same people
// without the mechanism, and beside what is aimed at. De-escalation proposal, sections 9 and 12.
#pragma once

#include "simulations/study/loop_measure.h"
#include "simulations/study/loop_runs.h"

#include <vector>

namespace attune {

/// Runs the policy, its twin and a run in which first taps are lost, over the same people, who learn from the
/// same items, and measures, in this order:
///   answered_next  overt taps whose item is not on the next slate (aim 0.95)
///   item_back      people to whom the rejected item itself came again in a later visit of 14 days
///   urr            1 - bad pairs over pairs against the twin, in the 14 days after somebody's first tap
///                  (Mozilla 2022; aim 0.40)
///   urr_allowed    the same among those who let their recommendations be adjusted: for others nothing may
///                  change after the visit
///   ovr            people for whom a category they like lost more than half against the twin (aim at most
///                  0.05)
///   floor          slates that still show something of the rejected category (aim 0.02)
///   fal            offers about a category that is not really unwanted (aim at most 0.30)
///   promised       adjustments with a promise (aim 0.95)
///   pkp            promises kept (aim 0.90), judged in both runs alike
///   promise_wait   promised times over the times it takes (loop_promises.h; aim at most 2)
///   sar ... lst    what becomes of people after a sign (loop_episodes.h)
///   visit_opened ... visit_kept
///                  how long the visit lasts in which an episode opens, and those after it (loop_visits.h;
///                  visit_kept aim at least 0.95)
///   rsp ... cre    what taps change (loop_responses.h; cre_loss aim at most 0.60,
///                  cre_alarms none)
///   pps, opt       how often people are spoken to (loop_spoken.h; pps_max aim at most the policy's cap)
///   pattern        how well it is told apart what dissatisfaction is about (loop_patterns.h)
///   confidence_error  how far from true what is said of one's own confidence is (loop_reliability.h)
///   gap            how differently groups fare (loop_gaps.h)
///   brigade       what a brigade does to its target, where the scenario has one (brigade.h); runs of its own
///   trust_true, satisfaction_true, against the twin
///   trust_lowest   ... of those who trust least (loop_trust.h; aim not below 0)
/// Aims are those of the policy that ships. What nothing can be said about is NaN.
/// More replications pool their people. Errors: those of simulate_run.
Result<std::vector<LoopMeasure>> measure_loop(const LoadedScenario& scenario, const Policy& policy,
                                              const SimulateOptions& options);

} // namespace attune
