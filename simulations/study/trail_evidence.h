// What no trail can show by itself is tried out, and what came of it goes into the trail as a signed event:
// design, "Decisions that override", 5.
#pragma once

#include "core/workspace/workspace.h"
#include "simulations/study/parity.h"

namespace attune {

/// That opting out costs nothing: who was compared with their twins, and how many slates differ. Errors:
/// bad_input for a workspace without a trail, or a proof with too few people, which would prove nothing;
/// those of the writer. `made`: ISO 8601 UTC.
Result<SignedHead> write_parity_evidence(Workspace& workspace, SigningKey key, const Parity& parity,
                                         const std::string& made);

} // namespace attune
