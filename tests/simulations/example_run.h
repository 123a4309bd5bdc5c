// Small worlds and runs for tests: one line to get a run, its events and its measured values.
#pragma once

#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "tests/support/test.h"

#include <stdexcept>
#include <vector>

namespace attune::test {

/// A request over a world that outlives it.
inline RunRequest request_over(const WorldData& world, const Assumptions& assumptions, const Policy& policy,
                               int users, int days, std::uint64_t seed = 1) {
    RunRequest request;
    request.world = &world;
    request.assumptions = assumptions;
    request.policy = policy;
    request.seed = seed;
    request.users = users;
    request.days = days;
    return request;
}

/// The observation of a request that must not fail.
inline Observation observe(const RunRequest& request) {
    auto observation = run_policy(request);
    if (!observation) throw std::runtime_error(to_line(observation.error()));
    return std::move(*observation);
}

struct LoggedRun {
    Observation observation;
    std::vector<LoggedEvent> log;
};

inline LoggedRun observe_with_log(RunRequest request) {
    LoggedRun run;
    request.log = [&](std::span<const LoggedEvent> events) {
        run.log.insert(run.log.end(), events.begin(), events.end());
    };
    run.observation = observe(request);
    return run;
}

} // namespace attune::test
