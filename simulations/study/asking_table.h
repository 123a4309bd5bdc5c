// The surface of asking as people read it: its measures, a table, a sentence per measure, JSON and CSV.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/lab_picture.h"
#include "simulations/study/asking_surface.h"

#include <array>
#include <span>

namespace attune {

/// A measure of the surface that can be looked at alone; words: "asking.view.<name>" and so on.
struct AskingMeasure {
    std::string_view name;
    std::string_view metric;
    MetricValue AskingFigures::*figure;
    NumberStyle style;
    bool difference = false; ///< around zero: written with its sign
};
inline constexpr std::array<AskingMeasure, 6> asking_measures = {
    {{"response", "response_rate", &AskingFigures::response, {NumberKind::share, 1}},
     {"answers", "answers_per_user_week", &AskingFigures::answers, {NumberKind::plain, 2}},
     {"opt_out", "opt_out_rate", &AskingFigures::opt_out, {NumberKind::share, 1}},
     {"bias", "nonresponse_bias", &AskingFigures::bias, {NumberKind::plain, 3}, true},
     {"truth", "answers_true", &AskingFigures::truth, {NumberKind::share, 1}},
     {"bits", "answer_bits", &AskingFigures::bits, {NumberKind::plain, 3}}}};

/// "6 h", "7 days".
std::string gap_words(double hours, const Text& text);
/// A value of the measure, or the words for none.
std::string measure_words(const AskingMeasure& measure, double value, const Text& text);
std::string measure_interval(const AskingMeasure& measure, const MetricValue& figure, const Text& text);

/// One row per cell with all measures and their intervals.
DataTable asking_table(std::span<const AskingOutcome> outcomes, const Text& text);

/// Where the measure is highest (the bias: farthest from zero), how sure that is, and what belongs to it: for
/// the share answered, which moments are answered more often than random ones at every gap, by intervals that
/// do not meet. Nothing is said of an order that chance could have made: cells whose intervals meet that of
/// the highest are counted.
Sentence asking_sentence(std::span<const AskingOutcome> outcomes, const AskingMeasure& measure,
                         const Text& text);

/// {"cells": [{moment, gap_hours, prompts_per_user_week, response_rate, answers_per_user_week, opt_out_rate,
/// nonresponse_bias, answers_true, answer_bits}]}, each as {value, lower, upper}; what is not known is null.
Json asking_document(std::span<const AskingOutcome> outcomes);
std::string asking_csv(std::span<const AskingOutcome> outcomes);

} // namespace attune
