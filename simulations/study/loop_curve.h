// What a lever of the answer to dissatisfaction trades: one policy with one lever at several values, each
// over the same people on the same days and beside its twin. De-escalation proposal, sections 3, 7 and 9:
// "curves of FAL and URR against threshold and strength".
#pragma once

#include "core/base/parameter.h"
#include "core/policy/policy.h"
#include "simulations/study/loop_measure.h"
#include "simulations/study/simulate.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// The measures of measure_loop with one lever at one value.
struct LoopCurvePoint {
    double value = 0; ///< of the lever
    LoopMeasure urr, fal, ovr, pkp;
};

struct LoopCurve {
    std::string lever; ///< key
    const ParameterSpec* spec = nullptr;
    double present = 0;                 ///< the policy's own value
    std::vector<LoopCurvePoint> points; ///< by value, ascending
    /// At the highest value less at the lowest, person by person, in the order of curve_measures: surer than
    /// either alone. NaN where one is unknown.
    std::array<MetricValue, 4> change{unknown_value(), unknown_value(), unknown_value(), unknown_value()};
};

/// The measures of a curve in their order, and whether more of it is better.
struct CurveMeasure {
    std::string_view key;
    LoopMeasure LoopCurvePoint::*measure;
    bool more_is_better;
};
inline constexpr std::array<CurveMeasure, 4> curve_measures = {{{"urr", &LoopCurvePoint::urr, true},
                                                                {"fal", &LoopCurvePoint::fal, false},
                                                                {"ovr", &LoopCurvePoint::ovr, false},
                                                                {"pkp", &LoopCurvePoint::pkp, true}}};

/// The threshold of section 3 and the strength of section 7.
constexpr std::string_view threshold_lever = "deescalation.acknowledge_at";
constexpr std::string_view strength_lever = "deescalation.step";

/// Keys of all levers of de-escalation that have a scale of numbers, in the order of the table.
std::vector<std::string> curve_levers();

/// The policy with the lever at the value. Errors: bad_input for a lever that is none of curve_levers(), for
/// a value out of its range, and where the rest of the policy forbids the value (check_policy).
Result<Policy> policy_with(const Policy& policy, std::string_view lever, double value);

/// About `count` values, evenly over what the policy allows of the lever's range, at its steps: both ends and
/// the policy's own value among them. Errors: those of policy_with; bad_input for fewer than two.
constexpr int usual_curve_values = 7;
Result<std::vector<double>> curve_values(const Policy& policy, std::string_view lever,
                                         int count = usual_curve_values);

/// Measures every value, each once and in ascending order. A point is what measure_loop gives for that
/// policy, bit for bit, at two runs of all people instead of three: what is read of first taps, of scripted
/// people and of how people felt is left out. The twin is run again for every value: it ranks by what the
/// policy's own people taught about the items, so another value's twin is another one. Errors: those of
/// curve_values and measure_loop.
Result<LoopCurve> measure_loop_curve(const LoadedScenario& scenario, const Policy& policy,
                                     std::string_view lever, std::vector<double> values,
                                     const SimulateOptions& options);

} // namespace attune
