#include "simulations/report/chart_frame.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr double width = 1080;
constexpr double row_height = 32;
constexpr double head_height = 28;
constexpr double strip_left = 348;
constexpr double strip_right = 608;
constexpr double strip_middle = (strip_left + strip_right) / 2;
constexpr double value_right = 724;
constexpr double interval_left = 744;
constexpr double reading_left = 920;

/// The largest distance from zero a row has to show.
double reach(const DifferenceRow& row) {
    double most = 0;
    for (const double value : {row.value, row.lower, row.upper, row.limit.value_or(0)})
        if (drawable(value)) most = std::max(most, std::fabs(value));
    return most > 0 ? most * 1.15 : 1;
}

void draw_mark(SvgWriter& svg, Seen seen, double x, double y) {
    switch (seen) {
    case Seen::truth:
        return svg.circle(x, y, 4, style::truth);
    case Seen::answers:
        return svg.diamond(x, y, 4.5, style::card, style::answers);
    case Seen::behaviour:
        return svg.rect(x - 3.5, y - 3.5, 7, 7, style::text_muted);
    }
}

void draw_strip(SvgWriter& svg, const DifferenceRow& row, double y) {
    if (!drawable(row.value)) {
        svg.hatched(strip_left, y - 8, strip_right - strip_left, 16);
        return;
    }
    const double most = reach(row);
    const auto x_of = [&](double value) {
        return strip_middle + (strip_right - strip_left) / 2 * std::clamp(value / most, -1.0, 1.0);
    };
    svg.line(strip_left, y, strip_right, y, style::grid, 1);
    if (row.limit && drawable(*row.limit)) {
        const double x = x_of(*row.limit);
        if (*row.limit < 0)
            svg.rect(strip_left, y - 10, x - strip_left, 20, style::danger_soft);
        else
            svg.rect(x, y - 10, strip_right - x, 20, style::danger_soft);
        svg.line(x, y - 10, x, y + 10, style::limit, style::limit_width);
    }
    const std::string_view colour = row.seen == Seen::answers ? style::answers : style::truth;
    if (drawable(row.lower) && drawable(row.upper)) {
        const double from = x_of(row.lower);
        const double to = x_of(row.upper);
        svg.line(from, y, to, y, colour, 1.5);
        svg.line(from, y - 4, from, y + 4, colour, 1.5);
        svg.line(to, y - 4, to, y + 4, colour, 1.5);
    }
    draw_mark(svg, row.seen, x_of(row.value), y);
}

std::string_view reading_colour(Light light) {
    switch (light) {
    case Light::held:
    case Light::better:
        return style::success_text;
    case Light::broken:
    case Light::worse:
        return style::danger_text;
    default:
        return style::text_secondary;
    }
}

} // namespace

std::string draw(const DifferenceChart& chart) {
    const double heading = heading_height(chart.head, width);
    const double rows = chart.rows.empty() ? 4 : static_cast<double>(chart.rows.size());
    const double top = heading + head_height;
    const double height = top + rows * row_height + 6;
    SvgWriter svg(chart.head.id, width, height, chart.head.question, chart.head.description,
                  margin_of(chart.head));
    draw_heading(svg, chart.head, width);
    if (chart.rows.empty()) {
        draw_empty(svg, chart.no_data, 0, heading, width, head_height + rows * row_height);
        return svg.finish();
    }
    svg.rect(0, heading, width, head_height, style::sunken);
    const double head_line = heading + 18.5;
    const auto head = [&](double x, const std::string& words, double room, Anchor anchor) {
        svg.text(x, head_line, fitting(words, room, 12, true),
                 {.size = 12, .colour = style::text_secondary, .anchor = anchor, .bold = true});
    };
    head(10, chart.head_metric, strip_left - 30, Anchor::start);
    head(strip_middle, "0", 40, Anchor::middle);
    head(value_right, chart.head_difference, value_right - strip_right - 4, Anchor::end);
    head(interval_left, chart.head_interval, reading_left - interval_left - 10, Anchor::start);
    head(reading_left, chart.head_reading, width - reading_left, Anchor::start);

    svg.line(strip_middle, top, strip_middle, top + rows * row_height, style::baseline, 1.25,
             style::baseline_dash);
    for (std::size_t i = 0; i < chart.rows.size(); ++i) {
        const DifferenceRow& row = chart.rows[i];
        const double y = top + row_height * (static_cast<double>(i) + 0.5);
        svg.line(0, y + row_height / 2, width, y + row_height / 2, style::border_subtle, 1);
        draw_mark(svg, row.seen, 14, y);
        svg.text(28, y + 4.5, fitting(row.name, strip_left - 40, 13), {.size = 13, .colour = style::text});
        draw_strip(svg, row, y);
        svg.text(value_right, y + 4.5, fitting(row.value_words, value_right - strip_right - 4, 13, true),
                 {.size = 13, .colour = style::text, .anchor = Anchor::end, .bold = true});
        svg.text(interval_left, y + 4.5, fitting(row.interval_words, reading_left - interval_left - 22, 12),
                 {.size = 12, .colour = style::text_muted});
        svg.raw(light_sign(row.light, reading_left + 6, y));
        svg.text(reading_left + 20, y + 4.5, fitting(row.reading, width - reading_left - 20, 13),
                 {.size = 13, .colour = reading_colour(row.light)});
    }
    return svg.finish();
}

std::string draw(const TileStrip& strip) {
    constexpr double strip_width = 200;
    constexpr double middle = 12;
    constexpr double margin = 8;
    SvgWriter svg(strip.head.id, strip_width, 24, strip.head.question, strip.head.description);
    double low = strip.value;
    double high = strip.value;
    const auto take = [&](double value) {
        if (!drawable(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    };
    for (const double value : {strip.lower, strip.upper, strip.baseline.value_or(strip.value)})
        take(value);
    if (strip.answers)
        for (const double value : {strip.answers->value, strip.answers->lower, strip.answers->upper})
            take(value);
    if (!drawable(strip.value)) {
        svg.hatched(0, middle - 6, strip_width, 12);
        return svg.finish();
    }
    const auto x_of = [&](double value) {
        if (high <= low) return strip_width / 2;
        return margin + (strip_width - 2 * margin) * ((value / 2 - low / 2) / (high / 2 - low / 2));
    };
    svg.line(0, middle, strip_width, middle, style::grid, 2);
    if (strip.baseline && drawable(*strip.baseline))
        svg.rect(x_of(*strip.baseline) - 1.25, middle - 8, 2.5, 16, style::baseline);
    const auto whisker = [&](double lower, double upper, std::string_view colour) {
        if (drawable(lower) && drawable(upper)) svg.line(x_of(lower), middle, x_of(upper), middle, colour, 2);
    };
    if (strip.answers && drawable(strip.answers->value)) {
        whisker(strip.answers->lower, strip.answers->upper, style::answers);
        svg.diamond(x_of(strip.answers->value), middle, 4.5, style::card, style::answers);
    }
    whisker(strip.lower, strip.upper, style::truth);
    svg.circle(x_of(strip.value), middle, 4.5, style::truth);
    return svg.finish();
}

} // namespace attune
