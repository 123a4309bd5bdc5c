// The audit of a workspace's trail as the window shows it: a verdict for each invariant, coverage, the first
// cases and what is not proved, as plain values with their words.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/result.h"
#include "core/base/text.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

enum class AuditLight : std::uint8_t { passed, failed, open }; ///< open: not evaluated, or nothing to check

/// An invariant before and after it was judged.
struct AuditRow {
    std::string id, title, says; ///< "I1", its name, what it means
    AuditLight light = AuditLight::open;
    std::string verdict;      ///< in a word; empty before
    std::int64_t checked = 0; ///< how many things were looked at
};

struct AuditPicture {
    bool passed = false;
    std::string sentence;
    std::int64_t people = 0, watched = 0; ///< of all runs; about whom the trail speaks
    std::int64_t events = 0, runs = 0;
    std::vector<AuditRow> rows;
    std::vector<std::string> cases;  ///< the first ones of each invariant, with its id
    std::vector<std::string> partly; ///< invariants that are judged in part, and why
    std::vector<std::string> limits; ///< what the owner of the file could still forge
    std::vector<std::string> keys;   ///< that signed, in hex
    std::vector<std::string> held;   ///< what the owner could no longer forge, given what was held against it
    /// What all of this was made of, for keeping it in the trail.
    std::shared_ptr<const audit::trail::WorkspaceAudit> found{};
};

/// Files from elsewhere that the trail is held against; empty: none.
struct AuditAnchor {
    std::string key;  ///< a public key
    std::string head; ///< an earlier signed head
};

/// The invariants, none of them judged.
std::vector<AuditRow> audit_rows(const Text& text);

/// `events`: how many there are, for the progress. Errors: those of the anchor's files and of auditing a
/// workspace.
Result<AuditPicture> audit_picture(const std::string& path, std::uint64_t events, const AuditAnchor& anchor,
                                   const std::function<void(double done)>& progress,
                                   const std::stop_token& stop, const Text& text);

} // namespace attune
