#include "simulations/report/axis.h"
#include "simulations/report/chart_frame.h"
#include "simulations/report/line_plot.h"
#include "simulations/report/markup.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

constexpr double width = 560;
constexpr double plot_height = 200;
constexpr double most_label_width = 190;
constexpr double label_gap = 16;
constexpr int words_beyond_run = 8; ///< as bad a place as one over this many points

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

void draw_end_labels(SvgWriter& svg, const PlotArea& plot, const std::vector<EndLabel>& labels) {
    std::vector<double> wanted;
    for (const EndLabel& label : labels)
        wanted.push_back(plot.y(label.last.value));
    const std::vector<double> placed = spread(wanted, label_gap, plot.top + 2, plot.bottom - 4);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const LineLook look = look_of(labels[i].line->role);
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

/// A dot at each value that was measured.
void draw_dots(SvgWriter& svg, const PlotArea& plot, const ChartLine& line) {
    const LineLook look = look_of(line.role);
    for (const ChartPoint& point : line.points) {
        if (!has_value(point)) continue;
        if (line.role == LineRole::answers)
            svg.diamond(plot.x(point.day), plot.y(point.value), 3.5, style::card, look.colour);
        else
            svg.circle(plot.x(point.day), plot.y(point.value), 3, look.colour);
    }
}

/// From where on the candidate was not run although the axis goes on; nothing where it was run to the end.
std::optional<int> run_until(const LineChart& chart) {
    Extent run;
    for (const ChartLine& line : chart.lines)
        if (line.role == LineRole::candidate) run.take(line.points);
    return run.empty() || chart.last_day <= run.last ? std::nullopt : std::optional<int>(run.last);
}

/// Where words stand: from x, on a base line.
struct Place {
    double x = 0, base = 0, width = 0;
};

/// Where the words of a reference line cover the least data: left, middle or right end, above or below it.
Place reference_place(const PlotArea& plot, const LineChart& chart, double y, double words) {
    Place best{plot.left + 4, y - 5, words};
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
            // Where nothing was run there is nothing to cover, but threads to the labels run there.
            if (chart.last_day > 0 && run_until(chart) && x + words > plot.x(*run_until(chart)))
                covered += words_beyond_run;
            if (covered < fewest) {
                fewest = covered;
                best = {x, base, words};
            }
        }
    return best;
}

void draw_axes(SvgWriter& svg, const PlotArea& plot, const Ticks& ticks, const LineChart& chart,
               const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        const double y = plot.y(ticks.at[i]);
        if (i > 0) svg.line(plot.left, y, plot.right, y, style::grid, 1);
        svg.text(plot.left - 8, y + 4, names[i],
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::end});
    }
    svg.line(plot.left, plot.bottom, plot.right, plot.bottom, style::axis, 1);
    const std::vector<int> days = named_days(chart, plot.first, plot.last, 6);
    const double label_y = plot.bottom + 18;
    double taken = -1e9;
    for (std::size_t i = 0; i < days.size(); ++i) {
        const bool end = i + 1 == days.size() && i > 0;
        const std::string words =
            i == 0 && !chart.first_day.empty() ? chart.first_day : day_name(chart, days[i]);
        const double half = text_width(words, style::axis_size) / 2;
        const double x = plot.x(days[i]);
        if (!end && x - half < taken + 6 && i > 0) continue;
        if (!end && i > 0 &&
            x + half > plot.x(days.back()) - text_width(day_name(chart, days.back()), style::axis_size))
            continue;
        svg.line(x, plot.bottom, x, plot.bottom + 4, style::axis, 1);
        svg.text(x, label_y, words,
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::middle});
        taken = x + half;
    }
}

/// The words for days that were not run, at the top of the hatching or at its bottom if the words of the
/// reference line are in the way.
void draw_not_run_words(SvgWriter& svg, const PlotArea& plot, const LineChart& chart, int last_run,
                        const Place& taken) {
    const double left = plot.x(last_run);
    const double width_of_words = text_width(chart.not_run, style::label_size);
    if (chart.not_run.empty() || width_of_words + 24 > plot.right - left) return;
    const double middle = (left + plot.right) / 2;
    const bool meets = taken.x < middle + width_of_words / 2 + 10 &&
                       taken.x + taken.width > middle - width_of_words / 2 - 10 && taken.base < plot.top + 44;
    const double top = meets ? plot.bottom - 26 : plot.top + 6;
    svg.rect(middle - width_of_words / 2 - 6, top, width_of_words + 12, 20, style::card, 4);
    svg.text(middle, top + 14, chart.not_run,
             {.size = style::label_size, .colour = style::text_secondary, .anchor = Anchor::middle});
}

/// Upright lines; each name stands a row below the one to its left, so that none meets another.
void draw_marks(SvgWriter& svg, const PlotArea& plot, const std::vector<DayMark>& marks) {
    double base = plot.top + 12;
    for (const DayMark& mark : marks) {
        const double x = plot.x(mark.day);
        svg.line(x, plot.top, x, plot.bottom, style::threshold, style::limit_width, style::threshold_dash);
        const bool right = x + 4 + text_width(mark.label, style::label_size) <= plot.right;
        svg.text(right ? x + 4 : x - 4, base, mark.label,
                 {.size = style::label_size,
                  .colour = style::caution_text,
                  .anchor = right ? Anchor::start : Anchor::end,
                  .halo = true});
        base += label_gap;
    }
}

} // namespace

std::string day_name(const LineChart& chart, int day) {
    constexpr int whole = 100, tenth = 10;
    if (!chart.hundredths) return count_text(day);
    // Where single values were measured, the fewest digits that show them all.
    const std::vector<int> places = lone_places(chart);
    const auto all = [&](int step) {
        return !places.empty() &&
               std::all_of(places.begin(), places.end(), [step](int place) { return place % step == 0; });
    };
    const int decimals = all(whole) ? 0 : all(tenth) ? 1 : 2;
    return fixed_number(static_cast<double>(day) / whole, decimals);
}

std::string draw(const LineChart& chart) {
    const double heading = heading_height(chart.head, width);
    const double height = heading + 12 + plot_height + 28;
    SvgWriter svg(chart.head.id, width, height, chart.head.question, chart.head.description,
                  margin_of(chart.head));
    draw_heading(svg, chart.head, width);

    Extent extent;
    for (const ChartLine& line : chart.lines)
        extent.take(line.points);
    if (extent.empty()) {
        draw_empty(svg, chart.no_data, 0, heading + 12, width, plot_height);
        return svg.finish();
    }
    extent.last = std::max(extent.last, chart.last_day);
    const bool referenced = chart.reference && drawable(chart.reference->value);
    extent.take(chart.reference);

    const ValueRange range = chart_range(extent.low, extent.high, chart.kind == NumberKind::share);
    const Ticks ticks = nice_ticks(range.low, range.high, 6);
    const std::vector<std::string> names = tick_names(ticks, chart.kind);
    double widest = 0;
    for (const std::string& name : names)
        widest = std::max(widest, text_width(name, style::axis_size));
    const std::vector<EndLabel> labels = end_labels(chart.lines);
    double label_width = 0;
    for (const EndLabel& label : labels)
        label_width = std::max(label_width, label.width);
    const double first_half = text_width(chart.first_day, style::axis_size) / 2;
    const PlotArea plot{.left = std::max(widest + 10, first_half),
                        .right =
                            width - std::max(label_width + 18,
                                             text_width(day_name(chart, extent.last), style::axis_size) / 2),
                        .top = heading + 12,
                        .bottom = heading + 12 + plot_height,
                        .first = extent.first,
                        .last = extent.last,
                        .low = ticks.low(),
                        .high = ticks.high()};
    const std::optional<int> last_run = run_until(chart);
    if (last_run)
        svg.hatched(plot.x(*last_run), plot.top, plot.right - plot.x(*last_run), plot.bottom - plot.top);
    draw_axes(svg, plot, ticks, chart, names);

    for (const ChartLine& line : chart.lines)
        draw_band(svg, plot, line.role, line.points);
    if (referenced) {
        const double y = plot.y(chart.reference->value);
        if (chart.reference->hard)
            svg.line(plot.left, y, plot.right, y, style::limit, style::limit_width);
        else
            svg.line(plot.left, y, plot.right, y, style::threshold, style::limit_width,
                     style::threshold_dash);
    }
    draw_marks(svg, plot, chart.marks);
    // Drawn in reverse, so that the first line, the candidate, lies on top.
    for (auto line = chart.lines.rbegin(); line != chart.lines.rend(); ++line)
        draw_line(svg, plot, line->role, line->points);
    if (!lone_places(chart).empty())
        for (const ChartLine& line : chart.lines)
            draw_dots(svg, plot, line);
    Place taken{0, plot.bottom, 0};
    if (referenced) {
        const double y = plot.y(chart.reference->value);
        const std::string words =
            fitting(chart.reference->label, plot.right - plot.left - 10, style::label_size);
        taken = reference_place(plot, chart, y, text_width(words, style::label_size));
        svg.text(taken.x, taken.base, words,
                 {.size = style::label_size,
                  .colour = chart.reference->hard ? style::danger_text : style::caution_text,
                  .halo = true});
    }
    if (last_run) draw_not_run_words(svg, plot, chart, *last_run, taken);
    draw_end_labels(svg, plot, labels);
    return svg.finish();
}

} // namespace attune
