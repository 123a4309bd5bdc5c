// Fairness at the gate: a policy that leaves a group below four fifths is put into force with a limit that
// protects the group or with an exception that somebody answers for, or not at all.
#pragma once

#include "simulations/study/fair_breach.h"
#include "simulations/study/fair_figures.h"

#include <functional>
#include <span>
#include <string>

namespace attune {

class Workspace;

/// The four-fifths rule (Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D), a convention
/// and no proof of harm.
constexpr double least_fair_ratio = 0.8;

/// "small providers answer for themselves, they asked for it" about one group.
struct FairException {
    std::string group = {}; ///< as in FairBreach
    std::string reason = {};
};
/// "providers=small: a trial of two weeks". ErrorCode::bad_input without a group or a reason.
Result<FairException> fair_exception(const std::string& text);

/// Finds the breaches in what was measured and what stands against each.
std::vector<FairBreach> fair_breaches(const FairFigures& figures, const Policy& policy,
                                      std::span<const FairException> exceptions);

/// Measures the policy on the scenario of the workspace's newest run - where there is none any more, on the
/// one that is compared with everywhere - with at most 600 people over 42 days, twice, and judges it. Errors:
/// failed where a group is in breach and nothing stands against it, or where a limit was not held, with the
/// group, how much and what to do; bad_input for limits that cannot be kept, and for an exception about a
/// group that needs none; cancelled.
Result<FairnessCheck> check_fairness(const Workspace& workspace, const Policy& policy,
                                     std::span<const FairException> exceptions, int threads = 1,
                                     const std::function<bool()>& stop = {});

/// "small providers: 0.62 (0.55 to 0.70), with a floor".
std::string breach_words(const FairBreach& breach);
/// One or two sentences on a check.
std::string fairness_words(const FairnessCheck& check);

} // namespace attune
