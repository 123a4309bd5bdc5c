// What a change of policy does to stored people, before it is saved: the same people meet the policy before
// the change and the one after it; how dissatisfaction is answered and how far people trust the service stand
// side by side.
// De-escalation proposal, section 11.
#pragma once

#include "simulations/study/loop_measure.h"
#include "simulations/study/simulate.h"

#include <string>
#include <string_view>
#include <vector>

namespace attune {

constexpr int effect_people = 500; ///< of the scenario, where it has so many
constexpr int effect_days = 60;    ///< its first ones; the 14 days after a first tap and a rest fit twice

/// A measure under both policies. Where fewer than `effect_least` things were counted the value is unknown,
/// and `n` says how many they were; the change is known where both values are.
struct EffectMeasure {
    std::string key; ///< words: "effect.row.<key>", what is counted: "effect.counted.<key>"
    LoopUnit unit = LoopUnit::share;
    MetricValue before = unknown_value();
    MetricValue after = unknown_value();
    MetricValue change = unknown_value(); ///< after less before, by the same blocks of people
};
constexpr double effect_least = 30;

struct EffectPreview {
    std::string scenario;
    std::string before; ///< in words of who asked: a name, perhaps with a version
    int people = 0;
    int days = 0;
    /// fal   offers about a category that is not unwanted (less is better)
    /// urr   by how much less of what was rejected comes than without an answer (more is better)
    /// opt   times somebody turned it off, of all questions and offers (less is better)
    /// pps   questions and offers in a visit, on average
    /// trust how far people trust the service in the end, on average (more is better)
    std::vector<EffectMeasure> measures;
};

/// FAL, URR and OPT are those of measure_loop() over the same people and days, one replication of it. Errors:
/// those of measure_loop(), also where one of the policies does not fit the scenario.
Result<EffectPreview> preview_effect(const LoadedScenario& scenario, const Policy& before,
                                     const Policy& after, const SimulateOptions& options);

/// What is kept with a version: {"attune": "effect", "version": 1, "scenario", "before", "people", "days",
/// "measures": [{measure, unit, before, after, change}]}, each {value, lower, upper, n}; unknown is null.
std::string effect_to_json(const EffectPreview& preview);
/// Refused: what is not of that form, with `where`.
Result<EffectPreview> effect_from_json(std::string_view text, const std::string& where);

} // namespace attune
