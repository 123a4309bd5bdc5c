// The trail of a run: asked for with --trail, written into the workspace with the run.
#pragma once

#include "app/cli/commands.h"
#include "simulations/study/trail_run.h"

#include <string>

namespace attune::cli {

struct AskedTrail {
    bool wanted = false;
    std::string people; ///< a number or "all"; empty: the usual number

    void add_to(CLI::App* command);
    /// Errors: bad_input for a trail without a workspace, and for people without a trail.
    Status check(const Common& common) const;
    /// How many of `users` are watched.
    int watched(int users) const;
    /// Begins a run with a trail in the named workspace, signed with the user's key.
    Result<TrailedRun> begin(const Common& common) const;
};

/// What was written, as the last lines and in the document of `run`.
void say_trail(const Common& common, const TrailedRun& run, const RunRecord& record, const SignedHead& head);
Json trail_document(const TrailedRun& run, const RunRecord& record, const SignedHead& head);

} // namespace attune::cli
