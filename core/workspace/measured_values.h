// Writing and reading what runs and comparisons have in common: lists of metrics, daily series and guardrail
// verdicts, each list in its own table and in the order it was given.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// The word a verdict is stored as.
std::string_view word_of(Verdict verdict);

/// Whether the values can be stored: finite numbers, intervals whole or absent and around their value. A
/// value may be NaN only where n is 0. Fails with ErrorCode::bad_input, naming the metric; `record` is its
/// place.
Status check_values(const std::vector<MetricValue>& values, const std::string& record);
/// The same, and days within 0 .. days-1 (any day from 0 on where `days` is 0).
Status check_series(const std::vector<SeriesPoint>& series, int days, const std::string& record);
Status check_guardrails(const std::vector<GuardrailVerdict>& guardrails, const std::string& record);

/// `owner` is "run" or "comparison", `number` the key of the owning row. In the caller's transaction.
Status write_values(const Database& database, const std::string& owner, std::int64_t number,
                    const std::vector<MetricValue>& values);
Status write_series(const Database& database, const std::string& owner, std::int64_t number,
                    const std::vector<SeriesPoint>& series);
Status write_guardrails(const Database& database, std::int64_t comparison,
                        const std::vector<GuardrailVerdict>& guardrails);

Result<std::vector<MetricValue>> read_values(const Database& database, const std::string& owner,
                                             std::int64_t number);
Result<std::vector<SeriesPoint>> read_series(const Database& database, const std::string& owner,
                                             std::int64_t number);
Result<std::vector<GuardrailVerdict>> read_guardrails(const Database& database, std::int64_t comparison);

} // namespace attune
