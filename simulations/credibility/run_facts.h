// Runs the checks: seeds are shared out over the threads, results are the same for any number of them.
#pragma once

#include "simulations/credibility/fact.h"

#include <span>

namespace attune {

struct FactOptions {
    bool quick = false;
    std::uint64_t seed = 1; ///< of the first trial; the others follow it
    int threads = 1;
    /// Levers and assumptions for every arm that does not set them itself, as `--set` takes them: whether a
    /// finding still holds with other rankers.
    std::vector<std::string> settings = {};
    std::function<void(double done)> progress; ///< share done in [0, 1], rising; from any of the threads
    std::stop_token stop;
};

/// One result per fact, in order. Errors: cancelled; settings that the tables refuse.
Result<std::vector<FactResult>> run_facts(std::span<const FactSpec> facts, const FactOptions& options);

} // namespace attune
