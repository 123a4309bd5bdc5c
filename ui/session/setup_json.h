// What the lab shows as JSON, for the draft in a workspace: the scenario by name with its numbers and what
// was changed of its assumptions, and both policies complete.
#pragma once

#include "core/workspace/workspace.h"
#include "simulations/study/lab_study.h"

#include <string>
#include <string_view>

namespace attune::ui {

struct StoredSetup {
    LabSetup setup;
    std::string last_kept; ///< the comparison kept last, or empty
};

/// {"attune": "lab", "version": 1, "scenario", "people", "days", "items", "seed", "replications", "baseline",
/// "candidate", "kept"}; the policies are as policy_to_json() writes them. Where assumptions were changed in
/// the lab it is of version 2 and has "assumptions": {key: value} for those that differ from the scenario's
/// own.
std::string setup_to_json(const LabSetup& setup, const std::string& last_kept);

/// The scenario is looked for in `workspace`, then among the shipped ones. Errors: bad_input for what is no
/// setup or does not fit its ranges, not_found for a scenario that is gone; `where` is their place.
Result<StoredSetup> setup_from_json(std::string_view text, const Workspace& workspace,
                                    const std::string& where);

} // namespace attune::ui
