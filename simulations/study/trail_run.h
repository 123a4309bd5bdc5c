// A run whose trail is written into a workspace while it runs. Run, policies and trail are saved in one
// transaction: all of it or nothing. Other programs can read the workspace meanwhile as it was before, as
// long as the trail fits into trail_bytes_held, and save to it again when this is over.
#pragma once

#include "core/workspace/new_file.h"
#include "core/workspace/workspace.h"
#include "simulations/study/simulate.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attune {

class TrailedRun {
public:
    /// Opens the workspace for a run with a trail. One that is not there appears under its name only with
    /// all that the run leaves. Errors: those of Workspace::open and TrailWriter::open.
    static Result<TrailedRun> open(const std::string& path, SigningKey key, const OpenOptions& options,
                                   RandomBytes random = {});

    /// What is saved to it is saved with the run or not at all.
    const Workspace& workspace() const { return *workspace_; }

    /// Runs the policy; `people` of those in the scenario are watched, evenly spread, and only in the first
    /// repetition, as with a log. Errors: those of simulate_run; io where a trail that is longer than what
    /// memory holds cannot be written. A shorter one meets the disk in keep().
    Result<RunRecord> simulate(const LoadedScenario& scenario, const Policy& policy,
                               const SimulateOptions& options, int people);

    /// Saves the run and signs the trail. `made`: ISO 8601 UTC. Nothing else can be done with this
    /// afterwards.
    Result<SignedHead> keep(const RunRecord& run, const std::string& made);

    /// How many events this run has written, and about how many people.
    std::uint64_t events() const { return events_; }
    int watched() const { return watched_; }

private:
    TrailedRun(std::string path, std::optional<NewFile> file, Workspace workspace, TrailWriter writer)
        : path_(std::move(path))
        , file_(std::move(file))
        , workspace_(std::move(workspace))
        , writer_(std::move(writer)) {}
    Status begin(const LoadedScenario& scenario, const Policy& policy, const SimulateOptions& options,
                 int people);

    std::string path_;
    // Each needs the one before it.
    std::optional<NewFile> file_; ///< where the workspace is made, if it is new
    std::optional<Workspace> workspace_;
    std::optional<TrailWriter> writer_;
    std::uint64_t events_ = 0;
    int watched_ = 0;
};

} // namespace attune
