#include "simulations/study/loop_curve.h"

#include "core/measures/statistics/jackknife.h"
#include "core/policy/parameters.h"
#include "simulations/study/loop_rejected.h"
#include "simulations/study/loop_runs.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

namespace attune {
namespace {

constexpr std::string_view answering = "deescalation.";

bool has_scale(const ParameterSpec& spec) {
    return spec.kind == ParameterKind::real || spec.kind == ParameterKind::integer;
}

/// The entry of a lever that can be swept.
Result<const PolicyTable::Entry*> swept(std::string_view lever) {
    const PolicyTable& table = policy_parameters();
    const PolicyTable::Entry* entry = table.find(lever);
    if (!entry) {
        Policy nobodys;
        return pass_on(table.set_text(nobodys, lever, "")); // says what may have been meant
    }
    std::string all;
    for (const std::string& key : curve_levers())
        all += (all.empty() ? "" : ", ") + key;
    if (!lever.starts_with(answering))
        return fail(ErrorCode::bad_input,
                    "'" + excerpt(lever) + "' does not change how dissatisfaction is answered", {},
                    "Levers that do: " + all);
    if (!has_scale(entry->spec))
        return fail(ErrorCode::bad_input, "'" + excerpt(lever) + "' has no scale of numbers", {},
                    "Levers that have one: " + all);
    return entry;
}

/// The multiple of the lever's step, counted from the lower end, that is nearest.
double at_step(const ParameterSpec& spec, double value) {
    const double steps = std::round((value - spec.minimum) / spec.step);
    // Ten digits after the point tell every step apart and give 0.6 for 0.6000000000000001.
    constexpr double digits = 1e10;
    return std::clamp(std::round((spec.minimum + steps * spec.step) * digits) / digits, spec.minimum,
                      spec.maximum);
}

const LoopMeasure& found(const std::vector<LoopMeasure>& measures, std::string_view key) {
    const auto at = std::find_if(measures.begin(), measures.end(),
                                 [&](const LoopMeasure& measure) { return measure.key == key; });
    if (at == measures.end()) throw std::logic_error("no measure " + std::string(key));
    return *at;
}

/// A measure by unit of people: 1 - with / without, or `with` alone.
struct Parts {
    std::vector<Fraction> with, without;
};

/// What a point is made of, in the order of curve_measures.
using AllParts = std::array<Parts, curve_measures.size()>;

AllParts parts_of(const LoopRejected& rejected, std::vector<Fraction> false_offers) {
    LoopRejected::Parts parts = rejected.parts();
    return {{{std::move(parts.bad), std::move(parts.bad_twin)},
             {std::move(false_offers), {}},
             {std::move(parts.over), {}},
             {std::move(parts.kept), {}}}};
}

/// One unit of people at one value.
struct Unit {
    Fraction with, without;

    Unit& operator+=(const Unit& other) {
        with += other.with;
        without += other.without;
        return *this;
    }
    Unit& operator-=(const Unit& other) {
        with -= other.with;
        without -= other.without;
        return *this;
    }
    bool empty() const { return with.empty() && without.empty(); }
};

std::vector<Unit> units_of(const Parts& parts) {
    std::vector<Unit> units;
    for (std::size_t i = 0; i < parts.with.size(); ++i)
        units.push_back({parts.with[i], parts.without.empty() ? Fraction() : parts.without[i]});
    return units;
}

/// The difference of two values that are told, with the interval of the same people side by side.
MetricValue change_of(double low, double high, const Parts& at_low, const Parts& at_high) {
    const bool reduction = !at_low.without.empty();
    const std::vector<Unit> first = units_of(at_low), last = units_of(at_high);
    Estimate estimate = paired_jackknife(
        std::span<const Unit>(first), std::span<const Unit>(last), [reduction](const Unit& unit) {
            return reduction ? 1 - unit.with.value() / unit.without.value() : unit.with.value();
        });
    // Over several replications a share that is told is the mean of theirs; the interval is as wide around
    // it.
    const double moved = high - low - estimate.value;
    estimate.value += moved;
    estimate.lower += moved;
    estimate.upper += moved;
    return value_of(estimate, static_cast<double>(first.size()));
}

/// One value; `after_day` is called after each day of its runs.
Result<LoopCurvePoint> measure_point(const LoadedScenario& scenario, const Policy& policy, double value,
                                     const SimulateOptions& options, const std::function<void()>& after_day,
                                     AllParts& parts) {
    LoopRejected rejected;
    std::vector<Fraction> false_offers;
    for (int r = 0; r < options.replications; ++r) {
        const auto runs = run_loop(scenario, policy, r, options, after_day, LoopExtent::rejected);
        if (!runs) return pass_on(runs);
        rejected.add(**runs);
        false_offers.insert(false_offers.end(), (*runs)->false_offers.begin(), (*runs)->false_offers.end());
    }
    parts = parts_of(rejected, std::move(false_offers));
    std::vector<LoopMeasure> measures;
    rejected.write(measures);
    LoopCurvePoint point{.value = value, .urr = {}, .fal = {}, .ovr = {}, .pkp = {}};
    for (const CurveMeasure& one : curve_measures) {
        LoopMeasure& measure = point.*one.measure = found(measures, one.key);
        judge(measure);
    }
    return point;
}

} // namespace

std::vector<std::string> curve_levers() {
    std::vector<std::string> keys;
    for (const PolicyTable::Entry& entry : policy_parameters().entries())
        if (entry.spec.key.starts_with(answering) && has_scale(entry.spec)) keys.push_back(entry.spec.key);
    return keys;
}

Result<Policy> policy_with(const Policy& policy, std::string_view lever, double value) {
    const auto entry = swept(lever);
    if (!entry) return pass_on(entry);
    const auto checked = value_from_json((*entry)->spec, lever, Json(value));
    if (!checked) return pass_on(checked);
    Policy changed = policy;
    policy_parameters().set(changed, **entry, lever, *checked);
    if (auto sound = check_policy(changed); !sound) return pass_on(sound);
    return changed;
}

Result<std::vector<double>> curve_values(const Policy& policy, std::string_view lever, int count) {
    const auto entry = swept(lever);
    if (!entry) return pass_on(entry);
    if (count < 2) return fail(ErrorCode::bad_input, "a curve needs at least two values");
    const ParameterSpec& spec = (*entry)->spec;
    const double present = policy_parameters().get(policy, **entry, lever);
    const bool log = spec.scale == Scale::log;
    const double from = log ? std::log(spec.minimum) : spec.minimum;
    const double to = log ? std::log(spec.maximum) : spec.maximum;
    std::vector<double> values;
    for (int i = 0; i < count; ++i) {
        const double even = from + (to - from) * i / (count - 1);
        const double value = at_step(spec, log ? std::exp(even) : even);
        if (policy_with(policy, lever, value)) values.push_back(value);
    }
    // The policy's own value takes the place of the nearest between the ends.
    const bool there = std::find(values.begin(), values.end(), present) != values.end();
    if (!there && values.size() > 2)
        *std::min_element(values.begin() + 1, values.end() - 1, [&](double a, double b) {
            return std::fabs(a - present) < std::fabs(b - present);
        }) = present;
    else if (!there)
        values.push_back(present);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

Result<LoopCurve> measure_loop_curve(const LoadedScenario& scenario, const Policy& policy,
                                     std::string_view lever, std::vector<double> values,
                                     const SimulateOptions& options) {
    const auto entry = swept(lever);
    if (!entry) return pass_on(entry);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() < 2) return fail(ErrorCode::bad_input, "a curve needs at least two values");
    std::vector<Policy> policies;
    for (const double value : values) {
        auto changed = policy_with(policy, lever, value);
        if (!changed) return pass_on(changed);
        policies.push_back(std::move(*changed));
    }
    const double all_days = 1.0 * LoopRuns::rejected_runs * scenario.scenario.days * options.replications *
                            static_cast<double>(values.size());
    double days_done = 0;
    const auto after_day = [&] {
        days_done += 1;
        if (options.progress) options.progress(days_done / all_days);
    };
    LoopCurve curve{.lever = std::string(lever),
                    .spec = &(*entry)->spec,
                    .present = policy_parameters().get(policy, **entry, lever),
                    .points = {}};
    AllParts lowest, highest;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto point =
            measure_point(scenario, policies[i], values[i], options, after_day, i == 0 ? lowest : highest);
        if (!point) return pass_on(point);
        curve.points.push_back(std::move(*point));
    }
    for (std::size_t m = 0; m < curve_measures.size(); ++m) {
        const auto told = curve_measures[m].measure;
        curve.change[m] = change_of((curve.points.front().*told).value.value,
                                    (curve.points.back().*told).value.value, lowest[m], highest[m]);
    }
    return curve;
}

} // namespace attune
