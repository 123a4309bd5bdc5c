// Metrics described once: key, unit, direction, whether it is truth or observation, definition and source.
// Charts, tables, CSV, reports and gates read this table. Names and definitions are words:
// "metric.<key>" and "metric.<key>.why" in resources/text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

enum class Better { higher, lower, neither };
/// truth: only a simulator knows it; answers: what people said; behaviour: what a log shows.
enum class Seen { truth, answers, behaviour };

struct MetricSpec {
    std::string key;  ///< lower snake case
    std::string unit; ///< "share", "per user-week", "slates" ...
    Better better = Better::neither;
    Seen seen = Seen::behaviour;
    bool sentiment = false; ///< says how people feel, not only what they do
    bool long_term = false; ///< satisfaction, retention: not moved by a day's clicks
    std::string source;     ///< where the definition comes from
    std::optional<double>
        guardrail; ///< largest change for the worse a comparison accepts, in the metric's unit
};

const std::vector<MetricSpec>& metric_specs();
const MetricSpec* find_metric(std::string_view key);
/// Days a run must last before the metric has a value: 31 for day 30 after enrolment, 7 for whole weeks, 1
/// for most.
int days_needed(std::string_view key);

/// One measured value. `lower` and `upper` are a 95 % interval, equal to NaN where none can be given.
/// `group` is "all" or "kind=name". `n` counts what stands below the fraction line (people, impressions ...).
struct MetricValue {
    std::string key;
    std::string group = "all";
    double value = 0;
    double lower = 0;
    double upper = 0;
    double n = 0;
};

} // namespace attune
