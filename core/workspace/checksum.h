// The SHA-256 of a record's content, stored beside it: damage inside a page, which SQLite cannot see, is
// found by the verifier, and a record that is saved again is recognised.
//
// The hash runs over values in a fixed order, each as a tag and its bytes, numbers with the highest byte
// first:
//   'i' 8 bytes two's complement; 'r' 8 bytes IEEE 754, with -0 taken as 0 as SQLite does; 'n' for NaN;
//   't' 8 bytes length and the text; 'b' 8 bytes length and the bytes.
// Order: version of a policy: name, number, parent, restores, author, reason, json, preview; name, json alone
// where there is no author. Version of the matrix: number, parent, restores (-1 where it restores none),
// author, role, reason, json, preview. Scenario: name, json, personal_data as 0 or 1, world. Run: id,
// scenario_name, scenario_json, policy_name, policy_json, seed, users, days, items, replications,
// fingerprint, program_version, metrics, series; where it says which matrix it obeyed, that version and hash
// before the metrics. Comparison: id, baseline_run, candidate_run, difference, series, guardrails. Import:
// id, scenario_name, rows_read, rows_kept, quarantined. Draft: key, json. A list is its length and then its
// elements; an element's members stand in the order of its table. When something was made or saved and how
// long it took is not content.
#pragma once

#include "core/workspace/records.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attune {

/// 32 bytes.
using Checksum = std::vector<std::uint8_t>;

Checksum checksum_of(const PolicyVersion& version);
Checksum checksum_of(const MatrixVersion& version);
Checksum checksum_of(const ScenarioRecord& record);
Checksum checksum_of(const RunRecord& record);
Checksum checksum_of(const ComparisonRecord& record);
Checksum checksum_of(const ImportRecord& record);
Checksum checksum_of(const DraftRecord& record);
/// Over the names and checksums of several records, in the order given. Stored nowhere.
Checksum checksum_of(const std::vector<std::pair<std::string, Checksum>>& records);

} // namespace attune
