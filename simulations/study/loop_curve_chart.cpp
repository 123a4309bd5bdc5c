#include "simulations/study/loop_curve_chart.h"

#include "simulations/report/lever_words.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune {
namespace {

/// Where a value stands on an axis of hundredths, in the figures that people read: a share as percent.
int place_of(const ParameterSpec& spec, double value) {
    constexpr double hundred = 100;
    return static_cast<int>(std::lround(value * shown_factor(spec) * hundred));
}

ChartLine line_of(const LoopCurve& curve, const CurveMeasure& one, LineRole role, const Text& text) {
    ChartLine line;
    line.name = text.get("curve.line." + std::string(one.key));
    line.role = role;
    for (const LoopCurvePoint& point : curve.points) {
        const MetricValue& figure = (point.*one.measure).value;
        line.points.push_back({place_of(*curve.spec, point.value), figure.value, figure.lower, figure.upper});
        if (std::isfinite(figure.value))
            line.last_value = value_text(
                figure.value, style_for(NumberKind::share, figure.value, figure.lower, figure.upper), text);
    }
    return line;
}

LineChart lines_of(const LoopCurve& curve, double present, const Text& text) {
    LineChart chart;
    chart.kind = NumberKind::share;
    chart.hundredths = true;
    chart.no_data = text.get("curve.no_data");
    constexpr std::array<LineRole, 3> roles = {LineRole::candidate, LineRole::baseline, LineRole::answers};
    for (std::size_t m = 0; m < roles.size(); ++m)
        chart.lines.push_back(line_of(curve, curve_measures[m], roles[m], text));
    if (const auto most = curve.points.front().ovr.most)
        chart.reference = ReferenceLine{
            *most, text.get("curve.aim.ovr",
                            {{"value", value_text(*most, style_as_set(NumberKind::share, *most), text)}})};
    const bool inside = present >= curve.points.front().value && present <= curve.points.back().value;
    if (inside)
        chart.marks.push_back(
            {place_of(*curve.spec, present),
             text.get("curve.mark", {{"value", lever_value_words(*curve.spec, present, text)}})});
    return chart;
}

} // namespace

LabChart curve_chart(const LoopCurve& curve, double present, const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "curve";
    card.question = text.get("curve.question", {{"lever", lever_name(*curve.spec, curve.lever, text)}});
    card.subtitle = measured_subtitle(world, "curve.subtitle", text);
    card.own_csv = curve_csv(curve);
    card.views.push_back({"curve", card.question, lines_of(curve, present, text),
                          curve_table(curve, present, text), curve_sentence(curve, text)});
    card.shows = {{"urr", "all"}, {"fal", "all"}, {"ovr", "all"}};
    show_first_view(card);
    return card;
}

} // namespace attune
