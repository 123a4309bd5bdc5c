#include "simulations/report/guardrails.h"

#include "core/measures/statistics/guardrail.h"
#include "core/policy/coercion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view coercion_prefix = "coercion.";

} // namespace

std::vector<GuardrailVerdict> all_guardrails(const ComparisonRecord& comparison) {
    std::vector<GuardrailVerdict> all = comparison.guardrails;
    for (const MetricSpec& spec : metric_specs()) {
        const bool judged =
            std::any_of(comparison.guardrails.begin(), comparison.guardrails.end(),
                        [&](const GuardrailVerdict& g) { return g.key == spec.key && g.group == "all"; });
        if (!spec.guardrail || judged) continue;
        const auto measured =
            std::find_if(comparison.difference.begin(), comparison.difference.end(),
                         [&](const MetricValue& d) { return d.key == spec.key && d.group == "all"; });
        if (measured != comparison.difference.end())
            all.push_back(judge_guardrail(spec, *measured));
        else
            all.push_back({.key = spec.key,
                           .group = "all",
                           .difference = nothing,
                           .lower = nothing,
                           .upper = nothing,
                           .limit = *spec.guardrail,
                           .verdict = Verdict::undecided,
                           .more_needed = nothing});
    }
    return all;
}

std::vector<GuardrailVerdict> coercion_verdicts(const Policy& policy) {
    std::vector<GuardrailVerdict> verdicts;
    for (const CoerciveTrait& trait : coercive_traits(policy))
        verdicts.push_back({.key = std::string(coercion_prefix) + std::string(trait.key),
                            .difference = nothing,
                            .lower = nothing,
                            .upper = nothing,
                            .verdict = Verdict::broken});
    return verdicts;
}

std::optional<std::string> coercive_trait_of(std::string_view key) {
    if (!key.starts_with(coercion_prefix)) return std::nullopt;
    return std::string(key.substr(coercion_prefix.size()));
}

std::string coercion_name(const std::string& trait, const Text& text) {
    return text.get("coercion.name." + trait);
}

std::string coercion_words(const std::string& trait, const Text& text) {
    return text.get("coercion.never." + trait);
}

double limit_as_change(const GuardrailVerdict& verdict) {
    const MetricSpec* spec = find_metric(verdict.key);
    const bool more_is_better = !spec || spec->better == Better::higher;
    return more_is_better ? -std::fabs(verdict.limit) : std::fabs(verdict.limit);
}

Undecided why_undecided(const GuardrailVerdict& verdict, int days) {
    if (!std::isfinite(verdict.difference))
        return days < days_needed(verdict.key) ? Undecided::too_few_days : Undecided::no_value;
    return std::isfinite(verdict.lower) && std::isfinite(verdict.upper) ? Undecided::across_limit
                                                                        : Undecided::no_interval;
}

std::string_view word_of(Undecided why) {
    constexpr std::array<std::string_view, 4> words = {"too_few_days", "no_value", "no_interval",
                                                       "across_limit"};
    return words[static_cast<std::size_t>(why)];
}

} // namespace attune
