// One run of a policy, watched for how dissatisfaction is answered in it: states by day, what is believed at
// its end beside what is true, every episode, and a few people with their lists before and after.
#pragma once

#include "simulations/study/adjusted_people.h"
#include "simulations/study/loop_diary.h"
#include "simulations/study/loop_evidence.h"
#include "simulations/study/loop_flow.h"
#include "simulations/study/loop_reliability.h"
#include "simulations/study/simulate.h"

#include <string>
#include <vector>

namespace attune {

struct LoopWatched {
    LoopFlow flow;
    LoopEvidence evidence;
    LoopReliability reliability;         ///< of what is known in the end
    std::vector<EpisodeTold> episodes;   ///< all of them
    std::vector<EpisodeTold> latest;     ///< the last ones, the newest first
    std::vector<std::string> categories; ///< names
    AdjustedTold adjusted;               ///< a few people, with their lists before and after
    static constexpr std::size_t most_latest = 30;
};

/// The first replication. Errors: bad_input for a policy that does not fit the catalogue; cancelled.
Result<LoopWatched> watch_loop(const LoadedScenario& scenario, const Policy& policy,
                               const SimulateOptions& options);

} // namespace attune
