// What commands that run one policy on one scenario are asked: which, with which changes, how large.
#pragma once

#include "app/cli/commands.h"
#include "app/cli/sizes.h"
#include "simulations/study/simulate.h"

#include <string>
#include <vector>

namespace attune::cli {

struct ReadyScenario {
    LoadedScenario scenario;
    Policy policy;
    SimulateOptions options; ///< repetitions, threads and the stop token
};

struct AskedScenario {
    std::string scenario, policy = "default";
    std::vector<std::string> settings;
    Sizes sizes;

    /// The options --scenario, --policy and --set; those of sizes are the caller's.
    void add_to(CLI::App* command);
    /// Scenario and policy as asked, checked. Errors: bad_input and not_found for what is named wrongly.
    Result<ReadyScenario> prepare(const Session& session) const;
};

} // namespace attune::cli
