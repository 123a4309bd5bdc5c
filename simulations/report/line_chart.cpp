#include "simulations/report/axis.h"
#include "simulations/report/chart_frame.h"
#include "simulations/report/markup.h"

#include <algorithm>
#include <array>
#include <limits>

namespace attune {
namespace {

constexpr double width = 560;
constexpr double plot_height = 200;
constexpr double most_label_width = 190;
constexpr double label_gap = 16;

struct Look {
    std::string_view colour;
    std::string_view dash;
    double width;
    bool bold;
};

Look look_of(LineRole role) {
    switch (role) {
    case LineRole::baseline:
        return {style::baseline, style::baseline_dash, style::baseline_width, false};
    case LineRole::answers:
        return {style::answers, style::answers_dash, style::other_width, false};
    case LineRole::candidate:
        break;
    }
    return {style::candidate, {}, style::candidate_width, true};
}

struct Extent {
    int first = std::numeric_limits<int>::max();
    int last = std::numeric_limits<int>::min();
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void take(double value) {
        if (!drawable(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
};

struct Plot {
    double left, right, top, bottom;
    int first, last;
    double low, high;

    double x(int day) const {
        if (first == last) return (left + right) / 2;
        return left +
               (right - left) * (static_cast<double>(day) - first) / (static_cast<double>(last) - first);
    }
    double y(double value) const {
        const double clamped = std::clamp(value, low, high);
        return bottom - (bottom - top) * ((clamped / 2 - low / 2) / (high / 2 - low / 2));
    }
};

/// Stretches of neighbouring points that satisfy `good`; a gap is never drawn over.
template <typename Good>
std::vector<std::vector<ChartPoint>> stretches(const std::vector<ChartPoint>& points, Good good) {
    std::vector<std::vector<ChartPoint>> all;
    bool open = false;
    for (const ChartPoint& point : points) {
        if (!good(point)) {
            open = false;
            continue;
        }
        if (!open) all.emplace_back();
        open = true;
        all.back().push_back(point);
    }
    return all;
}

bool has_value(const ChartPoint& p) {
    return drawable(p.value);
}
bool has_band(const ChartPoint& p) {
    return drawable(p.value) && drawable(p.lower) && drawable(p.upper);
}

void draw_band(SvgWriter& svg, const Plot& plot, const ChartLine& line) {
    const Look look = look_of(line.role);
    for (const auto& stretch : stretches(line.points, has_band)) {
        if (stretch.size() == 1) {
            const double x = plot.x(stretch[0].day);
            svg.line(x, plot.y(stretch[0].upper), x, plot.y(stretch[0].lower), look.colour, 1.25);
            continue;
        }
        std::vector<std::pair<double, double>> outline;
        for (const ChartPoint& p : stretch)
            outline.emplace_back(plot.x(p.day), plot.y(p.upper));
        for (auto p = stretch.rbegin(); p != stretch.rend(); ++p)
            outline.emplace_back(plot.x(p->day), plot.y(p->lower));
        svg.area(outline, look.colour, style::band_opacity);
    }
}

void draw_line(SvgWriter& svg, const Plot& plot, const ChartLine& line) {
    const Look look = look_of(line.role);
    for (const auto& stretch : stretches(line.points, has_value)) {
        if (stretch.size() == 1) {
            svg.circle(plot.x(stretch[0].day), plot.y(stretch[0].value), 3, look.colour);
            continue;
        }
        std::vector<std::pair<double, double>> points;
        for (const ChartPoint& p : stretch)
            points.emplace_back(plot.x(p.day), plot.y(p.value));
        svg.polyline(points, look.colour, look.width, look.dash);
    }
}

struct EndLabel {
    const ChartLine* line;
    ChartPoint last;
    std::string name;
    double width;
};

std::vector<EndLabel> end_labels(const std::vector<ChartLine>& lines) {
    std::vector<EndLabel> labels;
    for (const ChartLine& line : lines) {
        const auto last = std::find_if(line.points.rbegin(), line.points.rend(), has_value);
        if (last == line.points.rend()) continue;
        const bool bold = look_of(line.role).bold;
        const std::string value = fitting(line.last_value, most_label_width - 40, style::label_size, bold);
        const double room = most_label_width - text_width(value + " ", style::label_size, bold);
        EndLabel label{&line, *last, fitting(line.name, room, style::label_size, bold), 0};
        label.name += (label.name.empty() ? "" : " ") + value;
        label.width = text_width(label.name, style::label_size, bold);
        labels.push_back(std::move(label));
    }
    return labels;
}

void draw_end_labels(SvgWriter& svg, const Plot& plot, const std::vector<EndLabel>& labels) {
    std::vector<double> wanted;
    for (const EndLabel& label : labels)
        wanted.push_back(plot.y(label.last.value));
    const std::vector<double> placed = spread(wanted, label_gap, plot.top + 2, plot.bottom - 4);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Look look = look_of(labels[i].line->role);
        const double x = plot.x(labels[i].last.day);
        const double text_x = plot.right + 16;
        if (labels[i].line->role == LineRole::answers)
            svg.diamond(x, wanted[i], 4, style::card, look.colour);
        else
            svg.circle(x, wanted[i], 3.5, look.colour);
        // A thread from the dot to its words where they had to move away.
        if (std::fabs(placed[i] - wanted[i]) > 3 || plot.right - x > 8)
            svg.line(x + 5, wanted[i], text_x - 3, placed[i], look.colour, 0.75);
        svg.text(text_x, placed[i] + 4, labels[i].name,
                 {.size = style::label_size,
                  .colour = look.bold ? style::text : style::text_secondary,
                  .bold = look.bold});
    }
}

/// Where the words of a reference line cover the least data: left, middle or right end, above or below it.
std::pair<double, double> reference_place(const Plot& plot, const LineChart& chart, double y, double words) {
    std::pair<double, double> best{plot.left + 4, y - 5};
    int fewest = std::numeric_limits<int>::max();
    for (const double share : {0.0, 0.5, 1.0})
        for (const bool above : {true, false}) {
            const double x = plot.left + 4 + share * std::max(plot.right - plot.left - words - 8, 0.0);
            const double base = above ? y - 5 : y + 14;
            if (base - 11 < plot.top - 6 || base + 3 > plot.bottom) continue;
            int covered = 0;
            for (const ChartLine& line : chart.lines)
                for (const ChartPoint& p : line.points) {
                    if (!has_value(p)) continue;
                    const double px = plot.x(p.day);
                    const double py = plot.y(p.value);
                    covered += px > x - 4 && px < x + words + 4 && py > base - 14 && py < base + 5 ? 1 : 0;
                }
            if (covered < fewest) {
                fewest = covered;
                best = {x, base};
            }
        }
    return best;
}

void draw_axes(SvgWriter& svg, const Plot& plot, const Ticks& ticks, const LineChart& chart,
               const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        const double y = plot.y(ticks.at[i]);
        if (i > 0) svg.line(plot.left, y, plot.right, y, style::grid, 1);
        svg.text(plot.left - 8, y + 4, names[i],
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::end});
    }
    svg.line(plot.left, plot.bottom, plot.right, plot.bottom, style::axis, 1);
    const std::vector<int> days = day_ticks(plot.first, plot.last, 6);
    const double label_y = plot.bottom + 18;
    double taken = -1e9;
    for (std::size_t i = 0; i < days.size(); ++i) {
        const bool end = i + 1 == days.size() && i > 0;
        const std::string words = i == 0 ? chart.first_day : count_text(days[i]);
        const double half = text_width(words, style::axis_size) / 2;
        const double x = plot.x(days[i]);
        if (!end && x - half < taken + 6 && i > 0) continue;
        if (!end && i > 0 &&
            x + half > plot.x(days.back()) - text_width(count_text(days.back()), style::axis_size))
            continue;
        svg.line(x, plot.bottom, x, plot.bottom + 4, style::axis, 1);
        svg.text(x, label_y, words,
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::middle});
        taken = x + half;
    }
}

} // namespace

std::string draw(const LineChart& chart) {
    const double heading = heading_height(chart.head, width);
    const double height = heading + 12 + plot_height + 28;
    SvgWriter svg(chart.head.id, width, height, chart.head.question, chart.head.description,
                  margin_of(chart.head));
    draw_heading(svg, chart.head, width);

    Extent extent;
    for (const ChartLine& line : chart.lines)
        for (const ChartPoint& p : line.points) {
            if (!has_value(p)) continue;
            extent.first = std::min(extent.first, p.day);
            extent.last = std::max(extent.last, p.day);
            extent.take(p.value);
            extent.take(p.lower);
            extent.take(p.upper);
        }
    if (extent.first > extent.last) {
        draw_empty(svg, chart.no_data, 0, heading + 12, width, plot_height);
        return svg.finish();
    }
    const bool referenced = chart.reference && drawable(chart.reference->value);
    if (referenced) extent.take(chart.reference->value);

    const ValueRange range = chart_range(extent.low, extent.high, chart.kind == NumberKind::share);
    const double scale = chart.kind == NumberKind::share ? 100 : 1;
    const Ticks ticks = nice_ticks(range.low, range.high, 6);
    const int decimals = chart.kind == NumberKind::share ? std::max(ticks.decimals - 2, 0) : ticks.decimals;
    std::vector<std::string> names;
    double widest = 0;
    for (const double tick : ticks.at) {
        names.push_back(
            (decimals > 9 ? significant_number(tick * scale, 4) : fixed_number(tick * scale, decimals)) +
            (chart.kind == NumberKind::share ? "\xC2\xA0%" : ""));
        widest = std::max(widest, text_width(names.back(), style::axis_size));
    }
    const std::vector<EndLabel> labels = end_labels(chart.lines);
    double label_width = 0;
    for (const EndLabel& label : labels)
        label_width = std::max(label_width, label.width);
    const double first_half = text_width(chart.first_day, style::axis_size) / 2;
    const Plot plot{.left = std::max(widest + 10, first_half),
                    .right = width - std::max(label_width + 18,
                                              text_width(count_text(extent.last), style::axis_size) / 2),
                    .top = heading + 12,
                    .bottom = heading + 12 + plot_height,
                    .first = extent.first,
                    .last = extent.last,
                    .low = ticks.low(),
                    .high = ticks.high()};
    draw_axes(svg, plot, ticks, chart, names);

    for (const ChartLine& line : chart.lines)
        draw_band(svg, plot, line);
    if (referenced) {
        const double y = plot.y(chart.reference->value);
        if (chart.reference->hard)
            svg.line(plot.left, y, plot.right, y, style::limit, style::limit_width);
        else
            svg.line(plot.left, y, plot.right, y, style::threshold, style::limit_width,
                     style::threshold_dash);
    }
    // Drawn in reverse, so that the first line, the candidate, lies on top.
    for (auto line = chart.lines.rbegin(); line != chart.lines.rend(); ++line)
        draw_line(svg, plot, *line);
    if (referenced) {
        const double y = plot.y(chart.reference->value);
        const std::string words =
            fitting(chart.reference->label, plot.right - plot.left - 10, style::label_size);
        const auto [x, base] = reference_place(plot, chart, y, text_width(words, style::label_size));
        svg.text(x, base, words,
                 {.size = style::label_size,
                  .colour = chart.reference->hard ? style::danger_text : style::caution_text,
                  .halo = true});
    }
    draw_end_labels(svg, plot, labels);
    return svg.finish();
}

} // namespace attune
