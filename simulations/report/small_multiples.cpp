#include "simulations/report/axis.h"
#include "simulations/report/line_plot.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr double width = 1080;
constexpr double gap = 28;
constexpr double name_height = 24;
constexpr double plot_height = 92;
constexpr double row_gap = 16;
constexpr double most_label_width = 84;
constexpr double label_gap = 15;
constexpr std::size_t most_columns = 5;

/// Both values at the end of the lines, the candidate's bold, moved apart where they would meet.
void draw_ends(SvgWriter& svg, const PlotArea& area, const GroupLines& group, double room) {
    struct End {
        const std::vector<ChartPoint>* points;
        const std::string* words;
        LineRole role;
    };
    const std::array<End, 2> both = {{{&group.candidate, &group.candidate_words, LineRole::candidate},
                                      {&group.baseline, &group.baseline_words, LineRole::baseline}}};
    std::vector<End> ends;
    std::vector<double> wanted;
    for (const End& end : both) {
        const auto last = std::find_if(end.points->rbegin(), end.points->rend(), has_value);
        if (last == end.points->rend()) continue;
        svg.circle(area.x(last->day), area.y(last->value), 2.5, look_of(end.role).colour);
        wanted.push_back(area.y(last->value));
        ends.push_back(end);
    }
    const std::vector<double> placed = spread(wanted, label_gap, area.top + 4, area.bottom - 4);
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const bool bold = look_of(ends[i].role).bold;
        svg.text(
            area.right + 8, placed[i] + 4, fitting(*ends[i].words, room, style::label_size, bold),
            {.size = style::label_size, .colour = bold ? style::text : style::text_secondary, .bold = bold});
    }
}

/// The value scale that lines need.
Ticks ticks_for(const Extent& extent, NumberKind kind) {
    const ValueRange range = chart_range(extent.low, extent.high, kind == NumberKind::share);
    return nice_ticks(range.low, range.high, 4);
}

Extent extent_of(const GroupLines& group) {
    Extent extent;
    extent.take(group.candidate);
    extent.take(group.baseline);
    return extent;
}

/// The numbers at the grid of a panel with a scale of its own.
void draw_ticks(SvgWriter& svg, const PlotArea& area, const Ticks& ticks, NumberKind kind) {
    const std::vector<std::string> names = tick_names(ticks, kind);
    for (std::size_t i = 0; i < names.size(); ++i)
        svg.text(area.left - 6, area.y(ticks.at[i]) + 4,
                 fitting(names[i], most_label_width - 6, style::smallest_text),
                 {.size = style::smallest_text, .colour = style::axis_text, .anchor = Anchor::end});
}

} // namespace

std::string draw(const SmallMultiples& chart) {
    const double heading = heading_height(chart.head, width);
    Extent extent;
    double label_width = 0;
    double tick_width = 0;
    for (const GroupLines& group : chart.groups) {
        extent.take(group.candidate);
        extent.take(group.baseline);
        if (const Extent own = extent_of(group); chart.own_scales && !own.empty())
            for (const std::string& name : tick_names(ticks_for(own, group.kind), group.kind))
                tick_width = std::max(tick_width, text_width(name, style::smallest_text) + 6);
        label_width = std::max({label_width, text_width(group.candidate_words, style::label_size, true),
                                text_width(group.baseline_words, style::label_size)});
    }
    label_width = std::min(label_width, most_label_width);
    tick_width = std::min(tick_width, most_label_width);
    const std::size_t count = std::max<std::size_t>(chart.groups.size(), 1);
    const std::size_t rows = (count + most_columns - 1) / most_columns;
    const std::size_t columns = (count + rows - 1) / rows;
    const double row_step = name_height + plot_height + row_gap;
    const double top = heading + 8;
    const double height = top + static_cast<double>(rows) * row_step - row_gap + 8;
    SvgWriter svg(chart.head.id, width, height, chart.head.question, chart.head.description,
                  margin_of(chart.head));
    draw_heading(svg, chart.head, width);
    if (extent.empty()) {
        draw_empty(svg, chart.no_data, 0, top, width, height - top - 8);
        return svg.finish();
    }
    const bool referenced = !chart.own_scales && chart.reference && drawable(chart.reference->value);
    if (referenced) extent.take(chart.reference);
    const Ticks shared = ticks_for(extent, chart.kind);

    const double step = (width + gap) / static_cast<double>(columns);
    for (std::size_t i = 0; i < chart.groups.size(); ++i) {
        const GroupLines& group = chart.groups[i];
        const double left = step * static_cast<double>(i % columns);
        const double right = left + step - gap;
        const double panel_top = top + row_step * static_cast<double>(i / columns);
        svg.text(left, panel_top + 13, fitting(group.name, right - left, 13, true),
                 {.size = 13, .colour = style::text, .bold = true});
        const Extent own = extent_of(group);
        const Ticks ticks = chart.own_scales && !own.empty() ? ticks_for(own, group.kind) : shared;
        const PlotArea area{.left = left + tick_width,
                            .right = right - label_width - 8,
                            .top = panel_top + name_height,
                            .bottom = panel_top + name_height + plot_height,
                            .first = extent.first,
                            .last = extent.last,
                            .low = ticks.low(),
                            .high = ticks.high()};
        if (own.empty()) {
            draw_empty(svg, chart.no_data, left, area.top, right - left, plot_height);
            continue;
        }
        for (const double tick : ticks.at)
            svg.line(area.left, area.y(tick), area.right, area.y(tick), style::grid, 1);
        if (chart.own_scales) draw_ticks(svg, area, ticks, group.kind);
        draw_band(svg, area, LineRole::baseline, group.baseline);
        draw_band(svg, area, LineRole::candidate, group.candidate);
        if (referenced)
            svg.line(area.left, area.y(chart.reference->value), area.right, area.y(chart.reference->value),
                     chart.reference->hard ? style::limit : style::threshold, style::limit_width,
                     chart.reference->hard ? std::string_view{} : style::threshold_dash);
        draw_line(svg, area, LineRole::baseline, group.baseline);
        draw_line(svg, area, LineRole::candidate, group.candidate);
        draw_ends(svg, area, group, label_width);
    }
    return svg.finish();
}

} // namespace attune
