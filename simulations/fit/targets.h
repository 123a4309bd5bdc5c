// Numbers a team knows of its own product, typed by hand or kept in a small file.
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// One number with how surely it is known: an interval, or what it was counted over (the metric's own `n`:
/// prompts for response_rate, people for churn_30d ...), or neither.
struct Target {
    std::string metric; ///< of target_metrics()
    double value = 0;
    std::optional<double> n;
    std::optional<double> lower, upper; ///< 95 %; both or none
};

struct TargetsFile {
    std::string scenario; ///< empty: not said
    std::string policy;
    std::vector<Target> targets;
};

/// {"attune": "targets", "version": 1, "scenario", "policy", "targets": {"response_rate": 0.12, "churn_30d":
/// {"value": 0.1, "n": 5000} or {"value": 0.1, "lower": 0.08, "upper": 0.12}}}; scenario and policy may be
/// left out. Errors: bad_input with file and line.
Result<TargetsFile> targets_from_json(std::string_view text, const std::string& file);

/// "response_rate=0.12", or "response_rate=0.12/5000" with what it was counted over. Errors: bad_input.
Result<Target> target_from_text(const std::string& text);

/// Range of the metric, n > 0, an interval around the value; no metric twice. Errors: bad_input naming the
/// metric.
Status check_targets(const std::vector<Target>& targets);

} // namespace attune
