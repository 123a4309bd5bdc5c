#include "simulations/report/circle.h"

#include "simulations/report/series.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr int week = 7;

bool is_known(const std::optional<MetricValue>& value) {
    return value && std::isfinite(value->value);
}

NumberKind kind_of_part(const CirclePart& part) {
    const MetricSpec* spec = find_metric(part.metric);
    return spec ? kind_of(spec->unit) : NumberKind::plain;
}

/// Both sides of a part with the digits that their last days support.
std::vector<WantedLine> part_sides(const ReportView& view, const CirclePart& part) {
    std::vector<WantedLine> wanted = both_sides(view, std::string(part.metric));
    NumberStyle style{kind_of_part(part), 0};
    lines_of(wanted, style, view.text);
    for (WantedLine& line : wanted)
        line.style = style;
    return wanted;
}

} // namespace

DataTable circle_table(const ReportView& view) {
    const Text& text = view.text;
    DataTable table;
    table.head = {text.get("report.circle.part"), view.candidate(), text.get("report.table.interval")};
    if (view.compares()) {
        table.head.push_back(view.baseline());
        table.head.push_back(text.get("report.table.difference"));
        table.head.push_back(text.get("report.table.interval"));
    }
    for (const CirclePart& part : circle_parts) {
        const Figure figure = view.figure(part.metric);
        const bool known = is_known(figure.value);
        std::vector<std::string> row = {text.get("report.circle." + std::string(part.name)),
                                        known ? view.value_words(figure) : text.get("report.none"),
                                        known ? view.interval_words(figure) : std::string()};
        if (view.compares()) {
            row.push_back(view.baseline_words(figure));
            row.push_back(view.difference_words(figure));
            row.push_back(view.difference_interval_words(figure));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

SmallMultiples circle_multiples(const ReportView& view) {
    SmallMultiples chart;
    chart.own_scales = true;
    chart.no_data = view.text.get("report.no_series");
    for (const CirclePart& part : circle_parts) {
        GroupLines lines;
        lines.name = view.metric_name(part.metric, "all");
        lines.kind = kind_of_part(part);
        NumberStyle style{lines.kind, 0};
        for (ChartLine& line : lines_of(both_sides(view, std::string(part.metric)), style, view.text)) {
            const bool candidate = line.role == LineRole::candidate;
            (candidate ? lines.candidate : lines.baseline) = std::move(line.points);
            (candidate ? lines.candidate_words : lines.baseline_words) = std::move(line.last_value);
        }
        if (!lines.candidate.empty() || !lines.baseline.empty()) chart.groups.push_back(std::move(lines));
    }
    return chart;
}

DataTable circle_days(const ReportView& view) {
    std::vector<WantedLine> wanted;
    for (const CirclePart& part : circle_parts)
        for (WantedLine& line : part_sides(view, part)) {
            line.name = view.text.get("report.groups.side", {{"group", view.metric_name(part.metric, "all")},
                                                             {"policy", line.name}});
            wanted.push_back(std::move(line));
        }
    DataTable table = days_table(wanted, {}, view.text);
    add_run_row(table, wanted, {}, view.text);
    return table;
}

std::optional<WeekWords> first_and_last_week(const ReportView& view, const CirclePart& part) {
    const std::string metric(part.metric);
    const std::vector<ChartPoint> points = points_of(view.input.run, metric, "all");
    const ChartPoint* end = last_known(points);
    if (!end || end->day - points.front().day + 1 < 2 * week) return std::nullopt;
    const int start = points.front().day;
    const double first = mean_of_days(view.input.run, metric, start, start + week - 1);
    const double last = mean_of_days(view.input.run, metric, end->day - week + 1, end->day);
    if (!std::isfinite(first) || !std::isfinite(last)) return std::nullopt;
    const NumberStyle style = *part_sides(view, part).front().style;
    return WeekWords{value_text(first, style, view.text), value_text(last, style, view.text)};
}

} // namespace attune
