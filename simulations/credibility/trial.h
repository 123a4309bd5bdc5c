// Runs of the real engine for the arms of a fact: same people, days and items in every arm of a seed.
#pragma once

#include "simulations/credibility/fact.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"

namespace attune {

/// An arm with its settings applied: the assumptions and the policy that it runs with.
struct ArmSetup {
    Assumptions assumptions;
    Policy policy;
};
/// Errors: those of `--set`, and for a policy that does not ship. A shipped table has none; a test keeps it
/// so.
Result<ArmSetup> setup_of(const Arm& arm);

/// An arm in the world of a seed.
struct ArmWorld {
    Assumptions assumptions;
    Policy policy;
    WorldData world;
};
Result<ArmWorld> world_of_arm(const Trial& trial, std::string_view arm);

/// The run of an arm over all people and days of the trial; `world` outlives the request.
RunRequest request_of(const Trial& trial, const ArmWorld& world);

/// Runs it; a stopped run is an error of code cancelled.
Result<Observation> run_arm(const RunRequest& request);
/// The usual: world, request, run; `log` may be empty.
Result<Observation> run_arm(const Trial& trial, std::string_view arm, EventSink log = {});

/// The error of a trial that was stopped.
tl::unexpected<Error> trial_stopped();

} // namespace attune
