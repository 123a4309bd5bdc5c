// Finding policies and scenarios by name: in the open workspace first, then among those that ship with the
// program; a name with a slash or ending in .json is a file, and "mine@2" is the second version of "mine" in
// the workspace.
#pragma once

#include "core/policy/policy.h"
#include "core/workspace/workspace.h"
#include "simulations/study/simulate.h"

#include <string>
#include <vector>

namespace attune {

/// Whether find_... takes a name for a file.
bool names_a_file(const std::string& name);

/// `workspace` may be null; a scenario comes with the matrix that runs of the workspace obey. Errors:
/// not_found, with the most similar name; whatever is wrong with a file.
Result<Policy> find_policy(const std::string& name, const Workspace* workspace);
Result<LoadedScenario> find_scenario(const std::string& name, const Workspace* workspace);

/// The matrix that runs of this workspace obey: its newest version; null where it has none, for the one that
/// ships. Errors: unreadable where the version is no matrix to this program.
Result<std::shared_ptr<const MatrixInForce>> matrix_in_force(const Workspace* workspace);
/// The same for one of its versions, 0 for the one that ships; not_found.
Result<std::shared_ptr<const MatrixInForce>> matrix_version(const Workspace* workspace, int number);

/// All policies and scenarios that find_... knows by name, shipped ones first.
Result<std::vector<Policy>> all_policies(const Workspace* workspace);
Result<std::vector<Scenario>> all_scenarios(const Workspace* workspace);

/// One `key=value` of the command line: a lever of the policy or an assumption of the scenario.
Status apply_setting(const std::string& setting, Policy& policy, Scenario& scenario);

} // namespace attune
