// The audit of a workspace as one document: identity, verdicts, what changed since the last audit, coverage,
// consents, questions, retention, rights, record of processing, owners, receipts, limits, sign-off. The same
// sections as a page, as JSON and as CSV; nothing of a clock, a path or a person is in it, so that the same
// trail gives the same bytes.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/text.h"
#include "core/workspace/workspace.h"
#include "simulations/study/audit_section.h"

#include <string>
#include <vector>

namespace attune {

/// Errors: those of TrailStore and of reading the rules of the runs.
Result<std::vector<AuditSection>> audit_sections(const Workspace& workspace,
                                                 const audit::trail::WorkspaceAudit& audit, const Text& text);

/// The page: well-formed XHTML with everything inside, under the title of the audit or another one.
std::string audit_page(const std::vector<AuditSection>& sections, const Text& text);
std::string audit_page(const std::vector<AuditSection>& sections, const std::string& title);
/// Sections as they are; the verdicts with their cases, event and inclusion proof.
Json audit_report_document(const std::vector<AuditSection>& sections,
                           const audit::trail::WorkspaceAudit& audit);
/// section,row,column,value: every cell of every table.
std::string audit_report_csv(const std::vector<AuditSection>& sections);

} // namespace attune
