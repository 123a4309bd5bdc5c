// The JSON documents of `run` and `compare` on standard output and in files. Key order is fixed; numbers read
// back as the same double; NaN and infinities are null.
#pragma once

#include "core/base/json.h"
#include "core/workspace/records.h"

#include <string>

namespace attune {

/// {"run": {id, scenario, seed, users, days, fingerprint, wall_seconds, policy, items, replications,
/// program_version}, "metrics": [{key, group, unit, value, lower, upper, n}]}. The unit is "" for a metric
/// that the table does not know.
Json run_document(const RunRecord& run);

/// {"baseline": <run document>, "candidate": <run document>, "difference": [{key, group, value, lower,
/// upper}], "guardrails": [{key, group, difference, lower, upper, limit, verdict, more_needed, reason}]}; a
/// verdict is "holds", "broken" or "undecided". Guardrails that the run is too short to judge are there too,
/// without numbers; so are those on pushing people, "coercion.<trait>", which are broken. The reason, of
/// undecided ones only, is "too_few_days", "no_value", "no_interval" or "across_limit".
Json compare_document(const ComparisonRecord& comparison, const RunRecord& baseline,
                      const RunRecord& candidate);

/// Two spaces of indent and a line end. Text that is not UTF-8 gets replacement signs.
std::string json_text(const Json& document);

} // namespace attune
