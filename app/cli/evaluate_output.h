// What an evaluation found: a table with the words of "evaluate.*", one JSON document, one CSV.
#pragma once

#include "app/cli/console.h"
#include "core/offline/evaluate.h"

#include <optional>

namespace attune::cli {

/// One row per model with all measures; the first with its interval and with the paired difference from the
/// reference, and NDCG with its interval.
std::string evaluation_table(const offline::Evaluation& evaluation);
/// "25,718 rows to learn from, ..." line by line.
std::vector<std::string> evaluation_facts(const offline::Evaluation& evaluation);

/// What was tried and chosen: a table of every point after one split, the chosen values of each of several.
std::vector<std::string> tuning_words(const offline::Evaluation& evaluation);
/// Whether the main model is better than the reference, in one sentence; none without numbers.
std::optional<std::string> main_verdict(const offline::Evaluation& evaluation);

/// {"facts": {...}, "reference": "...", "models": [{"model", "measures": {measure: {value, lower, upper,
/// difference: {value, lower, upper}}}}]}; with tuning "tuning": [{"measure", "judged_rows", "judged_users",
/// "chosen": {setting: value}, "points": [{setting: value, "score"}]}]. What is not known is null.
Json evaluation_document(const offline::Evaluation& evaluation);
/// model,measure,value,lower,upper,difference,difference_lower,difference_upper
std::string evaluation_csv(const offline::Evaluation& evaluation);

} // namespace attune::cli
