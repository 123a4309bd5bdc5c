// Every file that can leave a workspace, made from what is in it: for looking through them all at once.
#pragma once

#include "core/base/text.h"
#include "core/workspace/workspace.h"
#include "simulations/study/export_scan.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

struct ExportedFile {
    std::string name; ///< "run-1.csv"
    std::string bytes;
};

/// Calls use(file) for each: runs and comparisons as JSON, CSV and page, policies, the audit as page, JSON
/// and CSV, the files for an impact assessment, the signed head, shares of consents, the officer's extract of
/// the ledger, a receipt, and everything about one person. The last three tell of people, and say so. Errors:
/// those of the stores and of the audit; cancelled.
Status each_export(const Workspace& workspace, const std::function<Status(ExportedFile)>& use,
                   const std::stop_token& stop, const Text& text);

/// All of them looked through, in a temporary folder that is gone afterwards. Errors: also io.
Result<ExportScan> scan_all_exports(const Workspace& workspace, const std::stop_token& stop,
                                    const Text& text);

/// Whether people in the workspace are more than made up: something was imported.
Result<bool> has_real_people(const Workspace& workspace);

} // namespace attune
