// The words of a fit: names of figures and assumptions, what the figures say about an assumption and why; and
// the JSON document of a fit. The command line and the window speak from here.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/fit/fit_people.h"

#include <string>
#include <vector>

namespace attune {

/// Unit of a figure of a log or of a metric.
std::string figure_unit(const std::string& key);
std::string figure_name(const std::string& key, const Text& text);
std::string assumption_name(const std::string& key, const Text& text);

/// What the figures say about it, as a sentence.
std::string why(const FittedAssumption& estimate, const Text& text);
std::string why(const HeldAssumption& held, const Text& text);
/// What it would be if what it rests on were otherwise; empty where nothing held could move it.
std::string rests_on(const FittedAssumption& estimate, const Text& text);
/// "met", or how near the model comes.
std::string verdict(const FittedFigure& figure, const Text& text);
/// A value of an assumption, or of a figure, with as many digits as an interval supports.
std::string assumption_text(const std::string& key, double value, double lower, double upper,
                            const Text& text);

/// {"fit": {...}, "estimates": [{"key", "before", "value", "lower", "upper", "identified", "finding", "why",
/// ...}], "targets": [{"key", "wanted", "lower", "upper", "reached", "met", "pins"}], "not_identified":
/// [{"key", "value", "finding", "why", "with"}], "asked", "left_out", "singular"}.
Json fit_document(const FitResult& result, const Text& text);

} // namespace attune
