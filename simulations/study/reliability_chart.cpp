#include "simulations/study/reliability_chart.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"

#include <cmath>

namespace attune {
namespace {

std::string share_words(double share, const Text& text) {
    return std::isfinite(share) ? value_text(share, {NumberKind::share, 1}, text) : text.get("report.none");
}

std::string interval_words(const Estimate& share, const Text& text) {
    return std::isfinite(share.lower) ? interval_text(share.lower, share.upper, {NumberKind::share, 1}, text)
                                      : text.get("report.none");
}

std::string reliability_csv(const LoopReliability& reliability) {
    std::string csv = "said,so,lower,upper,pairs\n";
    for (const LoopReliability::Bin& bin : reliability.diagram())
        csv += csv_cell(bin.said) + "," + csv_cell(bin.so.value) + "," + csv_cell(bin.so.lower) + "," +
               csv_cell(bin.so.upper) + "," + csv_cell(bin.pairs) + "\n";
    return csv;
}

} // namespace

DataTable reliability_table(const LoopReliability& reliability, const Text& text) {
    DataTable table;
    for (const char* column : {"said", "so", "interval", "pairs"})
        table.head.push_back(text.get("reliability." + std::string(column)));
    for (const LoopReliability::Bin& bin : reliability.diagram())
        table.rows.push_back({share_words(bin.said, text), share_words(bin.so.value, text),
                              interval_words(bin.so, text), count_text(bin.pairs)});
    return table;
}

std::string reliability_sentence(const LoopReliability& reliability, const Text& text) {
    LoopMeasure measure = reliability_measure(reliability);
    judge(measure);
    if (!std::isfinite(measure.value.value)) return text.get("reliability.none", {{"|", finding_ends}});
    return text.get("reliability.some",
                    {{"|", finding_ends},
                     {"error", share_words(measure.value.value, text)},
                     {"lower", share_words(measure.value.lower, text)},
                     {"upper", share_words(measure.value.upper, text)},
                     {"most", share_words(measure.most.value_or(0), text)},
                     {"reached", text.get("loop.reached." + std::string(name(measure.reached)))}});
}

LabChart confidence_chart(const LoopReliability& reliability, const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "confidence";
    card.question = text.get("lab.chart.confidence.question");
    card.subtitle = measured_subtitle(world, "reliability.subtitle", text);
    card.own_csv = reliability_csv(reliability);
    LoadBars bars;
    bars.no_data = text.get("reliability.no_data");
    for (const LoopReliability::Bin& bin : reliability.diagram())
        bars.rows.push_back({text.get("reliability.bar", {{"said", share_words(bin.said, text)}}),
                             bin.so.value, bin.so.lower, bin.so.upper, bin.said,
                             share_words(bin.so.value, text)});
    card.views.push_back({"confidence", card.question, std::move(bars), reliability_table(reliability, text),
                          split_at_finding(reliability_sentence(reliability, text))});
    card.shows = {{"fal", "all"}};
    show_first_view(card);
    return card;
}

} // namespace attune
