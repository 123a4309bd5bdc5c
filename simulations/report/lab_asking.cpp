// The charts by day on asking: who lets feedback be used, who tires of questions, who goes on answering.
#include "simulations/report/circle.h"
#include "simulations/report/lab_parts.h"

namespace attune {
namespace {

/// Both sides of a metric by day; the sentence adds the candidate's way from the first week to the last.
LabChart day_chart(const LabSource& source, const std::string& name, const std::string& metric) {
    const ReportView& view = source.view;
    const Figure figure = view.figure(metric);
    LabChart card;
    card.name = name;
    card.subtitle = view.text.get("lab.chart." + name + ".subtitle");
    std::string weeks;
    if (const auto both = first_and_last_week(view, {name, metric}))
        weeks = view.text.get(
            "lab.weeks", {{"candidate", view.candidate()}, {"first", both->first}, {"last", both->last}});
    card.sentence = sentence_of(source, figure, "lab." + name, weeks);
    LineChart chart;
    draw_by_day(card, chart, source, both_sides(view, metric), figure.style.kind);
    card.plot = std::move(chart);
    card.shows = {{metric, "all"}};
    return card;
}

} // namespace

LabChart consent_chart(const LabSource& source) {
    return day_chart(source, "consent", "consent_share");
}

LabChart fatigue_chart(const LabSource& source) {
    return day_chart(source, "fatigue", "prompt_fatigue");
}

LabChart answered_chart(const LabSource& source) {
    return day_chart(source, "answered", "response_rate");
}

} // namespace attune
