#include "simulations/study/loop_curve_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"
#include "simulations/report/lever_words.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune {
namespace {

NumberStyle style_of(const MetricValue& value) {
    return style_for(NumberKind::share, value.value, value.lower, value.upper);
}

std::string lever_value(const LoopCurve& curve, double value, const Text& text) {
    return lever_value_words(*curve.spec, value, text);
}

const MetricValue& first_of(const LoopCurve& curve, const CurveMeasure& one) {
    return (curve.points.front().*one.measure).value;
}
const MetricValue& last_of(const LoopCurve& curve, const CurveMeasure& one) {
    return (curve.points.back().*one.measure).value;
}

bool is_known(const MetricValue& value) {
    return std::isfinite(value.value);
}

bool meet(const MetricValue& a, const MetricValue& b) {
    return a.lower <= b.upper && b.lower <= a.upper;
}

/// What was measured of a difference, in a word that ends a text key.
enum class Move { unknown, unsure, up, down, chance };
Move move_of(const MetricValue& change) {
    if (!is_known(change)) return Move::unknown;
    if (!std::isfinite(change.lower)) return Move::unsure;
    if (change.lower > 0) return Move::up;
    if (change.upper < 0) return Move::down;
    return Move::chance;
}

/// "FAL 30 % to 12 % (−20 to −16 points)": one measure at both ends and the difference.
std::string moved_words(const LoopCurve& curve, std::size_t m, Move move, const Text& text) {
    const CurveMeasure& one = curve_measures[m];
    const MetricValue &from = first_of(curve, one), &to = last_of(curve, one), &change = curve.change[m];
    const std::string name = text.get("curve.name." + std::string(one.key));
    const NumberStyle style = {NumberKind::share, std::max(style_of(from).decimals, style_of(to).decimals)};
    const std::string begin = known_text(from.value, style, text), end = known_text(to.value, style, text);
    if (move == Move::unknown || move == Move::unsure)
        return text.get("curve.ends", {{"name", name}, {"from", begin}, {"to", end}});
    const bool clear_yet_meeting = move != Move::chance && meet(from, to);
    return text.get(
        clear_yet_meeting ? "curve.moved.meeting" : "curve.moved",
        {{"name", name},
         {"from", begin},
         {"to", end},
         {"interval", difference_interval_text(change.lower, change.upper, style_of(change), text)}});
}

} // namespace

DataTable curve_table(const LoopCurve& curve, double present, const Text& text) {
    DataTable table;
    table.head.push_back(text.get("curve.table.value"));
    for (const CurveMeasure& one : curve_measures) {
        table.head.push_back(text.get("curve.table." + std::string(one.key)));
        table.head.push_back(text.get("curve.table.interval"));
    }
    table.head.push_back(text.get("curve.table.offers"));
    for (const LoopCurvePoint& point : curve.points) {
        const std::string value = lever_value(curve, point.value, text);
        std::vector<std::string>& row = table.rows.emplace_back();
        row.push_back(point.value == present ? text.get("curve.table.now", {{"value", value}}) : value);
        for (const CurveMeasure& one : curve_measures) {
            const MetricValue& figure = (point.*one.measure).value;
            row.push_back(known_text(figure.value, style_of(figure), text));
            row.push_back(known_interval(figure, style_of(figure), text));
        }
        row.push_back(count_text(is_known(point.fal.value) ? point.fal.value.n : 0));
    }
    return table;
}

Sentence curve_sentence(const LoopCurve& curve, const Text& text) {
    std::vector<std::string> gains, costs;
    std::string clear, chance, unsure; // measures, by what can be said of them
    bool any = false;
    for (std::size_t m = 0; m < curve_measures.size(); ++m) {
        const CurveMeasure& one = curve_measures[m];
        const Move move = move_of(curve.change[m]);
        const bool up = move == Move::up, told = up || move == Move::down;
        any = any || move != Move::unknown;
        std::string& list = told ? clear : move == Move::chance ? chance : unsure;
        list += (list.empty() ? "" : "; ") + moved_words(curve, m, move, text);
        if (told)
            (up == one.more_is_better ? gains : costs)
                .push_back(text.get("curve.more." + std::string(one.key) + (up ? ".up" : ".down")));
    }
    const char* kind = !any                               ? "curve.sentence.unknown"
                       : !gains.empty() && !costs.empty() ? "curve.sentence.trade"
                       : !gains.empty()                   ? "curve.sentence.gain"
                       : !costs.empty()                   ? "curve.sentence.cost"
                                                          : "curve.sentence.chance";
    std::string sentence = text.get(kind, {{"|", finding_ends},
                                           {"lever", lever_name(*curve.spec, curve.lever, text)},
                                           {"from", lever_value(curve, curve.points.front().value, text)},
                                           {"to", lever_value(curve, curve.points.back().value, text)},
                                           {"gains", text.listed(gains)},
                                           {"costs", text.listed(costs)}});
    for (const auto& [key, list] :
         {std::pair{"curve.clear", clear}, {"curve.chance", chance}, {"curve.unsure", unsure}})
        if (!list.empty() && any) sentence += " " + text.get(key, {{"measures", list}});
    return split_at_finding(sentence);
}

Json curve_document(const LoopCurve& curve) {
    Json points = Json::array();
    for (const LoopCurvePoint& point : curve.points) {
        Json row = {{"value", point.value}, {"offers", is_known(point.fal.value) ? point.fal.value.n : 0}};
        for (const CurveMeasure& one : curve_measures)
            row[std::string(one.key)] = known_figure((point.*one.measure).value);
        points.push_back(std::move(row));
    }
    Json change = Json::object();
    for (std::size_t m = 0; m < curve_measures.size(); ++m)
        change[std::string(curve_measures[m].key)] = known_figure(curve.change[m]);
    return {{"lever", curve.lever},
            {"present", curve.present},
            {"points", std::move(points)},
            {"change", std::move(change)}};
}

std::string curve_csv(const LoopCurve& curve) {
    std::string csv = "lever,value,present,offers";
    for (const CurveMeasure& one : curve_measures) {
        const std::string key(one.key);
        csv += "," + key + "," + key + "_lower," + key + "_upper";
    }
    csv += "\n";
    for (const LoopCurvePoint& point : curve.points) {
        csv += csv_cell(curve.lever) + "," + csv_cell(point.value) + "," +
               (point.value == curve.present ? "yes" : "no") + "," +
               csv_cell(is_known(point.fal.value) ? point.fal.value.n : 0);
        for (const CurveMeasure& one : curve_measures) {
            const MetricValue& figure = (point.*one.measure).value;
            for (const double number : {figure.value, figure.lower, figure.upper})
                csv += "," + csv_cell(number);
        }
        csv += "\n";
    }
    return csv;
}

} // namespace attune
