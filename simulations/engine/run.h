// Runs one policy on one world: days, blocks of 64 people, visits, slates. The same events come out for any
// number of threads and either instruction set.
#pragma once

#include "core/policy/policy.h"
#include "simulations/engine/event_log.h"
#include "simulations/engine/felt.h"
#include "simulations/engine/observation.h"
#include "simulations/engine/trail_order.h"

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
    /// 1 or 2: how often a day people may leave, return, plan visits and change their tastes. No mean depends
    /// on it.
    int steps_per_day = 1;
    /// Another number draws all of the recommender's own chance anew - noise in ranking, tries, start of
    /// learning - for the same people in the same world; 0 draws it from the seed alone. Below 2^32.
    std::uint64_t chance = 0;
    // What is learned about items: see RecommenderSetup.
    LearningRecord* learned = nullptr;
    const LearningRecord* borrowed = nullptr;
    /// Matrix and notices in force; null = those that ship.
    std::shared_ptr<const ConsentRules> consent = {};
    /// The first "not interested" of everybody is made, and logged, and never reaches the recommender: what
    /// one tap changes is what a run with it and one without it differ in.
    bool withhold_first_tap = false;
    FeltSink felt;                          ///< empty: nothing is kept; of each block before its log
    EventSink log;                          ///< empty: no events are kept
    TrailSink trail;                        ///< empty: none is written; at the end of each day
    int trail_people = 500;                 ///< who are watched for it; everybody if there are not more
    std::uint64_t trail_first = 1;          ///< the number of its first line
    std::function<void(int day)> after_day; ///< called after each day, from the calling thread
    std::stop_token stop;                   ///< asked after each block; a stopped run is marked cancelled
};

Result<Observation> run_policy(const RunRequest& request);

/// How many blocks and clusters a number of people gives.
int block_count(int users);
int cluster_count(int users);

} // namespace attune
