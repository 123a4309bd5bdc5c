// Figures that may be unknown, in words and in JSON: what tables of ways of asking share.
#pragma once

#include "core/base/json.h"
#include "core/measures/metrics/metric.h"
#include "core/measures/statistics/intervals.h"
#include "simulations/report/number_text.h"

#include <cmath>
#include <string>

namespace attune {

/// The value, or the words for none.
inline std::string known_text(double value, const NumberStyle& style, const Text& text) {
    return std::isfinite(value) ? value_text(value, style, text) : text.get("report.none");
}
inline std::string known_difference(double value, const NumberStyle& style, const Text& text) {
    return std::isfinite(value) ? difference_text(value, style, text) : text.get("report.none");
}
/// The interval, or the words for none.
inline std::string known_interval(const MetricValue& figure, const NumberStyle& style, const Text& text) {
    return std::isfinite(figure.lower) ? interval_text(figure.lower, figure.upper, style, text)
                                       : text.get("report.none");
}
/// The interval of a value, of a difference, or the words for none.
inline std::string known_interval(const Estimate& figure, const NumberStyle& style, const Text& text) {
    return std::isfinite(figure.lower) ? interval_text(figure.lower, figure.upper, style, text)
                                       : text.get("report.none");
}
inline std::string known_change_interval(const Estimate& figure, const NumberStyle& style, const Text& text) {
    return std::isfinite(figure.lower) ? difference_interval_text(figure.lower, figure.upper, style, text)
                                       : text.get("report.none");
}

/// A number, or null.
inline Json known_number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}
/// {value, lower, upper}.
inline Json known_figure(const MetricValue& figure) {
    return {{"value", known_number(figure.value)},
            {"lower", known_number(figure.lower)},
            {"upper", known_number(figure.upper)}};
}
inline Json known_figure(const Estimate& figure) {
    return {{"value", known_number(figure.value)},
            {"lower", known_number(figure.lower)},
            {"upper", known_number(figure.upper)}};
}

} // namespace attune
