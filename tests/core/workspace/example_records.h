// Records for the tests: made from a number alone, so that parent and child process agree on them, and
// compared bit for bit.
#pragma once

#include "core/workspace/records.h"

#include <cstdint>
#include <string>

namespace attune::test {

/// A run with `points` daily values; values, intervals and names differ with `number`.
RunRecord example_run(std::uint32_t number, int points = 24);
/// A comparison of two runs, with guardrails of all verdicts.
ComparisonRecord example_comparison(std::uint32_t number, const std::string& baseline,
                                    const std::string& candidate);
PolicyVersion example_policy(std::uint32_t number);
/// A scenario with a world of `bytes` bytes; `marker` stands readable in it.
ScenarioRecord example_scenario(std::uint32_t number, std::size_t bytes, const std::string& marker = {});
/// An import into the scenario of that number, with quarantined rows.
ImportRecord example_import(std::uint32_t number);
/// What the window "lab" shows; the content differs with `number`.
DraftRecord example_draft(std::uint32_t number);

/// Why two records are not the same, bit for bit (every NaN is one NaN); empty if they are.
std::string difference(const PolicyVersion& a, const PolicyVersion& b);
std::string difference(const ScenarioRecord& a, const ScenarioRecord& b);
std::string difference(const RunRecord& a, const RunRecord& b);
std::string difference(const ComparisonRecord& a, const ComparisonRecord& b);
std::string difference(const ImportRecord& a, const ImportRecord& b);
std::string difference(const DraftRecord& a, const DraftRecord& b);

} // namespace attune::test
