#include "simulations/report/axis.h"
#include "simulations/report/chart_frame.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double width = 560;
constexpr double row_height = 40;
constexpr double bar_height = 16;
constexpr double most_name_width = 170;

/// Where the value's words begin: at the end of the bar, for they are the bar's, and behind a mark only where
/// it would run through them.
double beside(double end, std::vector<double> marks, double words) {
    constexpr double gap = 10;
    std::sort(marks.begin(), marks.end());
    double left = end + gap;
    for (const double mark : marks)
        if (mark > left - gap && mark < left + words + gap) left = mark + gap;
    return left;
}

} // namespace

std::string draw(const ShareChart& chart) {
    const double heading = heading_height(chart.head, width);
    bool any = false;
    bool floors = false;
    double high = 0;
    double name_width = 0;
    double words_width = 0;
    for (const ShareRow& row : chart.rows) {
        name_width = std::max(name_width, text_width(row.name, 13));
        words_width = std::max(words_width, text_width(row.value_words, 13, true));
        for (const double value : {row.value, row.upper, row.baseline.value_or(0), row.floor.value_or(0)})
            if (drawable(value)) high = std::max(high, value);
        any = any || drawable(row.value);
        floors = floors || row.floor;
    }
    const double row_step = floors ? row_height + 10 : row_height;
    const double top = heading + 10;
    const double rows_height = any ? row_step * static_cast<double>(chart.rows.size()) : 200;
    const double height = top + rows_height + (any ? 28 : 12);
    SvgWriter svg(chart.head.id, width, height, chart.head.question, chart.head.description,
                  margin_of(chart.head));
    draw_heading(svg, chart.head, width);
    if (!any) {
        draw_empty(svg, chart.no_data, 0, top, width, rows_height);
        return svg.finish();
    }

    name_width = std::min(name_width, most_name_width);
    const double left = name_width + 14;
    const double right = width - std::min(words_width, 130.0) - 12;
    const double bottom = top + rows_height;
    const Ticks ticks = nice_ticks(0, high > 0 ? high : 1, 6);
    const auto x_of = [&](double share) {
        return left + (right - left) * (std::clamp(share, 0.0, ticks.high()) / ticks.high());
    };
    double taken = 0;
    for (const double tick : ticks.at) {
        const double x = x_of(tick);
        if (tick > 0) svg.line(x, top, x, bottom, style::grid, 1);
        const std::string words =
            (chart.kind == NumberKind::share
                 ? fixed_number(tick * 100, std::clamp(ticks.decimals - 2, 0, 9)) + "\xC2\xA0%"
                 : fixed_number(tick, std::clamp(ticks.decimals, 0, 9)));
        const double half = text_width(words, style::axis_size) / 2;
        if (x - half < taken || x + half > width) continue;
        svg.text(x, bottom + 18, words,
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::middle});
        taken = x + half + 6;
    }
    svg.line(left, top, left, bottom, style::axis, 1);

    for (std::size_t i = 0; i < chart.rows.size(); ++i) {
        const ShareRow& row = chart.rows[i];
        const double middle = top + row_step * static_cast<double>(i) + row_height / 2;
        svg.text(name_width, middle + 4.5, fitting(row.name, name_width, 13),
                 {.size = 13, .colour = style::text_secondary, .anchor = Anchor::end});
        double end = left;
        std::vector<double> marks;
        if (drawable(row.value)) {
            end = x_of(row.value);
            svg.rect(left, middle - bar_height / 2, end - left, bar_height, style::candidate);
        } else {
            svg.hatched(left, middle - bar_height / 2, right - left, bar_height);
            end = right;
        }
        if (row.floor && drawable(*row.floor)) {
            const double x = x_of(*row.floor);
            svg.line(x, middle - 14, x, middle + 14, style::threshold, 2, style::threshold_dash);
            const std::string words = fitting(row.floor_words, width - left, 12);
            const double half = text_width(words, 12) / 2;
            svg.text(std::clamp(x, left + half + 4, width - half), middle + 26, words,
                     {.size = 12, .colour = style::caution_text, .anchor = Anchor::middle, .halo = true});
            marks.push_back(x);
        }
        if (row.baseline && drawable(*row.baseline)) {
            const double x = x_of(*row.baseline);
            // White edges keep the grey tick apart from the blue bar below it.
            svg.rect(x - 2.5, middle - 13, 5, 26, style::card);
            svg.rect(x - 1.5, middle - 12, 3, 24, style::baseline);
            marks.push_back(x);
        }
        if (drawable(row.value) && drawable(row.lower) && drawable(row.upper)) {
            const double from = x_of(row.lower);
            const double to = x_of(row.upper);
            svg.line(from, middle, to, middle, style::text, 1.25);
            svg.line(from, middle - 4, from, middle + 4, style::text, 1.25);
            svg.line(to, middle - 4, to, middle + 4, style::text, 1.25);
            end = std::max(end, to);
        }
        const double words_left = beside(end, marks, text_width(row.value_words, 13, true));
        svg.text(words_left, middle + 4.5, fitting(row.value_words, width - words_left, 13, true),
                 {.size = 13, .colour = style::text, .bold = true, .halo = true});
    }
    return svg.finish();
}

} // namespace attune
