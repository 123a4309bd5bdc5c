#include "core/measures/statistics/guardrail.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {

GuardrailVerdict judge_guardrail(const MetricSpec& metric, const MetricValue& difference) {
    assert(metric.guardrail && metric.better != Better::neither && metric.key == difference.key);
    const double limit = *metric.guardrail;
    GuardrailVerdict verdict{.key = difference.key,
                             .group = difference.group,
                             .difference = difference.value,
                             .lower = difference.lower,
                             .upper = difference.upper,
                             .limit = limit};
    const bool lower_is_worse = metric.better == Better::higher;
    const double harm = lower_is_worse ? -difference.value : difference.value;
    const double least_harm = lower_is_worse ? -difference.upper : difference.lower;
    const double most_harm = lower_is_worse ? -difference.lower : difference.upper;
    if (most_harm <= limit) {
        verdict.verdict = Verdict::holds;
    } else if (least_harm > limit) {
        verdict.verdict = Verdict::broken;
    } else {
        const double distance = std::abs(limit - harm);
        const double half_width = (most_harm - least_harm) / 2;
        const double times = (half_width / distance) * (half_width / distance);
        // Written so that NaN, from a missing interval or 0 / 0, ends at the cap.
        verdict.more_needed = times < most_more_needed ? std::max(1.0, times) : most_more_needed;
    }
    return verdict;
}

} // namespace attune
