// What a data protection impact assessment (GDPR article 35) needs of a workspace, as one folder: the record
// of processing, purposes and their grounds, why each use is needed, risks with what was measured, notices
// with their hashes, the matrix, owners, the audit with its report, the signed head, and a manifest with the
// hash of every file. Nothing of a clock or a path is in it: the same trail gives the same bytes.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/text.h"
#include "core/workspace/workspace.h"
#include "simulations/study/audit_section.h"

#include <string>
#include <utility>
#include <vector>

namespace attune {

struct BundleFile {
    std::string name;
    std::string bytes;
};

/// The risks with what the workspace says of each.
Result<AuditSection> risk_section(const Workspace& workspace, const audit::trail::WorkspaceAudit& audit,
                                  const Text& text);

/// All files, the manifest last. Errors: bad_input where no run is in the trail; those of the stores.
Result<std::vector<BundleFile>> dpia_bundle(const Workspace& workspace,
                                            const audit::trail::WorkspaceAudit& audit, const Text& text);

/// Writes the files into the folder, which is made; those that are there are replaced, others stay. The
/// manifest comes last, as the sign that all are there. Errors: io; bad_input where there is something else
/// of that name.
Status write_bundle(const std::vector<BundleFile>& files, const std::string& folder);

} // namespace attune
