// What happened in a workspace since the audit before: runs, rules, notices, policies, models, erasures, and
// which verdicts are others now.
#pragma once

#include "core/workspace/workspace.h"
#include "simulations/study/audit_record.h"
#include "simulations/study/audit_section.h"

namespace attune {

/// The audit that comes before the one that is reported: the newest one in the trail, unless nothing stands
/// behind it, since then it is the reported one. Null where there is none.
const InTrail<AuditRecord>* audit_before(const AuditBook& book);

/// Invariants whose verdict changed, as "I4 Kept no longer than promised: passed, before: failed".
std::vector<std::string> verdict_changes(const AuditRecord& before, const AuditRecord& now, const Text& text);

/// Errors: those of TrailStore.
Result<AuditSection> changes_section(const Workspace& workspace, const audit::trail::WorkspaceAudit& audit,
                                     const AuditBook& book, const Text& text);

} // namespace attune
