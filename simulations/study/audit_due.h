// Whether an audit is due, and whether a policy may be put into force: what the book of a trail says about
// both at a given time. Nothing here knows a clock; the time comes from the program.
#pragma once

#include "simulations/study/audit_record.h"

#include <vector>

namespace attune {

struct AuditDue {
    enum class Why : std::uint8_t { not_due, never_made, run_since, days_over };
    Why why = Why::not_due;
    std::string since; ///< when the newest audit was made; empty: never
    std::string next;  ///< the day it is due by days, "2026-05-06"; empty: not by days
    bool due() const { return why != Why::not_due; }
};

/// By the calendar of the workspace. `now`: ISO 8601 UTC. A newest audit from the future counts as over: its
/// clock or this one is wrong.
AuditDue audit_due(const AuditBook& book, const std::string& now);

/// An invariant that stands broken.
struct BrokenSince {
    audit::trail::Invariant invariant{};
    std::string
        since; ///< when the first audit was made that found it so, without one in between that did not
    std::uint64_t first = 0;   ///< event of the first case; 0: about no event
    std::int64_t failures = 0; ///< in the newest audit
};

/// What keeps policies from being put into force.
struct PublishingBlock {
    enum class Why : std::uint8_t {
        none,
        never_audited,
        broken,    ///< the newest audit found an invariant broken
        uncovered, ///< the trail has grown since the newest audit
        overdue    ///< by the calendar
    };
    Why why = Why::none;
    std::vector<BrokenSince> broken{};
    AuditDue due{};
};
PublishingBlock publishing_block(const AuditBook& book, const std::string& now);

/// Which invariants stand broken in the newest audit, each with its beginning.
std::vector<BrokenSince> standing_broken(const AuditBook& book);

} // namespace attune
