// One replication of a study - its seed, its world, its runs - and the records that replications add up to.
// Used by the study that runs everything once (simulate.h), by the one that keeps what it can use again
// (lab_study.h), and by those in which not the policy differs but the people (sharing_levels.h).
#pragma once

#include "simulations/engine/run.h"
#include "simulations/study/measure.h"
#include "simulations/study/simulate.h"

#include <memory>
#include <vector>

namespace attune {

std::uint64_t seed_of(const Scenario& scenario, int replication);

/// The world of a seed: the imported one, which stays where `loaded` has it, or one made up for the seed.
std::shared_ptr<const WorldData> world_of(const LoadedScenario& loaded, std::uint64_t seed);

/// The run of one policy over all people and days of the scenario. `world` outlives the request.
RunRequest request_for(const LoadedScenario& loaded, const Policy& policy, const WorldData& world,
                       std::uint64_t seed, const SimulateOptions& options);

/// The error of a study that was stopped.
tl::unexpected<Error> stopped();

/// Runs a request; a cancelled run is an error.
using Runner = std::function<Result<Observation>(const RunRequest&)>;
Result<Observation> run_to_the_end(const Runner& run, const RunRequest& request);

/// A record with everything but what was measured.
RunRecord blank_record(const LoadedScenario& loaded, const Policy& policy, int replications,
                       const std::string& created);

/// What several replications of one policy add up to.
struct Gathered {
    std::vector<Measured> measured;
    Fingerprint fingerprint;

    void add(Measured values, const Fingerprint& events);
    void fill(RunRecord& record) const;
};

/// The record of a comparison of two runs, with its verdicts: on how the candidate treats people, whatever
/// came out, then on the differences between the two.
ComparisonRecord comparison_of(const RunRecord& baseline, const RunRecord& candidate, Measured difference);

} // namespace attune
