// One step erases an import and all that was fitted to it or run with it: the rows that were set aside, its
// world, its runs and comparisons, and the keys of the people whose values these runs sealed in the trail.
#pragma once

#include "core/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune {

/// Figures that were measured on the import before a policy or the consent matrix was saved. A version is
/// what was seen when it was decided, covered by its checksum, and stays: totals over so many people.
struct PreviewLeft {
    std::string policy; ///< empty: the consent matrix
    int version = 0;
    std::int64_t people = 0; ///< 0: it does not say
};

struct ErasedImport {
    int runs = 0, comparisons = 0;       ///< that are gone with it
    int trailed_runs = 0;                ///< runs whose events stay in the trail, without values
    std::int64_t keys = 0;               ///< of people of these runs, destroyed
    std::vector<PreviewLeft> left = {};  ///< what stays
    std::optional<SignedHead> head = {}; ///< of the trail afterwards, if keys were destroyed
    /// What is wrong with the trail: then everything was erased all the same, with the keys of all runs that
    /// might be of the import, but the trail does not tell of it and no head is signed. Empty: nothing.
    std::string trail_fault = {};
};

/// What erase_import() would do; ErrorCode::not_found if there is no such import.
Result<ErasedImport> import_to_erase(const Workspace& workspace, const std::string& scenario);

/// All of it in one transaction. `key` signs the trail, if there is one that speaks of these people; a
/// damaged trail holds nothing up. `made`: ISO 8601 UTC. Errors: not_found if there is no such import;
/// refused and io as of TrailWriter.
Result<ErasedImport> erase_import(const Workspace& workspace, const std::string& scenario, SigningKey key,
                                  const std::string& made);

} // namespace attune
