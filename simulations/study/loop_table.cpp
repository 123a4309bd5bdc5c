#include "simulations/study/loop_table.h"

#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

NumberKind kind_of(const LoopMeasure& measure) {
    return measure.unit == LoopUnit::share ? NumberKind::share : NumberKind::plain;
}

/// What is counted, or a median of it, is shown as it is.
bool is_counted(const LoopMeasure& measure) {
    return (measure.unit == LoopUnit::prompts || measure.unit == LoopUnit::alarms) &&
           measure.value.lower == measure.value.value && measure.value.upper == measure.value.value;
}

NumberStyle style_of(const LoopMeasure& measure) {
    if (is_counted(measure)) return style_as_set(NumberKind::plain, measure.value.value);
    return style_for(kind_of(measure), measure.value.value, measure.value.lower, measure.value.upper);
}

/// The figure, and whom it is about.
std::string with_names(const LoopMeasure& measure, std::string figure, const Text& text) {
    if (measure.about.empty()) return figure;
    std::vector<std::string> names;
    for (const auto& [name, week] : measure.about)
        names.push_back(text.get("loop.about", {{"name", name}, {"week", std::to_string(week)}}));
    return text.get("loop.named", {{"value", figure}, {"names", text.listed(names)}});
}

std::string figure(const LoopMeasure& measure, double value, const Text& text) {
    const NumberStyle style = style_of(measure);
    return measure.unit == LoopUnit::change ? known_difference(value, style, text)
                                            : known_text(value, style, text);
}

std::string interval(const LoopMeasure& measure, const Text& text) {
    const NumberStyle style = style_of(measure);
    if (is_counted(measure) || !std::isfinite(measure.value.lower)) return text.get("report.none");
    return measure.unit == LoopUnit::change
               ? difference_interval_text(measure.value.lower, measure.value.upper, style, text)
               : known_interval(measure.value, style, text);
}

std::string change_text(const LoopMeasure& measure, const Text& text) {
    const MetricValue& change = measure.change;
    if (!std::isfinite(change.value)) return text.get("report.none");
    const NumberStyle style = style_for(kind_of(measure), change.value, change.lower, change.upper);
    if (!std::isfinite(change.lower)) return difference_text(change.value, style, text);
    return text.get("loop.change",
                    {{"value", signed_figure(change.value, style)},
                     {"interval", difference_interval_text(change.lower, change.upper, style, text)}});
}

std::string aim_text(const LoopMeasure& measure, const Text& text) {
    const NumberStyle style =
        style_as_set(kind_of(measure), measure.least.value_or(measure.most.value_or(0)));
    if (measure.least && measure.most)
        return text.get("loop.between", {{"least", value_text(*measure.least, style, text)},
                                         {"most", value_text(*measure.most, style, text)}});
    if (measure.least) return text.get("loop.least", {{"value", value_text(*measure.least, style, text)}});
    if (measure.most) return text.get("loop.most", {{"value", value_text(*measure.most, style, text)}});
    return text.get("report.none");
}

} // namespace

DataTable loop_table(std::span<const LoopMeasure> measures, const Text& text) {
    DataTable table;
    for (const char* column : {"measure", "value", "interval", "without", "change", "aim", "reached"})
        table.head.push_back(text.get("loop.table." + std::string(column)));
    for (const LoopMeasure& measure : measures)
        table.rows.push_back({text.get("loop.row." + measure.key),
                              with_names(measure, figure(measure, measure.value.value, text), text),
                              interval(measure, text), figure(measure, measure.twin.value, text),
                              change_text(measure, text), aim_text(measure, text),
                              text.get("loop.reached." + std::string(name(measure.reached)))});
    return table;
}

std::string loop_sentence(std::span<const LoopMeasure> measures, const Text& text) {
    std::string sentence;
    for (const Reached reached : {Reached::reached, Reached::missed, Reached::undecided}) {
        std::vector<std::string> names;
        for (const LoopMeasure& measure : measures)
            if (measure.reached == reached) names.push_back(text.get("loop.inside." + measure.key));
        if (names.empty()) continue;
        sentence += (sentence.empty() ? "" : " ") +
                    text.get("loop.sentence." + std::string(name(reached)), {{"names", text.listed(names)}});
    }
    return sentence;
}

Json loop_document(std::span<const LoopMeasure> measures) {
    Json rows = Json::array();
    for (const LoopMeasure& measure : measures)
        rows.push_back({{"measure", measure.key},
                        {"unit", name(measure.unit)},
                        {"value", known_number(measure.value.value)},
                        {"lower", known_number(measure.value.lower)},
                        {"upper", known_number(measure.value.upper)},
                        {"n", known_number(measure.value.n)},
                        {"without", known_number(measure.twin.value)},
                        {"change", known_figure(measure.change)},
                        {"least", measure.least ? Json(*measure.least) : Json()},
                        {"most", measure.most ? Json(*measure.most) : Json()},
                        {"reached", name(measure.reached)}});
    for (std::size_t m = 0; m < measures.size(); ++m)
        for (const auto& [name, week] : measures[m].about)
            rows[m]["about"].push_back({{"name", name}, {"week", week}});
    return {{"measures", rows}};
}

} // namespace attune
