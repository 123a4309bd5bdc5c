// Satisfaction twice: the truth over everyone enrolled, and what the answers to prompts alone suggest. Only
// the first is safe from an arm that looks better because its unhappy people left or fell silent.
#pragma once

#include "core/measures/metrics/rows.h"
#include "core/measures/metrics/tallies.h"

#include <span>

namespace attune {

/// Counts satisfaction_sum: for each person and each watched day, the last known value up to that day, so
/// that those who left count on with the value they left with (intention to treat, last observation carried
/// forward). Days before a person's first row take that row's value. NaN where a person has no row at all:
/// the truth about everyone is then not known. With person_days (retention_tallies)
///   satisfaction_true = satisfaction_sum / person_days
/// Rows of people who are not in `people` are not counted. Sums are added by user and day.
Tallies satisfaction_tallies(std::span<const PersonRow> people, std::span<const SatisfactionRow> rows);

/// Counts prompts, answers and thumbs_up. With them
///   satisfaction_answers  = answers that point up / answers
///   response_rate         = answers / prompts
///   prompts_per_user_week = 7 x prompts / person_days
Tallies prompt_tallies(std::span<const PromptRow> prompts);

} // namespace attune
