// What the answer to dissatisfaction reaches, always reported together: each measure beside the same people
// without the mechanism, and beside what is aimed at. De-escalation proposal, sections 9 and 12.
#pragma once

#include "simulations/study/simulate.h"

#include <optional>
#include <string>
#include <vector>

namespace attune {

/// How a measure stands to its aim.
enum class Reached { no_aim, reached, missed, undecided, unknown };
std::string_view name(Reached reached);

struct LoopMeasure {
    std::string key;   ///< "answered_next" ...; words: "loop.row.<key>"
    MetricValue value; ///< with the policy
    MetricValue twin;  ///< the same people, where nothing answers dissatisfaction; NaN where it says nothing
    std::optional<double> least, most; ///< what is aimed at
    Reached reached = Reached::no_aim;
};

/// The twin: a tap or a mute changes nothing after the visit, and nothing is offered. What else people say is
/// learned from as before.
Policy without_answer(Policy policy);

/// Runs the policy and its twin over the same people, who learn from the same items, and measures:
///   answered_next  overt taps whose item is not on the next slate (aim 0.95)
///   item_back      people to whom the rejected item itself came again in a later visit of 14 days
///   urr            1 - bad pairs over pairs against the twin, in the 14 days after somebody's first tap
///   (Mozilla
///                  2022; aim 0.40)
///   ovr            people for whom a category they like lost more than half against the twin (aim at most
///   0.05) floor          slates that still show something of the rejected category (aim 0.02) fal offers
///   about a category that is not really unwanted (aim at most 0.30) promised       adjustments with a
///   promise (aim 0.95) pkp            promises kept (aim 0.90), judged in both runs alike; missed as well if
///   the twin keeps half of the same promises trust_true, satisfaction_true, and their changes against the
///   twin
/// Aims are those of the policy that ships.
/// More replications pool their people. Errors: those of simulate_run.
Result<std::vector<LoopMeasure>> measure_loop(const LoadedScenario& scenario, const Policy& policy,
                                              const SimulateOptions& options);

} // namespace attune
