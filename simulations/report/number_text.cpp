#include "simulations/report/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace attune {
namespace {

constexpr std::string_view minus = "\xE2\x88\x92";
constexpr int most_decimals = 6;

std::string digits(double value, std::chars_format format, int precision) {
    std::array<char, 400> buffer{};
    const auto [end, code] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    return code == std::errc{} ? std::string(buffer.data(), end) : std::string();
}

bool all_zero(const std::string& number) {
    return std::none_of(number.begin(), number.end(), [](char c) { return c >= '1' && c <= '9'; });
}

std::string scientific(double value, int decimals) {
    const std::string raw = digits(std::fabs(value), std::chars_format::scientific, decimals);
    const std::size_t e = raw.find('e');
    int power = 0;
    const char* from = raw.data() + e + (raw[e + 1] == '+' ? 2 : 1);
    std::from_chars(from, raw.data() + raw.size(), power);
    const std::string exponent =
        (power < 0 ? std::string(minus) : std::string()) + std::to_string(std::abs(power));
    return (value < 0 ? std::string(minus) : std::string()) + raw.substr(0, e) + "e" + exponent;
}

double scaled(double value, NumberStyle style) {
    return style.kind == NumberKind::share ? value * 100.0 : value;
}

/// One point, many points: "points" stands wherever the figure is not exactly 1.
std::string counted_points(const std::string& figure, const Text& text) {
    const bool one = figure == "1" || figure == "+1" || figure == std::string(minus) + "1";
    return text.get(one ? "report.point" : "report.points", {{"value", figure}});
}

} // namespace

NumberKind kind_of(std::string_view unit) {
    return unit == "share" ? NumberKind::share : NumberKind::plain;
}

int leading_power(double value) {
    if (value == 0.0 || !std::isfinite(value)) return 0;
    const std::string raw = digits(std::fabs(value), std::chars_format::scientific, 0);
    int power = 0;
    const std::size_t e = raw.find('e');
    std::from_chars(raw.data() + e + (raw[e + 1] == '+' ? 2 : 1), raw.data() + raw.size(), power);
    return power;
}

std::string fixed_number(double value, int decimals) {
    if (!std::isfinite(value)) return {};
    if (std::fabs(value) >= 1e15) return scientific(value, 2);
    const std::string raw = digits(std::fabs(value), std::chars_format::fixed, std::max(decimals, 0));
    const std::size_t whole = std::min(raw.find('.'), raw.size());
    std::string out = value < 0 && !all_zero(raw) ? std::string(minus) : std::string();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) out += ',';
        out += raw[i];
    }
    return out;
}

std::string significant_number(double value, int wanted) {
    if (!std::isfinite(value)) return {};
    if (value == 0.0) return "0";
    const std::string raw = digits(std::fabs(value), std::chars_format::scientific, wanted - 1);
    int power = 0;
    const std::size_t e = raw.find('e');
    std::from_chars(raw.data() + e + (raw[e + 1] == '+' ? 2 : 1), raw.data() + raw.size(), power);
    if (power < -most_decimals || power >= 15) return scientific(value, wanted - 1);
    return fixed_number(value, std::max(wanted - 1 - power, 0));
}

std::string count_text(double value) {
    return fixed_number(value, 0);
}

NumberStyle style_for(NumberKind kind, double value, double lower, double upper) {
    NumberStyle style{kind, 0};
    const double half = scaled((upper - lower) / 2, style);
    const double shown = scaled(value, style);
    const auto zero = [&](double x) {
        return x != 0.0 && all_zero(fixed_number(scaled(x, style), style.decimals));
    };
    if (std::isfinite(half) && half > 0) {
        // A half-width of 1.0 to 1.4 rounded to one digit would be off by up to a third.
        const std::string lead = digits(half, std::chars_format::scientific, 1);
        const bool coarse = lead.front() == '1' && lead[2] < '5';
        style.decimals = std::clamp((coarse ? 1 : 0) - leading_power(half), 0, most_decimals);
        while (style.decimals < most_decimals && (zero(lower) || zero(upper)))
            ++style.decimals;
    } else if (std::isfinite(shown) && shown != 0.0) {
        style.decimals = std::clamp(2 - leading_power(shown), 0, most_decimals);
        if (std::fabs(shown) >= 100 || (std::floor(shown) == shown && std::fabs(shown) >= 10))
            style.decimals = 0;
    }
    return style;
}

NumberStyle style_as_set(NumberKind kind, double value) {
    NumberStyle style{kind, 0};
    const double shown = scaled(value, style);
    for (double unit = 1; style.decimals < most_decimals; unit *= 10, ++style.decimals)
        if (std::fabs(shown * unit - std::round(shown * unit)) < 1e-6) break;
    return style;
}

std::string value_text(double value, NumberStyle style, const Text& text) {
    if (!std::isfinite(value)) return text.get("report.no_data");
    const std::string figure = fixed_number(scaled(value, style), style.decimals);
    return style.kind == NumberKind::share ? text.get("report.percent", {{"value", figure}}) : figure;
}

std::string figure_text(double value, NumberStyle style, const Text& text) {
    if (!std::isfinite(value)) return text.get("report.none");
    return fixed_number(scaled(value, style), style.decimals);
}

std::string difference_text(double value, NumberStyle style, const Text& text) {
    if (!std::isfinite(value)) return text.get("report.no_data");
    const std::string figure = signed_figure(value, style);
    return style.kind == NumberKind::share ? counted_points(figure, text) : figure;
}

std::string signed_figure(double value, NumberStyle style) {
    if (value == 0.0) return "0";
    const std::string figure = fixed_number(scaled(value, style), style.decimals);
    return !figure.empty() && !figure.starts_with(minus) && !all_zero(figure) ? "+" + figure : figure;
}

std::string amount_text(double value, NumberStyle style, const Text& text) {
    if (!std::isfinite(value)) return text.get("report.no_data");
    const std::string figure = fixed_number(scaled(std::fabs(value), style), style.decimals);
    return style.kind == NumberKind::share ? counted_points(figure, text) : figure;
}

std::string interval_text(double lower, double upper, NumberStyle style, const Text& text) {
    if (!std::isfinite(lower) || !std::isfinite(upper)) return text.get("report.no_interval");
    return text.get("report.interval",
                    {{"lower", value_text(lower, style, text)}, {"upper", value_text(upper, style, text)}});
}

std::string difference_interval_text(double lower, double upper, NumberStyle style, const Text& text) {
    if (!std::isfinite(lower) || !std::isfinite(upper)) return text.get("report.no_interval");
    const std::string end = signed_figure(upper, style);
    return text.get(
        "report.interval",
        {{"lower", signed_figure(lower, style)},
         {"upper", style.kind == NumberKind::share ? text.get("report.points", {{"value", end}}) : end}});
}

} // namespace attune
