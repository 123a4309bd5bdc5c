#include "simulations/credibility/trial.h"

#include "simulations/study/library.h"

#include <algorithm>
#include <cassert>

namespace attune {

const Arm& FactSpec::arm(std::string_view name) const {
    const auto found = std::find_if(arms.begin(), arms.end(), [&](const Arm& a) { return a.id == name; });
    assert(found != arms.end());
    return *found;
}

Result<ArmSetup> setup_of(const Arm& arm) {
    Scenario scenario;
    ArmSetup setup;
    auto policy = find_policy(arm.policy, nullptr);
    if (!policy) return pass_on(policy);
    setup.policy = std::move(*policy);
    for (const std::string& setting : arm.settings)
        if (auto applied = apply_setting(setting, setup.policy, scenario); !applied) return pass_on(applied);
    setup.policy.name = arm.id;
    setup.assumptions = scenario.assumptions;
    return setup;
}

Result<ArmWorld> world_of_arm(const Trial& trial, std::string_view arm) {
    auto setup = setup_of(trial.fact->arm(arm));
    if (!setup) return pass_on(setup);
    WorldData world = make_synthetic_world(setup->assumptions, trial.size.items, trial.seed);
    return ArmWorld{setup->assumptions, std::move(setup->policy), std::move(world)};
}

RunRequest request_of(const Trial& trial, const ArmWorld& world) {
    RunRequest request;
    request.world = &world.world;
    request.assumptions = world.assumptions;
    request.policy = world.policy;
    request.seed = trial.seed;
    request.users = trial.size.users;
    request.days = trial.size.days;
    request.threads = trial.threads;
    request.stop = trial.stop;
    return request;
}

Result<Observation> run_arm(const RunRequest& request) {
    auto observation = run_policy(request);
    if (observation && observation->cancelled) return trial_stopped();
    return observation;
}

Result<Observation> run_arm(const Trial& trial, std::string_view arm, EventSink log) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    RunRequest request = request_of(trial, *world);
    request.log = std::move(log);
    return run_arm(request);
}

tl::unexpected<Error> trial_stopped() {
    return fail(ErrorCode::cancelled, "the checks were stopped");
}

} // namespace attune
