// Writing into the trail what concerns the trail: an audit, the calendar of audits, a policy that is put into
// force. Each comes with a signed head. Reading alone never writes; these are called where somebody asked.
// Who keeps an audit may leave out name and role; whoever sets the calendar or puts a policy into force gives
// both. A role that is given must be allowed to do this (core/consent/staff_role).
#pragma once

#include "core/base/text.h"
#include "core/workspace/records.h"
#include "core/workspace/workspace.h"
#include "simulations/study/audit_due.h"
#include "simulations/study/fair_gate.h"

#include <functional>
#include <optional>
#include <string>

namespace attune {

/// Who asks, when and why.
struct AuditNote {
    std::string made = {}; ///< ISO 8601 UTC
    AuditTrigger trigger = AuditTrigger::asked;
    AuditSigner by{};
};

/// An audit and the event it stands in.
struct KeptAudit {
    audit::trail::WorkspaceAudit audit;
    AuditRecord record;
    std::uint64_t seq = 0;
    SignedHead head;
};

/// Audits the trail of the workspace and writes what was found into it. Errors: those of audit_workspace and
/// of the writer, which also takes no more events where the chain does not fit; cancelled.
Result<KeptAudit> audit_and_keep(const std::string& path, SigningKey key, const audit::trail::Anchor& anchor,
                                 const AuditNote& note, const std::function<bool()>& stop = {});

/// The same for an audit that was just made; refused if the trail has grown meanwhile.
Result<KeptAudit> keep_audit(const std::string& path, SigningKey key, audit::trail::WorkspaceAudit audit,
                             const AuditNote& note);

/// Errors: bad_input for days out of range, without a name or a role, and where there is no trail yet.
Result<SignedHead> keep_calendar(const std::string& path, SigningKey key, const AuditCalendar& calendar,
                                 const AuditSigner& by, const std::string& made);

/// What is to be put into force.
struct PublishRequest {
    std::string policy = {};
    int version = 0; ///< 0: the newest
    AuditSigner by{};
    std::string reason = {};
    std::string now = {}; ///< ISO 8601 UTC
    std::vector<FairException> exceptions = {};
    int threads = 1; ///< for measuring; the result is the same for any number
};
struct Published {
    PolicyVersion version;
    PolicyPublication publication;
    KeptAudit audit; ///< that was made for it
    SignedHead head;
};
/// Puts a version of a policy into force, which writes so into the trail; nothing else changes in the file.
/// The trail is audited for it and the audit kept, whatever verdicts stand there. Errors: not_found for the
/// version; bad_input without a name or a role, for a name or reason that is no line; refused for a policy
/// that pushes people, a version that nobody signed or that is in force already; failed while the audit does
/// not allow it: which invariant, since when, and what to do; those of check_fairness().
Result<Published> publish_policy(const std::string& path, SigningKey key, const PublishRequest& request,
                                 const std::function<bool()>& stop = {});

/// Why publishing is refused, as an error; nothing where it is not.
std::optional<Error> refusal_of(const PublishingBlock& block, const Text& text);

} // namespace attune
