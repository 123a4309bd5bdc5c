#include "simulations/study/sharing_chart.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

bool is_shown(const MetricValue& difference) {
    return difference.lower > 0 || difference.upper < 0;
}

/// The row of the table for a measure and level: the words of figures are said there once.
const std::vector<std::string>& row_of(const DataTable& table, std::span<const SharingOutcome> outcomes,
                                       std::size_t measure, SharingLevel level) {
    return table.rows[measure * outcomes.size() + static_cast<std::size_t>(level)];
}

Sentence sentence_of(const ConsentMatrix& matrix, std::span<const SharingOutcome> outcomes,
                     std::size_t measure, const DataTable& table, const Text& text) {
    const std::string metric = text.get("metric." + std::string(sharing_measures[measure]));
    const SharingOutcome* most = nullptr;
    for (const SharingOutcome& one : outcomes) {
        const MetricValue& difference = one.figures[measure].difference;
        if (one.level == SharingLevel::none || !is_shown(difference)) continue;
        if (!most || std::fabs(difference.value) > std::fabs(most->figures[measure].difference.value))
            most = &one;
    }
    const bool judged = std::any_of(outcomes.begin(), outcomes.end(), [&](const SharingOutcome& one) {
        return one.level != SharingLevel::none && std::isfinite(one.figures[measure].difference.lower);
    });
    if (!judged)
        return split_at_finding(
            text.get("sharing.sentence.no_interval", {{"|", finding_ends}, {"metric", metric}}));
    if (!most)
        return split_at_finding(text.get("sharing.sentence.none", {{"|", finding_ends}, {"metric", metric}}));
    const std::vector<std::string>& row = row_of(table, outcomes, measure, most->level);
    const auto signals = static_cast<double>(signals_at(matrix, most->level).size());
    const int days = days_kept_at(matrix, most->level);
    return split_at_finding(
        text.get("sharing.sentence.some",
                 {{"|", finding_ends},
                  {"metric", metric},
                  {"level", text.get("sharing.inside." + std::string(name(most->level)))},
                  {"difference", row[4]},
                  {"interval", row[5]},
                  {"then", text.get(days == 0 ? "sharing.then.visit" : "sharing.then.days",
                                    {{"signals", count_text(signals)}, {"days", count_text(days)}})}}));
}

LoadBars bars_of(std::span<const SharingOutcome> outcomes, std::size_t measure, const DataTable& table,
                 const Text& text) {
    LoadBars bars;
    bars.no_data = text.get("asking.no_data");
    const MetricSpec* spec = find_metric(sharing_measures[measure]);
    bars.kind = spec ? kind_of(spec->unit) : NumberKind::plain;
    for (const SharingOutcome& one : outcomes) {
        const MetricValue& value = one.figures[measure].value;
        const std::vector<std::string>& row = row_of(table, outcomes, measure, one.level);
        bars.rows.push_back({row[1], value.value, value.lower, value.upper, std::nullopt, row[2]});
    }
    return bars;
}

} // namespace

LabChart sharing_chart(const ConsentMatrix& matrix, std::span<const SharingOutcome> outcomes,
                       const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "sharing";
    card.question = text.get("lab.chart.sharing.question");
    card.subtitle = measured_subtitle(world, "sharing.subtitle", text);
    card.views_name = text.get("sharing.views");
    card.own_csv = sharing_csv(outcomes);
    const DataTable table = sharing_table(outcomes, text);
    for (std::size_t m = 0; m < sharing_measures.size(); ++m) {
        const std::string key(sharing_measures[m]);
        card.views.push_back({key, text.get("metric." + key), bars_of(outcomes, m, table, text), table,
                              sentence_of(matrix, outcomes, m, table, text)});
        card.shows.emplace_back(key, "all");
    }
    show_first_view(card);
    return card;
}

std::string sharing_csv(std::span<const SharingOutcome> outcomes) {
    std::string csv = "level,metric,value,lower,upper,difference,difference_lower,difference_upper\n";
    for (const SharingOutcome& one : outcomes)
        for (const SharingFigure& figure : one.figures) {
            csv += csv_cell(name(one.level)) + "," + csv_cell(figure.value.key);
            for (const MetricValue* value : {&figure.value, &figure.difference})
                for (const double number : {value->value, value->lower, value->upper})
                    csv += "," + csv_cell(number);
            csv += "\n";
        }
    return csv;
}

} // namespace attune
