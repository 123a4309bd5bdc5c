#include "simulations/credibility/judge.h"

#include "core/measures/statistics/intervals.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace attune {
namespace {

enum class Place { inside, outside, across, nowhere };

struct Spread {
    double value = std::numeric_limits<double>::quiet_NaN();
    double lower = std::numeric_limits<double>::quiet_NaN();
    double upper = std::numeric_limits<double>::quiet_NaN();
};

/// A seed without a value leaves the whole without one: what cannot be measured everywhere is not judged on
/// the rest.
Spread spread_of(const std::vector<double>& values) {
    if (values.empty()) return {};
    if (values.size() == 1) return {values[0], values[0], values[0]};
    const Estimate estimate = t_interval(values);
    return {estimate.value, estimate.lower, estimate.upper};
}

Place place(const Spread& spread, const Band& band) {
    if (std::isnan(spread.lower) || std::isnan(spread.upper)) return Place::nowhere;
    if (spread.lower >= band.lower && spread.upper <= band.upper) return Place::inside;
    return spread.upper < band.lower || spread.lower > band.upper ? Place::outside : Place::across;
}

int severity(FactVerdict verdict) {
    switch (verdict) {
    case FactVerdict::fails:
        return 3;
    case FactVerdict::undecided:
        return 2;
    case FactVerdict::holds:
        return 1;
    case FactVerdict::not_judged:
        break;
    }
    return 0;
}

} // namespace

CheckResult judge(const FactCheck& check, std::span<const Reading> readings) {
    CheckResult result;
    result.id = check.id;
    result.unit = check.unit;
    result.expected = check.expected;
    result.without_cause = check.without_cause;
    std::vector<double> values;
    std::vector<double> controls;
    for (const Reading& reading : readings) {
        values.push_back(reading.value);
        controls.push_back(reading.control);
    }
    const Spread seen = spread_of(values);
    result.observed = seen.value;
    result.lower = seen.lower;
    result.upper = seen.upper;
    const auto say = [&](FactVerdict verdict, FactReason reason) {
        result.verdict = verdict;
        result.reason = reason;
        return result;
    };
    Place without = Place::inside;
    if (check.has_control()) {
        const Spread control = spread_of(controls);
        result.control = control.value;
        result.control_lower = control.lower;
        result.control_upper = control.upper;
        without = place(control, check.without_cause);
    }
    const Place with = place(seen, check.expected);
    if (with == Place::nowhere || without == Place::nowhere)
        return say(FactVerdict::fails, FactReason::no_value);
    if (with == Place::outside) return say(FactVerdict::fails, FactReason::outside);
    if (without == Place::outside) return say(FactVerdict::fails, FactReason::control_stays);
    if (with == Place::across) return say(FactVerdict::undecided, FactReason::unclear);
    if (without == Place::across) return say(FactVerdict::undecided, FactReason::control_unclear);
    return say(FactVerdict::holds, FactReason::none);
}

FactVerdict worst_of(std::span<const CheckResult> checks) {
    FactVerdict worst = FactVerdict::not_judged;
    for (const CheckResult& check : checks)
        if (severity(check.verdict) > severity(worst)) worst = check.verdict;
    return worst;
}

const CheckResult* FactResult::deciding() const {
    for (const CheckResult& check : checks)
        if (check.verdict == verdict) return &check;
    return nullptr;
}

} // namespace attune
