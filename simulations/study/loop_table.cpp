#include "simulations/study/loop_table.h"

#include "simulations/study/figure_words.h"

#include <cmath>

namespace attune {
namespace {

/// Changes of scores; everything else is a share or a score itself.
bool is_change(const LoopMeasure& measure) {
    return measure.key.ends_with("_change");
}

NumberStyle style_of(const LoopMeasure& measure) {
    const bool score = is_change(measure) || measure.key.ends_with("_true");
    return style_for(score ? NumberKind::plain : NumberKind::share, measure.value.value, measure.value.lower,
                     measure.value.upper);
}

std::string row_words(const LoopMeasure& measure, const Text& text) {
    return text.get("loop.row." + measure.key);
}

std::string aim_text(const LoopMeasure& measure, const Text& text) {
    const NumberStyle style =
        style_as_set(NumberKind::share, measure.least.value_or(measure.most.value_or(0)));
    if (measure.least) return text.get("loop.least", {{"value", value_text(*measure.least, style, text)}});
    if (measure.most) return text.get("loop.most", {{"value", value_text(*measure.most, style, text)}});
    return text.get("report.none");
}

} // namespace

DataTable loop_table(std::span<const LoopMeasure> measures, const Text& text) {
    DataTable table;
    for (const char* column : {"measure", "value", "interval", "without", "aim", "reached"})
        table.head.push_back(text.get("loop.table." + std::string(column)));
    for (const LoopMeasure& measure : measures) {
        const NumberStyle style = style_of(measure);
        table.rows.push_back(
            {row_words(measure, text),
             is_change(measure) ? known_difference(measure.value.value, style, text)
                                : known_text(measure.value.value, style, text),
             is_change(measure) && std::isfinite(measure.value.lower)
                 ? difference_interval_text(measure.value.lower, measure.value.upper, style, text)
                 : known_interval(measure.value, style, text),
             known_text(measure.twin.value, style, text), aim_text(measure, text),
             text.get("loop.reached." + std::string(name(measure.reached)))});
    }
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
                        {"value", known_number(measure.value.value)},
                        {"lower", known_number(measure.value.lower)},
                        {"upper", known_number(measure.value.upper)},
                        {"n", known_number(measure.value.n)},
                        {"without", known_number(measure.twin.value)},
                        {"least", measure.least ? Json(*measure.least) : Json()},
                        {"most", measure.most ? Json(*measure.most) : Json()},
                        {"reached", name(measure.reached)}});
    return {{"measures", rows}};
}

} // namespace attune
