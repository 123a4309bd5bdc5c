#include "simulations/study/asking_chart.h"

#include "simulations/study/cadence_table.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

HeatChart heat_of(std::span<const AskingOutcome> outcomes, std::span<const AskingCell> marked,
                  const AskingMeasure& measure, const Text& text) {
    HeatChart chart;
    chart.measure = text.get("asking.measure." + std::string(measure.name));
    chart.columns_name = text.get("asking.columns");
    chart.no_data = text.get("asking.no_data");
    for (const double gap : surface_gaps)
        chart.columns.push_back(gap_words(gap, text));
    for (const AskingOutcome& one : outcomes) {
        const std::string row = text.get("asking.moment." + std::string(name(one.cell.moment)));
        if (chart.rows.empty() || chart.rows.back().name != row) chart.rows.push_back({row, {}});
        const MetricValue& figure = one.figures.*measure.figure;
        HeatCell cell{figure.value, figure.lower, figure.upper, measure_words(measure, figure.value, text),
                      measure_interval(measure, figure, text)};
        if (std::find(marked.begin(), marked.end(), one.cell) != marked.end())
            cell.mark = text.get(marked.size() == 1 ? "asking.mark.one" : "asking.mark.part");
        chart.rows.back().cells.push_back(std::move(cell));
    }
    chart.zero = value_text(0, {measure.style.kind, 0}, text);
    chart.most = value_text(heat_top(chart), measure.style, text);
    return chart;
}

} // namespace

LabChart surface_chart(std::span<const AskingOutcome> outcomes, std::span<const AskingCell> marked,
                       const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "surface";
    card.question = text.get("lab.chart.surface.question");
    card.subtitle = measured_subtitle(world, "asking.subtitle.surface", text);
    card.views_name = text.get("asking.views");
    card.own_csv = asking_csv(outcomes);
    for (const AskingMeasure& measure : asking_measures) {
        card.views.push_back({std::string(measure.name), text.get("asking.view." + std::string(measure.name)),
                              heat_of(outcomes, marked, measure, text), asking_table(outcomes, text),
                              asking_sentence(outcomes, measure, text)});
        card.shows.emplace_back(measure.metric, "all");
    }
    show_first_view(card);
    return card;
}

LabChart cadence_chart(std::span<const CadenceOutcome> outcomes, const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "cadence";
    card.question = text.get("lab.chart.cadence.question");
    card.subtitle = measured_subtitle(world, "asking.subtitle.cadence", text);
    card.views_name = text.get("asking.views");
    card.own_csv = cadence_csv(outcomes);
    const std::string sentence = cadence_sentence(outcomes, text);
    card.sentence =
        sentence.empty() ? asking_sentence({}, asking_measures.front(), text) : Sentence{{}, sentence};
    for (const AskingMeasure& measure : asking_measures) {
        // What the table of paces has, as far as it is a share.
        if (measure.name != "response" && measure.name != "opt_out") continue;
        LoadBars bars;
        bars.no_data = text.get("asking.no_data");
        for (const CadenceOutcome& one : outcomes) {
            const MetricValue& figure = one.*measure.figure;
            bars.rows.push_back({text.get("cadence.row." + one.key), figure.value, figure.lower, figure.upper,
                                 std::nullopt, measure_words(measure, figure.value, text)});
        }
        card.views.push_back({std::string(measure.name), text.get("asking.view." + std::string(measure.name)),
                              std::move(bars), cadence_table(outcomes, text), std::nullopt});
        card.shows.emplace_back(measure.metric, "all");
    }
    show_first_view(card);
    return card;
}

} // namespace attune
