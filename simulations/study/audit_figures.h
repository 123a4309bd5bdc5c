// What a trail says in figures, for the audit report: coverage, how soon withdrawals count, how much people
// are asked, how old what is read gets. One pass; in memory stays what stands about each person.
#pragma once

#include "core/base/json.h"
#include "core/workspace/trail_store.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace attune {

struct AuditFigures {
    std::vector<Json> runs; ///< text of each `begin`, in order; the rules are in it

    std::array<std::array<std::int64_t, 3>, module_count> reads{}; ///< by module and decision
    std::int64_t needing = 0;                                      ///< allowed reads that need a consent
    std::int64_t naming = 0;                                       ///< ... and name it

    std::int64_t given = 0;         ///< consents given or renewed
    std::int64_t refused = 0;       ///< and refused
    std::int64_t erased = 0;        ///< people whose keys were destroyed
    std::int64_t ended = 0;         ///< consents that permitted and ended
    std::int64_t slowest_ms = 0;    ///< from the end of a consent until what rested on it was erased
    std::int64_t slates_before = 0; ///< most lists shown in between
    std::int64_t not_erased = 0;    ///< consents of which no erasure followed

    std::map<int, std::int64_t> visits_by_questions;
    std::map<int, std::int64_t> people_by_week; ///< by the most questions in any seven days
    std::int64_t opted_out = 0;                 ///< people who did at least once

    /// Days, of the oldest row handed out.
    std::map<std::pair<Purpose, Signal>, std::int64_t> oldest_read;
    std::array<std::int64_t, signal_count> swept_rows{}, oldest_swept{};
};

/// Errors: those of TrailStore; unreadable for rules that cannot be read.
Result<AuditFigures> read_audit_figures(const TrailStore& trail);

} // namespace attune
