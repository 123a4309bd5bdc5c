// The guardrails of a comparison with none left out: those that the run could not judge, too short for the
// day they speak of, stand among the others as undecided, and every undecided one says why.
#pragma once

#include "core/base/text.h"
#include "core/policy/policy.h"
#include "core/workspace/records.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// The record's verdicts, then one for each guardrail of the metric table that the record lacks: judged by
/// the record's difference, or undecided without numbers (NaN) where there is none.
std::vector<GuardrailVerdict> all_guardrails(const ComparisonRecord& comparison);

/// One for every way in which a policy pushes people: broken whatever a run says, so without numbers (NaN).
/// Its key is "coercion." and the key of the trait (core/policy/coercion.h).
std::vector<GuardrailVerdict> coercion_verdicts(const Policy& policy);
/// The trait that a verdict is about; nothing for a verdict on a metric.
std::optional<std::string> coercive_trait_of(std::string_view key);
/// What it offends against, and that and why such a policy is never put into force.
std::string coercion_name(const std::string& trait, const Text& text);
std::string coercion_words(const std::string& trait, const Text& text);

/// The limit as a change, like the difference it judges: negative where more is better.
double limit_as_change(const GuardrailVerdict& verdict);

/// What keeps a guardrail undecided.
enum class Undecided {
    too_few_days, ///< the metric has a value only in a longer run (days_needed())
    no_value,     ///< the run has no value for another reason
    no_interval,  ///< there is a difference, but nothing says how sure it is
    across_limit, ///< the interval reaches across the limit
};
/// Only for an undecided verdict. `days` is how long the run was.
Undecided why_undecided(const GuardrailVerdict& verdict, int days);
/// "too_few_days" and so on, for documents that programs read.
std::string_view word_of(Undecided why);

} // namespace attune
