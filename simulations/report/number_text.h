// Numbers as people read them: a true minus sign, thousands apart, shares as percent, no more digits than the
// interval supports. Always the C locale, so that a page made twice is the same page.
#pragma once

#include "core/base/text.h"

#include <string>
#include <string_view>

namespace attune {

enum class NumberKind { plain, share };

/// share for the unit "share": shown as percent, its differences as points.
NumberKind kind_of(std::string_view unit);

/// How one family of figures is written. `decimals` counts digits after the point as shown (of the percent
/// figure for a share).
struct NumberStyle {
    NumberKind kind = NumberKind::plain;
    int decimals = 2;
};

/// Power of ten of the leading digit after rounding to one digit: 0.034 -> -2, 9.7 -> 1. 0 for zero.
int leading_power(double value);

/// 1234.5 with one decimal -> "1,234.5"; "-0.00" never. From 1e15 on: "1.23e15". NaN and infinities -> "".
std::string fixed_number(double value, int decimals);

/// Shortest fixed form with that many significant digits: 0.01234, 3 -> "0.0123"; trailing zeros kept.
std::string significant_number(double value, int digits);

/// A whole count: "12,500".
std::string count_text(double value);

/// Enough decimals that the half-width shows one digit (two if they are under 15), at most 6, and more where
/// a bound that is not zero would read as zero. Without an interval: three significant digits of `value`.
NumberStyle style_for(NumberKind kind, double value, double lower, double upper);

/// For a number that somebody set, a limit or a floor: the fewest decimals that show it as it is, at most 6.
NumberStyle style_as_set(NumberKind kind, double value);

/// "0.62", "17.6 %"; words for "no data" where there is no number.
std::string value_text(double value, NumberStyle style, const Text& text);
/// Only the figure, no words and no sign of percent: for a table column whose head names the unit.
std::string figure_text(double value, NumberStyle style, const Text& text);
/// Always signed: "+0.04", "−1.8 points", "+1 point", "0".
std::string difference_text(double value, NumberStyle style, const Text& text);
/// The same without words: "+0.04", "−1.8", "0"; nothing for NaN and infinities.
std::string signed_figure(double value, NumberStyle style);
/// How large a difference is, without its sign: "0.04", "1.8 points".
std::string amount_text(double value, NumberStyle style, const Text& text);
/// "0.03 to 0.05", "16.9 % to 18.2 %", or the words for "no interval".
std::string interval_text(double lower, double upper, NumberStyle style, const Text& text);
/// "+0.03 to +0.05", "−2.6 to −1.0 points", or the words for "no interval".
std::string difference_interval_text(double lower, double upper, NumberStyle style, const Text& text);

} // namespace attune
