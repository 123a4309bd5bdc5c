// A small run with its trail in a workspace, sound or with a fault planted behind it.
#pragma once

#include "simulations/study/audit_keep.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <stdexcept>
#include <string>

namespace attune::test {

inline const SigningKey& trail_key() {
    static const SigningKey made = SigningKey::ephemeral();
    return made;
}

inline bool record_run(const std::string& path, int watched, const std::string& made,
                       const Policy& policy = {}, std::uint64_t seed = 6) {
    LoadedScenario scenario = small_scenario(90, 16, 60, seed);
    scenario.scenario.assumptions.consent_adjust = 0.8;
    scenario.scenario.assumptions.visit_rate = 2;
    auto trailed = TrailedRun::open(path, trail_key(), {});
    if (!trailed) return false;
    auto run = trailed->simulate(scenario, policy, {}, watched);
    return run && trailed->keep(*run, made);
}

/// Own words, read by a module that may not have them.
inline Status plant_fault(const std::string& path, const std::string& made) {
    const auto workspace = Workspace::open(path, OpenMode::existing);
    if (!workspace) return pass_on(workspace);
    auto writer = workspace->write_trail(trail_key());
    if (!writer) return pass_on(writer);
    const TrailEvent bad{.kind = TrailKind::read,
                         .module = Module::training,
                         .purpose = Purpose::improve_models,
                         .signal = Signal::free_text,
                         .person = UserId(4)};
    if (auto appended = writer->append({&bad, 1}); !appended) return appended;
    const auto head = writer->commit(HeadReason::save, made);
    if (!head) return pass_on(head);
    return {};
}

inline Result<AuditBook> book_in(const std::string& path) {
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    return read_audit_book(workspace->trail());
}

/// A policy of somebody's own, as the next version under its name.
inline bool save_version(const std::string& path, Policy policy, const std::string& author = "Ines") {
    const auto workspace = Workspace::open(path, OpenMode::existing);
    if (!workspace) return false;
    policy.name = "mine";
    return workspace->policies()
        .save({.name = policy.name,
               .json = policy_to_json(policy),
               .created = "2024-05-06T07:00:00Z",
               .author = author,
               .reason = "Fewer questions"})
        .has_value();
}

} // namespace attune::test
