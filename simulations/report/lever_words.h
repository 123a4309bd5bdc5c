// A lever in words: its name, its value with a short unit, its range. One place for the window, reports and
// exports, so that a value reads the same everywhere. Made from the ParameterSpec alone.
#pragma once

#include "core/base/parameter.h"
#include "core/base/text.h"

#include <string>
#include <string_view>

namespace attune {

/// What a value is multiplied by to be shown: 100 for a share, which is shown as percent, else 1.
double shown_factor(const ParameterSpec& spec);
/// Digits after the point of the value as shown, so that one step of the lever shows.
int shown_decimals(const ParameterSpec& spec);

/// "Prompts per week"; for a member of a family with its group: "Floor, small providers". `key` is the full
/// key. Names of groups come from files, so they are made fit to be shown and cut to `longest_group`
/// characters.
std::string lever_name(const ParameterSpec& spec, std::string_view key, const Text& text);
constexpr std::size_t longest_group = 40;

/// "14 d", "18 %", "0.70", "−2.5", "on", "learned factors"; "off" for a zero that switches something off. As
/// many digits as the value has, at least those of one step, at most six.
std::string lever_value_words(const ParameterSpec& spec, double value, const Text& text);
/// The same without sign of the unit.
std::string lever_figure_words(const ParameterSpec& spec, double value, const Text& text);

/// The sign behind a number: "d", "h", "%"; empty where the name says it all.
std::string lever_unit_sign(const ParameterSpec& spec, const Text& text);
/// The unit in full, as it is spoken: "days", "prompts", "percent"; empty where there is none.
std::string lever_unit_words(const ParameterSpec& spec, const Text& text);
/// "0 to 50", "0 % to 90 %", "on or off", "learned factors, most popular first ...".
std::string lever_range_words(const ParameterSpec& spec, const Text& text);

/// A message of the core with every key of a policy's lever ('prompt.weekly_cap') replaced by the lever's
/// name, and a capital at the start.
std::string with_lever_names(std::string_view message, const Text& text);

} // namespace attune
