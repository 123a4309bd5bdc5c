// What no trail can show by itself is tried out, and what came of it goes into the trail as a signed event:
// design, "Decisions that override", 5.
#pragma once

#include "core/workspace/workspace.h"
#include "simulations/scenario/scenario.h"
#include "simulations/study/export_scan.h"
#include "simulations/study/parity.h"
#include "simulations/study/withdrawal_effort.h"

namespace attune {

/// The id of the newest run in the trail that was of this scenario, its sizes aside, of this policy, and
/// under the matrix in force: the one that a proof is for. Errors: bad_input for a workspace without a trail,
/// or without such a run; those of the stores.
Result<std::string> run_to_prove(const Workspace& workspace, const Scenario& scenario, const Policy& policy);

/// That opting out costs nothing in that run: how many people were compared with their twins for each way of
/// opting out, at least, and how many slates differ. Errors: those of run_to_prove; bad_input for a proof
/// with too few people, which would prove nothing; those of the writer. `made`: ISO 8601 UTC.
Result<SignedHead> write_parity_evidence(Workspace& workspace, SigningKey key, const Parity& parity,
                                         const Scenario& scenario, const Policy& policy,
                                         const std::string& made);

/// What looking through exports found. Errors: bad_input for a workspace without a trail, or where nothing
/// was looked through; those of the writer. `made`: ISO 8601 UTC.
Result<SignedHead> write_export_evidence(Workspace& workspace, SigningKey key, const ExportScan& scan,
                                         bool real_people, const std::string& made);

/// How many steps agreeing and taking back were counted to take. Errors: bad_input for a workspace without a
/// trail, or where nothing was counted; those of the writer. `made`: ISO 8601 UTC.
Result<SignedHead> write_effort_evidence(Workspace& workspace, SigningKey key, const WithdrawalEffort& effort,
                                         const std::string& made);

} // namespace attune
