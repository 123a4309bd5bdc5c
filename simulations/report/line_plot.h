// Daily values as lines and bands on a plot: what line charts and small multiples have in common.
#pragma once

#include "simulations/report/axis.h"
#include "simulations/report/chart_frame.h"

#include <limits>
#include <string_view>
#include <vector>

namespace attune {

/// How the line of a role is drawn.
struct LineLook {
    std::string_view colour;
    std::string_view dash;
    double width;
    bool bold;
};
LineLook look_of(LineRole role);

/// The days and values that a set of lines covers, bands included.
struct Extent {
    int first = std::numeric_limits<int>::max();
    int last = std::numeric_limits<int>::min();
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    bool empty() const { return first > last; }
    void take(double value);
    void take(const std::vector<ChartPoint>& points);
    /// Makes room for a reference line, never at the very edge: it must not be taken for the axis.
    void take(const std::optional<ReferenceLine>& reference);
};

/// Where days and values stand in the picture. Values beyond the range stand at its edge.
struct PlotArea {
    double left, right, top, bottom;
    int first, last;
    double low, high;

    double x(int day) const;
    double y(double value) const;
};

bool has_value(const ChartPoint& point);

/// The places of the lower axis that have points, where it has hundredths and the points stand apart: each of
/// them was measured, nothing between them was. Empty for every other chart.
std::vector<int> lone_places(const LineChart& chart);
/// What is named on the lower axis: lone places, or else round days, at most `most` of them.
std::vector<int> named_days(const LineChart& chart, int first, int last, int most);

/// The words at the ticks of a value axis: "0.60", "18 %".
std::vector<std::string> tick_names(const Ticks& ticks, NumberKind kind);

/// The band of a line's intervals; a single day's is a stroke. A gap is never drawn over.
void draw_band(SvgWriter& svg, const PlotArea& area, LineRole role, const std::vector<ChartPoint>& points);
/// The line itself; a single day is a dot.
void draw_line(SvgWriter& svg, const PlotArea& area, LineRole role, const std::vector<ChartPoint>& points);

} // namespace attune
