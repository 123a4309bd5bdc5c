// The audit of a workspace as one document: identity, verdicts, coverage, consents, questions, retention,
// record of processing, limits, sign-off. The same sections as a page, as JSON and as CSV; nothing of a
// clock, a path or a person is in it, so that the same trail gives the same bytes.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/text.h"
#include "core/workspace/workspace.h"
#include "simulations/report/svg_chart.h"

#include <string>
#include <vector>

namespace attune {

/// Groups of fewer people show no figures.
constexpr std::int64_t least_people_told = 10;

struct AuditSection {
    std::string id; ///< stable: "verdicts"
    std::string heading;
    std::vector<std::string> sentences;
    DataTable table; ///< may be empty
};

/// Errors: those of TrailStore and of reading the rules of the runs.
Result<std::vector<AuditSection>> audit_sections(const Workspace& workspace,
                                                 const audit::trail::WorkspaceAudit& audit, const Text& text);

/// The page: well-formed XHTML with everything inside.
std::string audit_page(const std::vector<AuditSection>& sections, const Text& text);
/// Sections as they are; the verdicts with their cases, event and inclusion proof.
Json audit_report_document(const std::vector<AuditSection>& sections,
                           const audit::trail::WorkspaceAudit& audit);
/// section,row,column,value: every cell of every table.
std::string audit_report_csv(const std::vector<AuditSection>& sections);

} // namespace attune
