// The records of a report, looked at by metric and group: values of both sides, their paired difference, what
// may be claimed from it, and the words for all of that. Sections and charts ask here, so a figure reads the
// same wherever it stands.
#pragma once

#include "core/base/text.h"
#include "core/measures/metrics/metric.h"
#include "core/policy/policy.h"
#include "simulations/report/number_text.h"
#include "simulations/report/report_input.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// What an interval lets us say about a difference. higher and lower are for metrics without a better
/// direction.
enum class Claim { better, worse, higher, lower, unclear, equal, no_interval, missing };

Claim claim_of(const MetricValue& difference, Better direction);

/// One metric of one group with everything the records say about it.
struct Figure {
    std::string key;
    std::string group;
    const MetricSpec* spec = nullptr; ///< null for a key the table does not know
    std::string name;                 ///< in words, with the group
    std::optional<MetricValue> value; ///< of the run
    std::optional<MetricValue> baseline;
    std::optional<MetricValue> difference; ///< run minus baseline, paired
    NumberStyle style;                     ///< for all of them
    Claim claim = Claim::missing;
};

/// Policies by the names they are stored under, as files and commands take them, or as people read them.
enum class Names { stored, readable };

class ReportView {
public:
    ReportView(const ReportInput& input, const Text& text, Names names = Names::stored);

    const ReportInput& input;
    const Text& text;

    bool compares() const { return input.baseline.has_value(); }
    /// Names for people, made visible and short; told apart where both policies have one name.
    const std::string& candidate() const { return candidate_; }
    const std::string& baseline() const { return baseline_; }

    Figure figure(std::string_view key, std::string_view group = "all") const;
    /// Every metric and group of both runs, in the order of the records.
    std::vector<Figure> figures() const;
    /// Every guardrail of the comparison, also those that its run cannot judge (guardrails.h); none without
    /// a comparison.
    const std::vector<GuardrailVerdict>& guardrails() const { return guardrails_; }
    const GuardrailVerdict* guardrail(std::string_view key, std::string_view group) const;

    /// Provider groups by name, smallest share in the baseline (or the only run) first.
    std::vector<std::string> providers() const;
    /// The floor the policy of the run promises to a provider group.
    std::optional<double> floor_of(const std::string& provider) const;

    const std::optional<Policy>& policy() const { return policy_; }
    const std::optional<Policy>& baseline_policy() const { return baseline_policy_; }

    std::string metric_name(std::string_view key, std::string_view group) const;
    /// The group alone in words, as inside a sentence ("frequent visitors"); empty for "all".
    std::string group_name(std::string_view group) const;
    /// The same as a title: "Frequent visitors".
    std::string group_title(std::string_view group) const;

    std::string value_words(const Figure& figure) const;
    std::string baseline_words(const Figure& figure) const;
    std::string difference_words(const Figure& figure) const;
    std::string interval_words(const Figure& figure) const;            ///< of the value
    std::string difference_interval_words(const Figure& figure) const; ///< of the difference
    std::string claim_words(Claim claim) const;

    /// One sentence on a figure: who, by how much, how sure; "no claim" where the interval includes zero.
    std::string sentence(const Figure& figure) const;
    /// The same for the last day of a daily series.
    std::string last_day_sentence(std::string_view metric) const;
    /// The reading of the whole report: satisfaction, the smallest provider group, how often people are
    /// asked.
    std::string lead() const;
    /// A verdict in words: holds, broken, or cannot say yet with what is missing or how many times as many
    /// would settle it.
    std::string verdict_words(const GuardrailVerdict& verdict) const;

private:
    std::string candidate_;
    std::string baseline_;
    std::optional<Policy> policy_;
    std::optional<Policy> baseline_policy_;
    std::vector<GuardrailVerdict> guardrails_;

    void judge(Figure& figure) const; ///< style and claim from the values
    std::string clause(std::string_view subject, const Figure& figure) const;
};

} // namespace attune
