// The two tasks that simulate: run one policy, compare two. Values in, records out; nothing is stored here.
#pragma once

#include "core/consent/in_force.h"
#include "core/policy/policy.h"
#include "core/workspace/records.h"
#include "simulations/engine/event_log.h"
#include "simulations/scenario/scenario.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace attune {

/// A scenario together with the world it brings, if it was imported, and the consent matrix that its runs
/// obey.
struct LoadedScenario {
    Scenario scenario;
    std::optional<WorldData> world;
    std::shared_ptr<const MatrixInForce> consent = {}; ///< null: the one that ships
};

struct SimulateOptions {
    int replications = 1;
    int threads = 1;
    std::string created;                       ///< ISO 8601 UTC, for the records; empty in tests
    EventSink log;                             ///< gets the events of the first replication
    std::function<void(double done)> progress; ///< share done in [0, 1], after every day
    std::stop_token stop;
};

/// Seeds are scenario.seed, scenario.seed + 1 ... Each replication has its own people and, in a synthetic
/// world, its own catalogue. Errors: bad_input for a policy that does not fit the catalogue; cancelled.
Result<RunRecord> simulate_run(const LoadedScenario& scenario, const Policy& policy,
                               const SimulateOptions& options);

struct Comparison {
    RunRecord baseline;
    RunRecord candidate;
    ComparisonRecord record;
};

/// Both sides meet the same people on the same days, and both are simulated even when they are equal.
Result<Comparison> simulate_comparison(const LoadedScenario& scenario, const Policy& baseline,
                                       const Policy& candidate, const SimulateOptions& options);

/// The version of this program, as records carry it.
const char* program_version();

} // namespace attune
