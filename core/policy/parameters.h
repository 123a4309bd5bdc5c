// The table of policy levers (see core/base/parameter.h) and the file format of a policy.
#pragma once

#include "core/base/parameter.h"
#include "core/policy/policy.h"

namespace attune {

using PolicyTable = ParameterTable<Policy>;
const PolicyTable& policy_parameters();

/// {"attune": "policy", "version": 1, "name": ..., "values": {key: value ...}}. Keys that are left out keep
/// their defaults; unknown keys and values out of range are refused with key, range, file and line.
Result<Policy> policy_from_json(std::string_view text, const std::string& file);
std::string policy_to_json(const Policy& policy);

/// The policies that ship with the program, by name, `default` first.
const std::vector<Policy>& shipped_policies();

/// What a policy may not be although each value is in range: floors that add up to more than all exposure ...
Status check_policy(const Policy& policy);

} // namespace attune
