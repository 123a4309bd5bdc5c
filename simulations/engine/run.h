// Runs one policy on one world: days, blocks of 64 people, visits, slates. The same events come out for any
// number of threads and either instruction set.
#pragma once

#include "core/policy/policy.h"
#include "simulations/engine/event_log.h"
#include "simulations/engine/observation.h"

#include <functional>
#include <stop_token>

namespace attune {

struct RunRequest {
    const WorldData* world = nullptr;
    Assumptions assumptions;
    Policy policy;
    std::uint64_t seed = 1;
    int users = 1;
    int days = 1;
    int threads = 1;
    // How the recommender learns about items: see RecommenderSetup.
    std::uint64_t learning_start = 0;
    LearningRecord* learned = nullptr;
    const LearningRecord* borrowed = nullptr;
    EventSink log;                          ///< empty: no events are kept
    std::function<void(int day)> after_day; ///< called after each day, from the calling thread
    std::stop_token stop;                   ///< asked after each block; a stopped run is marked cancelled
};

Result<Observation> run_policy(const RunRequest& request);

/// How many blocks and clusters a number of people gives.
int block_count(int users);
int cluster_count(int users);

} // namespace attune
