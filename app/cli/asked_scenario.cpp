#include "app/cli/asked_scenario.h"

#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/policy/parameters.h"
#include "simulations/study/library.h"

namespace attune::cli {

void AskedScenario::add_to(CLI::App* command) {
    command->add_option("--scenario", scenario, words("option.scenario"))
        ->type_name("NAME")
        ->required()
        ->check(not_empty());
    command->add_option("--policy", policy, words("option.policy_run"))
        ->type_name("NAME")
        ->check(not_empty());
    command->add_option("--set", settings, words("option.set"))
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check(not_empty());
}

Result<ReadyScenario> AskedScenario::prepare(const Session& session) const {
    const Common& common = session.common;
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    const Workspace* open = *workspace ? &**workspace : nullptr;
    auto found = find_scenario(scenario, open);
    if (!found) return pass_on(found);
    auto chosen = find_policy(policy, open);
    if (!chosen) return pass_on(chosen);
    for (const std::string& setting : settings)
        if (auto applied = apply_setting(setting, *chosen, found->scenario); !applied)
            return pass_on(applied);
    if (auto sound = check_policy(*chosen); !sound) return pass_on(sound);
    if (auto applied = sizes.apply(common, found->scenario); !applied) return pass_on(applied);
    ReadyScenario ready{std::move(*found), std::move(*chosen), {}};
    ready.options.replications = static_cast<int>(sizes.replications.value_or(1));
    ready.options.threads = common.threads;
    ready.options.stop = session.interrupt->token();
    return ready;
}

} // namespace attune::cli
