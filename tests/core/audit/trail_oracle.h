// The invariants once more, written the slow way: for each event it looks back over everything that happened
// to that person. Shares no code with the audit but the struct of an event and the rules of a run.
#pragma once

#include "core/audit/trail_rules.h"
#include "core/audit/trail_verdict.h"

#include <array>
#include <set>
#include <utility>
#include <vector>

namespace attune::test {

struct OracleVerdict {
    /// What is broken, by invariant: number of the event and why.
    std::array<std::multiset<std::pair<std::uint64_t, audit::trail::Reason>>, audit::trail::invariant_count>
        broken;
};

/// Judges numbered events; each run has `rules`.
OracleVerdict slow_verdict(const std::vector<audit::trail::Event>& events,
                           const audit::trail::RunRules& rules);

} // namespace attune::test
