#include "simulations/study/monitors_chart.h"

#include "simulations/study/figure_words.h"
#include "simulations/study/monitors_table.h"

#include <algorithm>

namespace attune {
namespace {

constexpr NumberStyle fine{NumberKind::plain, 3}, ratio_style{NumberKind::plain, 2};
constexpr int week_days = 7;

ChartLine line_of(const MonitorSide& side, const char* key, LineRole role, const Text& text) {
    ChartLine line{.name = text.get(key), .last_value = {}, .role = role, .points = {}};
    int day = 0;
    for (const Estimate& week : side.weeks)
        line.points.push_back({day += week_days, week.value, week.lower, week.upper});
    if (!side.weeks.empty()) line.last_value = known_text(side.weeks.back().value, fine, text);
    return line;
}

LabView view_of(const Monitor& monitor, const DataTable& table, const Text& text) {
    LineChart chart;
    chart.no_data = text.get("monitors.no_data");
    chart.first_day = text.get("monitors.first_week"); // which ends there
    chart.lines = {line_of(monitor.with, "monitors.with", LineRole::candidate, text),
                   line_of(monitor.without, "monitors.without", LineRole::baseline, text)};
    LabView view;
    view.name = view.title = text.get("monitors." + std::string(monitor.spec->key));
    view.plot = std::move(chart);
    view.table = table;
    view.sentence = Sentence{monitor_sentence(monitor, text), {}};
    return view;
}

LabChart card(const char* name, const Monitors& monitors, const MeasuredFor& world, const Text& text) {
    LabChart made;
    made.name = name;
    const std::string words = "monitors.chart." + std::string(name);
    made.question = text.get(words + ".question");
    made.subtitle = measured_subtitle(world, words + ".subtitle", text);
    made.own_csv = monitors_csv(monitors);
    return made;
}

LabChart loops(const Monitors& monitors, const MeasuredFor& world, const Text& text) {
    LabChart made = card("loops", monitors, world, text);
    made.views_name = text.get("monitors.chart.loops.views");
    const DataTable table = monitors_table(monitors, text);
    for (const bool narrowing : {true, false})
        for (const Monitor& monitor : monitors.figures)
            if (monitor.narrows() == narrowing) made.views.push_back(view_of(monitor, table, text));
    show_first_view(made);
    return made;
}

LabChart heard(const Monitors& monitors, const MeasuredFor& world, const Text& text) {
    LabChart made = card("heard", monitors, world, text);
    made.sentence = {respondents_sentence(monitors, text), {}};
    LoadBars bars;
    bars.kind = NumberKind::plain;
    bars.no_data = text.get("monitors.no_data");
    for (const RespondentRow& row : monitors.respondents)
        if (row.people > 0)
            bars.rows.push_back({.name = text.get("report.group_title." + std::string(name(row.group))),
                                 .value = row.ratio.value,
                                 .lower = row.ratio.lower,
                                 .upper = row.ratio.upper,
                                 .baseline = 1.0,
                                 .value_words = known_text(row.ratio.value, ratio_style, text)});
    LabView view;
    view.plot = std::move(bars);
    view.table = respondents_table(monitors, text);
    made.views = {std::move(view)};
    show_first_view(made);
    made.views.clear(); // one alone is nothing to choose from
    return made;
}

} // namespace

std::vector<LabChart> monitors_charts(const Monitors& monitors, const MeasuredFor& world, const Text& text) {
    return {loops(monitors, world, text), heard(monitors, world, text)};
}

} // namespace attune
