#include "simulations/report/series.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace attune {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Digits for the daily values: those of the narrowest of the last intervals.
NumberStyle series_style(const std::vector<ChartLine>& lines, NumberKind kind) {
    NumberStyle style{kind, 0};
    for (const ChartLine& line : lines)
        if (const ChartPoint* p = last_known(line.points))
            style.decimals = std::max(style.decimals, style_for(kind, p->value, p->lower, p->upper).decimals);
    style.decimals = std::min(style.decimals, kind == NumberKind::share ? 2 : 3);
    return style;
}

/// Tables show one digit more than words.
NumberStyle table_style(const WantedLine& line, NumberStyle usual) {
    NumberStyle style = line.style.value_or(usual);
    style.decimals += 1;
    return style;
}

/// A share of fewer answers than this jumps by more than three points with each of them.
constexpr double least_answers = 30;

/// The days of answers that can be drawn, as values alone; empty if there is none.
std::vector<ChartPoint> legible_answers(const WantedLine& wanted) {
    std::vector<ChartPoint> points = points_of(*wanted.run, wanted.metric, wanted.group);
    std::map<int, double> counts;
    for (const SeriesPoint& p : wanted.run->series)
        if (p.metric == wanted.metric && p.group == wanted.group) counts[p.day] = p.n;
    for (ChartPoint& p : points) {
        p.lower = p.upper = nothing;
        if (!(counts[p.day] >= least_answers)) p.value = nothing;
    }
    return last_known(points) ? points : std::vector<ChartPoint>{};
}

/// "device=phone" belongs to "device"; how often people come and what they like are one kind.
std::string kind_of_group(std::string_view group) {
    const std::string_view kind = group.substr(0, group.find('='));
    return std::string(kind == "activity" || kind == "taste" ? "visitors" : kind);
}

/// Every group's line of both sides, candidate first, named "<group>, <policy>".
std::vector<WantedLine> group_sides(const ReportView& view, std::string_view kind) {
    std::vector<WantedLine> wanted;
    for (const std::string& group : groups_of_kind(view, kind))
        for (WantedLine line : both_sides(view, "satisfaction_true", group)) {
            line.name = view.text.get("report.groups.side",
                                      {{"group", view.group_title(group)}, {"policy", line.name}});
            wanted.push_back(std::move(line));
        }
    return wanted;
}

NumberKind satisfaction_kind() {
    const MetricSpec* spec = find_metric("satisfaction_true");
    return spec ? kind_of(spec->unit) : NumberKind::plain;
}

} // namespace

const ChartPoint* last_known(const std::vector<ChartPoint>& points) {
    const auto last = std::find_if(points.rbegin(), points.rend(),
                                   [](const ChartPoint& p) { return std::isfinite(p.value); });
    return last == points.rend() ? nullptr : &*last;
}

std::vector<WantedLine> both_sides(const ReportView& view, const std::string& metric,
                                   const std::string& group) {
    std::vector<WantedLine> wanted = {
        {&view.input.run, metric, group, LineRole::candidate, view.candidate()}};
    if (view.input.baseline)
        wanted.push_back({&*view.input.baseline, metric, group, LineRole::baseline, view.baseline()});
    return wanted;
}

std::vector<ChartPoint> points_of(const RunRecord& run, std::string_view metric, std::string_view group) {
    std::vector<ChartPoint> points;
    for (const SeriesPoint& p : run.series)
        if (p.metric == metric && p.group == group) points.push_back({p.day, p.value, p.lower, p.upper});
    std::stable_sort(points.begin(), points.end(),
                     [](const auto& a, const auto& b) { return a.day < b.day; });
    return points;
}

std::vector<ChartLine> lines_of(const std::vector<WantedLine>& wanted, NumberStyle& style, const Text& text) {
    std::vector<ChartLine> lines;
    for (const WantedLine& w : wanted) {
        ChartLine line{w.name,
                       {},
                       w.role,
                       w.role == LineRole::answers ? legible_answers(w)
                                                   : points_of(*w.run, w.metric, w.group)};
        if (!line.points.empty()) lines.push_back(std::move(line));
    }
    style = series_style(lines, style.kind);
    for (ChartLine& line : lines)
        if (const ChartPoint* p = last_known(line.points))
            line.last_value = value_text(p->value, style, text);
    return lines;
}

std::string first_day_words(const std::vector<ChartLine>& lines, const Text& text) {
    if (lines.empty()) return {};
    int first = std::numeric_limits<int>::max();
    for (const ChartLine& line : lines)
        first = std::min(first, line.points.front().day);
    return text.get("report.first_day", {{"day", fixed_number(first, 0)}});
}

DataTable days_table(const std::vector<WantedLine>& wanted, NumberStyle style, const Text& text,
                     bool intervals) {
    std::vector<std::vector<ChartPoint>> columns;
    std::vector<NumberStyle> styles;
    DataTable table;
    table.head.push_back(text.get("report.table.day"));
    for (const WantedLine& w : wanted) {
        columns.push_back(points_of(*w.run, w.metric, w.group));
        if (columns.back().empty()) {
            columns.pop_back();
            continue;
        }
        styles.push_back(table_style(w, style));
        table.head.push_back(w.name);
        if (intervals) table.head.push_back(text.get("report.table.interval"));
    }
    std::map<int, std::vector<std::string>> days;
    const std::size_t step = intervals ? 2 : 1;
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (const ChartPoint& p : columns[i]) {
            auto& row = days[p.day];
            row.resize(step * columns.size(), text.get("report.none"));
            row[step * i] = value_text(p.value, styles[i], text);
            if (intervals) row[step * i + 1] = interval_text(p.lower, p.upper, styles[i], text);
        }
    for (auto& [day, cells] : days) {
        table.rows.emplace_back(1, fixed_number(day, 0));
        table.rows.back().insert(table.rows.back().end(), cells.begin(), cells.end());
    }
    return table;
}

void add_run_row(DataTable& table, const std::vector<WantedLine>& wanted, NumberStyle style,
                 const Text& text) {
    if (table.rows.empty()) return;
    std::vector<std::string> total = {text.get("lab.table.all_days")};
    for (const WantedLine& line : wanted) {
        if (points_of(*line.run, line.metric, line.group).empty()) continue;
        const auto value =
            std::find_if(line.run->metrics.begin(), line.run->metrics.end(),
                         [&](const MetricValue& v) { return v.key == line.metric && v.group == line.group; });
        const bool known = value != line.run->metrics.end();
        const NumberStyle fine = table_style(line, style);
        total.push_back(known ? value_text(value->value, fine, text) : text.get("report.none"));
        total.push_back(known ? interval_text(value->lower, value->upper, fine, text)
                              : text.get("report.none"));
    }
    table.rows.insert(table.rows.begin(), std::move(total));
}

double mean_of_days(const RunRecord& run, std::string_view metric, int first, int last) {
    double sum = 0;
    double count = 0;
    for (const SeriesPoint& p : run.series) {
        if (p.metric != metric || p.group != "all" || p.day < first || p.day > last) continue;
        if (!std::isfinite(p.value) || !(p.n > 0)) continue;
        sum += p.value * p.n;
        count += p.n;
    }
    return count > 0 ? sum / count : std::nan("");
}

std::string floor_value(double floor, const Text& text) {
    return value_text(floor, style_as_set(NumberKind::share, floor), text);
}

std::string floor_words(double floor, const Text& text) {
    return text.get("report.floor.mark", {{"floor", floor_value(floor, text)}});
}

FloorStanding floor_standing(double floor, const MetricValue& share) {
    const double low = std::isfinite(share.lower) ? share.lower : share.value;
    const double high = std::isfinite(share.upper) ? share.upper : share.value;
    return low >= floor ? FloorStanding::met : high < floor ? FloorStanding::missed : FloorStanding::near;
}

std::vector<std::string> person_groups(const ReportView& view) {
    std::vector<std::string> groups;
    for (const MetricValue& v : view.input.run.metrics)
        if (v.key == "satisfaction_true" && v.group != "all") groups.push_back(v.group);
    return groups;
}

std::vector<std::string> group_kinds(const ReportView& view) {
    std::vector<std::string> kinds;
    for (const std::string& group : person_groups(view))
        if (const std::string kind = kind_of_group(group);
            std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
            kinds.push_back(kind);
    return kinds;
}

std::vector<std::string> groups_of_kind(const ReportView& view, std::string_view kind) {
    std::vector<std::string> groups = person_groups(view);
    std::erase_if(groups, [&](const std::string& group) { return kind_of_group(group) != kind; });
    return groups;
}

SmallMultiples group_multiples(const ReportView& view, std::string_view kind) {
    NumberStyle style{satisfaction_kind(), 0};
    lines_of(group_sides(view, kind), style, view.text);
    SmallMultiples chart;
    chart.kind = style.kind;
    chart.no_data = view.text.get("report.no_series");
    for (const std::string& group : groups_of_kind(view, kind)) {
        GroupLines lines;
        lines.name = view.group_title(group);
        lines.candidate = points_of(view.input.run, "satisfaction_true", group);
        if (view.input.baseline) lines.baseline = points_of(*view.input.baseline, "satisfaction_true", group);
        if (lines.candidate.empty() && lines.baseline.empty()) continue;
        if (const ChartPoint* p = last_known(lines.candidate))
            lines.candidate_words = value_text(p->value, style, view.text);
        if (const ChartPoint* p = last_known(lines.baseline))
            lines.baseline_words = value_text(p->value, style, view.text);
        chart.groups.push_back(std::move(lines));
    }
    return chart;
}

DataTable group_table(const ReportView& view, std::string_view kind) {
    NumberStyle style{satisfaction_kind(), 0};
    const std::vector<WantedLine> wanted = group_sides(view, kind);
    lines_of(wanted, style, view.text);
    return days_table(wanted, style, view.text, false);
}

const std::vector<std::string>& week_metrics() {
    static const std::vector<std::string> metrics = {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice",
                                                     "weeks_asked_more"};
    return metrics;
}

LoadBars week_bars(const ReportView& view) {
    LoadBars bars;
    bars.no_data = view.text.get("report.no_whole_week");
    // One number of digits for all bars: what the least certain of them supports. Nothing at all is certain.
    int decimals = 1;
    for (const std::string& metric : week_metrics())
        if (const Figure figure = view.figure(metric); figure.value && figure.value->value > 0)
            decimals = std::min(decimals, figure.style.decimals);
    for (const std::string& metric : week_metrics()) {
        Figure figure = view.figure(metric);
        figure.style.decimals = decimals;
        const bool known = figure.value && std::isfinite(figure.value->value);
        LoadRow row{.name = view.text.get("report.asked." + metric),
                    .value = known ? figure.value->value : nothing,
                    .lower = known ? figure.value->lower : nothing,
                    .upper = known ? figure.value->upper : nothing,
                    .baseline = std::nullopt,
                    .value_words = known ? view.value_words(figure) : view.text.get("report.not_known")};
        if (figure.baseline && std::isfinite(figure.baseline->value)) row.baseline = figure.baseline->value;
        bars.rows.push_back(std::move(row));
    }
    return bars;
}

DataTable week_table(const ReportView& view) {
    const Text& text = view.text;
    DataTable table;
    table.head = {text.get("report.table.asked"), view.candidate(), text.get("report.table.interval")};
    if (view.compares()) {
        table.head.push_back(view.baseline());
        table.head.push_back(text.get("report.table.difference"));
        table.head.push_back(text.get("report.table.interval"));
    }
    for (const std::string& metric : week_metrics()) {
        const Figure figure = view.figure(metric);
        std::vector<std::string> cells = {text.get("report.asked." + metric), view.value_words(figure),
                                          view.interval_words(figure)};
        if (view.compares()) {
            cells.push_back(view.baseline_words(figure));
            cells.push_back(view.difference_words(figure));
            cells.push_back(view.difference_interval_words(figure));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

} // namespace attune
