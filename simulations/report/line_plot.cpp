#include "simulations/report/line_plot.h"

#include <algorithm>
#include <set>

namespace attune {
namespace {

/// Stretches of neighbouring points that satisfy `good`.
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

bool has_band(const ChartPoint& p) {
    return drawable(p.value) && drawable(p.lower) && drawable(p.upper);
}

} // namespace

LineLook look_of(LineRole role) {
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

void Extent::take(double value) {
    if (!drawable(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
}

void Extent::take(const std::vector<ChartPoint>& points) {
    for (const ChartPoint& p : points) {
        if (!has_value(p)) continue;
        first = std::min(first, p.day);
        last = std::max(last, p.day);
        for (const double value : {p.value, p.lower, p.upper})
            take(value);
    }
}

void Extent::take(const std::optional<ReferenceLine>& reference) {
    if (!reference || !drawable(reference->value)) return;
    const double value = reference->value;
    take(value);
    const double room = (high - low) / 12;
    if (value - low < room) take(value - room);
    if (high - value < room) take(value + room);
}

double PlotArea::x(int day) const {
    if (first == last) return (left + right) / 2;
    return left + (right - left) * (static_cast<double>(day) - first) / (static_cast<double>(last) - first);
}

double PlotArea::y(double value) const {
    const double clamped = std::clamp(value, low, high);
    return bottom - (bottom - top) * ((clamped / 2 - low / 2) / (high / 2 - low / 2));
}

bool has_value(const ChartPoint& point) {
    return drawable(point.value);
}

std::vector<int> lone_places(const LineChart& chart) {
    if (!chart.hundredths) return {};
    std::set<int> places;
    for (const ChartLine& line : chart.lines)
        for (const ChartPoint& point : line.points)
            places.insert(point.day);
    const bool close = places.empty() || *places.rbegin() - *places.begin() < static_cast<int>(places.size());
    return close ? std::vector<int>() : std::vector<int>(places.begin(), places.end());
}

std::vector<int> named_days(const LineChart& chart, int first, int last, int most) {
    std::vector<int> places = lone_places(chart);
    return places.empty() ? day_ticks(first, last, most) : places;
}

std::vector<std::string> tick_names(const Ticks& ticks, NumberKind kind) {
    const bool share = kind == NumberKind::share;
    const int decimals = share ? std::max(ticks.decimals - 2, 0) : ticks.decimals;
    std::vector<std::string> names;
    for (const double tick : ticks.at) {
        const double shown = share ? tick * 100 : tick;
        names.push_back((decimals > 9 ? significant_number(shown, 4) : fixed_number(shown, decimals)) +
                        (share ? "\xC2\xA0%" : ""));
    }
    return names;
}

void draw_band(SvgWriter& svg, const PlotArea& area, LineRole role, const std::vector<ChartPoint>& points) {
    const LineLook look = look_of(role);
    for (const auto& stretch : stretches(points, has_band)) {
        if (stretch.size() == 1) {
            const double x = area.x(stretch[0].day);
            svg.line(x, area.y(stretch[0].upper), x, area.y(stretch[0].lower), look.colour, 1.25);
            continue;
        }
        std::vector<std::pair<double, double>> outline;
        for (const ChartPoint& p : stretch)
            outline.emplace_back(area.x(p.day), area.y(p.upper));
        for (auto p = stretch.rbegin(); p != stretch.rend(); ++p)
            outline.emplace_back(area.x(p->day), area.y(p->lower));
        svg.area(outline, look.colour, style::band_opacity);
    }
}

void draw_line(SvgWriter& svg, const PlotArea& area, LineRole role, const std::vector<ChartPoint>& points) {
    const LineLook look = look_of(role);
    for (const auto& stretch : stretches(points, has_value)) {
        if (stretch.size() == 1) {
            svg.circle(area.x(stretch[0].day), area.y(stretch[0].value), 3, look.colour);
            continue;
        }
        std::vector<std::pair<double, double>> at;
        for (const ChartPoint& p : stretch)
            at.emplace_back(area.x(p.day), area.y(p.value));
        svg.polyline(at, look.colour, look.width, look.dash);
    }
}

} // namespace attune
