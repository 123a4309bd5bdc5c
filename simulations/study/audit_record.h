// What is written into the trail about the trail: audits with their verdicts, the calendar of audits, and
// policies that were put into force upon one. All are texts of events `audited`; they are read back in their
// order and stand under the signature of the head that was made with them.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/json.h"
#include "core/workspace/trail_store.h"
#include "simulations/study/fair_breach.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// Who did something, as they say themselves: a role is a label unless it is signed.
struct AuditSigner {
    std::string name = {}, role = {}; ///< role: "privacy_officer", "product_manager" or empty
    bool operator==(const AuditSigner&) const = default;
};

/// Why an audit was made.
enum class AuditTrigger : std::uint8_t { asked, calendar, run, publishing };
constexpr int audit_trigger_count = 4;
std::string_view name(AuditTrigger trigger);

/// An invariant in an audit.
struct RecordedInvariant {
    audit::trail::Outcome outcome{};
    bool complete = true; ///< false: partly judged
    std::int64_t checked = 0, failures = 0;
    std::uint64_t first = 0; ///< event of the first case; 0: none, or it is about a head
    bool operator==(const RecordedInvariant&) const = default;
};

/// One audit. It tells of nobody in particular.
struct AuditRecord {
    std::string made = {};    ///< ISO 8601 UTC
    std::string program = {}; ///< version
    AuditTrigger trigger{};
    AuditSigner by{};
    std::uint64_t through = 0;                      ///< the newest event that was judged
    std::string root = {};                          ///< of the tree up to there, in hex
    std::int64_t runs = 0, watched = 0, people = 0; ///< people of all runs; about whom the trail speaks
    bool key_given = false, head_given = false;     ///< from outside the file
    std::array<RecordedInvariant, audit::trail::invariant_count> invariants{};
    bool passed() const;
    int not_evaluated() const; ///< invariants
    bool operator==(const AuditRecord&) const = default;
};

/// What an audit found, ready to be kept.
AuditRecord record_of(const audit::trail::WorkspaceAudit& audit);

/// When audits are due. Publishing a policy asks for one in any case.
struct AuditCalendar {
    int every_days = 0; ///< 0: not by days
    bool after_run = false;
    bool operator==(const AuditCalendar&) const = default;
};
constexpr int longest_audit_gap_days = 366;

struct CalendarChange {
    std::string made = {};
    AuditSigner by{};
    AuditCalendar calendar{};
};

/// A version of a policy that was put into force.
struct PolicyPublication {
    std::string made = {};
    AuditSigner by{};
    std::string reason = {};
    std::string policy = {};
    int version = 0;
    std::string sha256 = {}; ///< of the version's JSON, in hex
    std::uint64_t audit = 0; ///< the event of the audit it rests on
    /// What that audit covered; an older program has not said so, and all are 0.
    std::int64_t watched = 0, people = 0;
    int not_evaluated = 0; ///< invariants
    FairnessCheck fairness = {};
};

/// With the number of their events.
template <typename Entry>
struct InTrail {
    std::uint64_t seq = 0;
    Entry entry{};
};

/// All of this in a trail, oldest first.
struct AuditBook {
    std::vector<InTrail<AuditRecord>> audits;
    std::vector<InTrail<CalendarChange>> calendars;
    std::vector<InTrail<PolicyPublication>> published;
    std::uint64_t last = 0;          ///< newest event
    std::uint64_t newest_run = 0;    ///< event with which it begins; 0: none
    std::uint64_t newest_judged = 0; ///< newest event that is none of these, but what an audit judges
    AuditCalendar calendar() const {
        return calendars.empty() ? AuditCalendar{} : calendars.back().entry.calendar;
    }
    /// The newest one that was put into force under this name; null if none was.
    const InTrail<PolicyPublication>* in_force(const std::string& policy) const;
};

/// Errors: those of TrailStore; unreadable for such a text that is not written as it must be.
Result<AuditBook> read_audit_book(const TrailStore& trail);

/// Texts of the events.
std::string text_of(const AuditRecord& record);
std::string text_of(const CalendarChange& change);
std::string text_of(const PolicyPublication& publication);

} // namespace attune
