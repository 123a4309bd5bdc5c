// The daily series and rows that charts are made of, taken from the records once for reports and the lab:
// lines with the words at their ends, the groups of people, whole weeks, and the tables behind them.
#pragma once

#include "simulations/report/report_view.h"
#include "simulations/report/svg_chart.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// One line of a chart: which series of which run, and how it is called.
struct WantedLine {
    const RunRecord* run = nullptr;
    std::string metric;
    std::string group;
    LineRole role = LineRole::candidate;
    std::string name;
    std::optional<NumberStyle> style = {}; ///< in a table: where it differs from that of the others
};

/// The candidate's line and, in a comparison, the baseline's.
std::vector<WantedLine> both_sides(const ReportView& view, const std::string& metric,
                                   const std::string& group = "all");

/// A daily series of a run by day, ascending; empty where the run has none.
std::vector<ChartPoint> points_of(const RunRecord& run, std::string_view metric, std::string_view group);

/// Lines that have points, with the last value of each in words. `style.kind` comes in; the digits go out:
/// those that the narrowest of the last intervals supports, at most three (two for shares). Of answers, days
/// with fewer than 30 are gaps, and no day has an interval: on one day there are few answers, and their jumps
/// and bands would dwarf what the lines are about. Tables and totals keep them all.
std::vector<ChartLine> lines_of(const std::vector<WantedLine>& wanted, NumberStyle& style, const Text& text);

/// The first day of the lines as the axis says it: "day 1"; empty without lines.
std::string first_day_words(const std::vector<ChartLine>& lines, const Text& text);

/// One row per day, value and interval of each wanted series (or the value alone); one digit more than the
/// words, for people who want to look closer.
DataTable days_table(const std::vector<WantedLine>& wanted, NumberStyle style, const Text& text,
                     bool intervals = true);

/// Puts a row of the whole run before the days, with the digits of days_table; nothing where there are no
/// days.
void add_run_row(DataTable& table, const std::vector<WantedLine>& wanted, NumberStyle style,
                 const Text& text);

/// Mean of a metric's days from `first` to `last` over everyone, each day weighted by its count; NaN where no
/// day has a value.
double mean_of_days(const RunRecord& run, std::string_view metric, int first, int last);

/// The last point with a value; null where there is none.
const ChartPoint* last_known(const std::vector<ChartPoint>& points);

/// A floor as people set it: "18 %", "12.5 %".
std::string floor_value(double floor, const Text& text);
/// "floor 18 %".
std::string floor_words(double floor, const Text& text);

/// How a share stands to its floor: met if all of its interval is at or above it, missed if all is below,
/// near otherwise. Without an interval the value decides.
enum class FloorStanding { met, missed, near };
FloorStanding floor_standing(double floor, const MetricValue& share);

/// The groups of people that the records know, in their order: "activity=occasional" ...
std::vector<std::string> person_groups(const ReportView& view);

/// Ways of dividing people that the records know: "visitors" (how often they come and what they like),
/// "device", "age", "aid", "account". The words are "report.groups.by.<kind>".
std::vector<std::string> group_kinds(const ReportView& view);
/// The groups of one kind, in the order of the records.
std::vector<std::string> groups_of_kind(const ReportView& view, std::string_view kind);

/// True satisfaction of each group of a kind by day, all with the same digits. Groups without a series are
/// left out. No head.
SmallMultiples group_multiples(const ReportView& view, std::string_view kind);
/// The same values as a table: one row per day, one column per group and side.
DataTable group_table(const ReportView& view, std::string_view kind);

/// The metrics of whole weeks, from no prompt to three or more.
const std::vector<std::string>& week_metrics();
/// How often a person is asked in a week, one row per metric of week_metrics(); NaN where a run has no whole
/// week. No head.
LoadBars week_bars(const ReportView& view);
/// The same with the changes and their intervals.
DataTable week_table(const ReportView& view);

} // namespace attune
