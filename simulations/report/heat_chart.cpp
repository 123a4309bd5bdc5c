#include "simulations/report/line_plot.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double width = 1080;
constexpr double row_height = 46;
constexpr double most_name_width = 260;
constexpr double name_gap = 14;
constexpr double cell_gap = 2;
constexpr double swatch = 18;
constexpr double scale_height = 34;
constexpr double heads_height = 40;

void draw_cell(SvgWriter& svg, const HeatCell& cell, double top, double x, double y, double wide) {
    const double tall = row_height - cell_gap;
    if (!drawable(cell.value)) {
        svg.hatched(x, y, wide, tall);
        return svg.text(
            x + wide / 2, y + tall / 2 + 4.5, fitting(cell.words, wide - 8, style::label_size),
            {.size = style::label_size, .colour = style::text, .anchor = Anchor::middle, .halo = true});
    }
    const auto step = static_cast<std::size_t>(heat_step(cell.value, top));
    const std::string_view ink = style::ramp_ink[step];
    svg.rect(x, y, wide, tall, style::ramp[step]);
    if (step == 0) svg.frame(x, y, wide, tall, style::border_subtle, 1);
    const bool marked = !cell.mark.empty();
    svg.text(x + wide / 2, y + tall / 2 + (marked ? -2 : 4.5), cell.words,
             {.size = 13, .colour = ink, .anchor = Anchor::middle, .bold = marked});
    if (!marked) return;
    svg.text(x + wide / 2, y + tall / 2 + 13, fitting(cell.mark, wide - 12, style::smallest_text, true),
             {.size = style::smallest_text, .colour = ink, .anchor = Anchor::middle, .bold = true});
    // Light inside dark, so that it shows on any cell.
    svg.frame(x + 1, y + 1, wide - 2, tall - 2, style::text, 2);
    svg.frame(x + 2.5, y + 2.5, wide - 5, tall - 5, style::card, 1);
}

/// Palest to strongest with the words at both ends.
void draw_scale(SvgWriter& svg, const HeatChart& chart, double left, double y) {
    const Lettering look{.size = style::label_size, .colour = style::text_secondary};
    double x = left;
    svg.text(x, y + 12, chart.zero, look);
    x += text_width(chart.zero, style::label_size) + 8;
    for (const std::string_view colour : style::ramp) {
        svg.rect(x, y + 2, swatch, 12, colour);
        x += swatch;
    }
    svg.frame(x - heat_steps * swatch, y + 2, heat_steps * swatch, 12, style::border_subtle, 1);
    svg.text(x + 8, y + 12, chart.most, look);
}

} // namespace

double heat_top(const HeatChart& chart) {
    double top = 0;
    for (const HeatRow& row : chart.rows)
        for (const HeatCell& cell : row.cells)
            if (drawable(cell.value)) top = std::max(top, std::fabs(cell.value));
    return top;
}

int heat_step(double value, double top) {
    if (!(top > 0)) return 0;
    return std::clamp(static_cast<int>(heat_steps * std::fabs(value) / top), 0, heat_steps - 1);
}

std::string draw(const HeatChart& chart) {
    const double heading = heading_height(chart.head, width);
    const double grid = row_height * static_cast<double>(std::max<std::size_t>(chart.rows.size(), 2));
    const double top = heading + 4;
    const double bottom = top + grid;
    SvgWriter svg(chart.head.id, width, bottom + heads_height + scale_height, chart.head.question,
                  chart.head.description, margin_of(chart.head));
    draw_heading(svg, chart.head, width);
    if (chart.rows.empty() || chart.columns.empty()) {
        draw_empty(svg, chart.no_data, 0, top, width, grid);
        return svg.finish();
    }
    double names = 0;
    for (const HeatRow& row : chart.rows)
        names = std::max(names, text_width(row.name, 13));
    const double left = std::min(names, most_name_width) + name_gap;
    const double step = (width - left + cell_gap) / static_cast<double>(chart.columns.size());
    const double most = heat_top(chart);
    for (std::size_t r = 0; r < chart.rows.size(); ++r) {
        const HeatRow& row = chart.rows[r];
        const double y = top + row_height * static_cast<double>(r);
        svg.text(left - name_gap, y + row_height / 2 + 3.5, fitting(row.name, left - name_gap, 13),
                 {.size = 13, .colour = style::text, .anchor = Anchor::end});
        for (std::size_t c = 0; c < row.cells.size(); ++c)
            draw_cell(svg, row.cells[c], most, left + step * static_cast<double>(c), y, step - cell_gap);
    }
    for (std::size_t c = 0; c < chart.columns.size(); ++c)
        svg.text(left + step * static_cast<double>(c) + (step - cell_gap) / 2, bottom + 16, chart.columns[c],
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::middle});
    svg.text(left, bottom + 34, chart.columns_name, {.size = style::axis_size, .colour = style::axis_text});
    const double scale_width = text_width(chart.zero, style::label_size) +
                               text_width(chart.most, style::label_size) + heat_steps * swatch + 16;
    svg.text(width - scale_width - 12, bottom + heads_height + 16, chart.measure,
             {.size = style::label_size, .colour = style::text_secondary, .anchor = Anchor::end});
    draw_scale(svg, chart, width - scale_width, bottom + heads_height + 4);
    return svg.finish();
}

} // namespace attune
