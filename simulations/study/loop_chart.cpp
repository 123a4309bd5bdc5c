#include "simulations/study/loop_chart.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"

#include <cmath>
#include <limits>

namespace attune {
namespace {

bool has_bar(const LoopMeasure& measure) {
    const bool is_change = measure.least && measure.most; // has no bar: it can go either way
    return measure.unit == LoopUnit::share && measure.has_aim() && !is_change;
}

LoadBars bars_of(std::span<const LoopMeasure> measures, const DataTable& table, const Text& text) {
    LoadBars bars;
    bars.no_data = text.get("loop.no_data");
    bars.kind = NumberKind::share;
    for (std::size_t m = 0; m < measures.size(); ++m) {
        const LoopMeasure& measure = measures[m];
        if (!has_bar(measure)) continue;
        const std::vector<std::string>& row = table.rows[m];
        bars.rows.push_back(
            {row[0], measure.value.value, measure.value.lower, measure.value.upper,
             std::isfinite(measure.twin.value) ? std::optional(measure.twin.value) : std::nullopt, row[1]});
    }
    return bars;
}

} // namespace

LabChart loop_chart(std::span<const LoopMeasure> measures, const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "loop";
    card.question = text.get("lab.chart.loop.question");
    card.subtitle = measured_subtitle(world, "loop.subtitle", text);
    card.own_csv = loop_csv(measures);
    const DataTable table = loop_table(measures, text);
    const std::string sentence = loop_sentence(measures, text);
    const std::size_t end = sentence.find(". ");
    std::string marked = sentence.empty() ? text.get("loop.sentence.none") : sentence;
    marked.insert(end == std::string::npos ? marked.size() : end + 1, finding_ends);
    card.views.push_back({"loop", text.get("lab.chart.loop.question"), bars_of(measures, table, text), table,
                          split_at_finding(marked)});
    card.shows.emplace_back("fal", "all");
    show_first_view(card);
    return card;
}

std::string loop_csv(std::span<const LoopMeasure> measures) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::string csv =
        "measure,unit,value,lower,upper,n,without,change,change_lower,change_upper,least,most,reached\n";
    for (const LoopMeasure& measure : measures) {
        csv += csv_cell(measure.key) + "," + csv_cell(name(measure.unit));
        for (const double number :
             {measure.value.value, measure.value.lower, measure.value.upper, measure.value.n,
              measure.twin.value, measure.change.value, measure.change.lower, measure.change.upper,
              measure.least.value_or(none), measure.most.value_or(none)})
            csv += "," + csv_cell(number);
        csv += "," + csv_cell(name(measure.reached)) + "\n";
    }
    return csv;
}

} // namespace attune
