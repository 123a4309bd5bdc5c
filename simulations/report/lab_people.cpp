// The charts on what people think of the service and whether they are heard: the circle of trust, and voices.
#include "simulations/report/circle.h"
#include "simulations/report/lab_parts.h"
#include "simulations/report/series.h"
#include "simulations/report/voices.h"

namespace attune {
namespace {

constexpr const CirclePart& trust_part = circle_parts[0];
constexpr const CirclePart& participation_part = circle_parts[2];

/// The other parts of the circle by what may be said of them: "; higher: prompts answered; no difference
/// shown: truly enjoyed".
std::string other_parts(const ReportView& view) {
    std::string higher, lower, open;
    for (const CirclePart& part : circle_parts) {
        if (part.name == trust_part.name) continue;
        const Direction direction = direction_of(view.figure(part.metric));
        if (direction == Direction::missing || direction == Direction::no_interval) continue;
        std::string& list = direction == Direction::up ? higher : direction == Direction::down ? lower : open;
        list += (list.empty() ? "" : ", ") + view.text.get("lab.circle.part." + std::string(part.name));
    }
    std::string all;
    for (const auto& [key, list] :
         {std::pair{"lab.circle.higher", &higher}, {"lab.circle.lower", &lower}, {"lab.circle.open", &open}})
        if (!list->empty()) all += view.text.get(key, {{"parts", *list}});
    return all;
}

/// From the first week to the last: trust, and how many prompts are answered where people are asked.
std::string weeks_aside(const ReportView& view) {
    const auto trust = first_and_last_week(view, trust_part);
    if (!trust) return {};
    const auto answered = first_and_last_week(view, participation_part);
    return view.text.get(answered ? "lab.circle.weeks" : "lab.circle.weeks_trust",
                         {{"candidate", view.candidate()},
                          {"trust_first", trust->first},
                          {"trust_last", trust->last},
                          {"answered_first", answered ? answered->first : std::string()},
                          {"answered_last", answered ? answered->last : std::string()}});
}

Sentence circle_sentence(const LabSource& source) {
    const ReportView& view = source.view;
    const Figure trust = view.figure(trust_part.metric);
    const double change = trust.difference ? trust.difference->value : 0;
    return split_at_finding(view.text.get("lab.circle." + std::string(key_of(direction_of(trust))),
                                          {{"|", finding_ends},
                                           {"candidate", view.candidate()},
                                           {"amount", amount_text(change, trust.style, view.text)},
                                           {"span", source.span()},
                                           {"interval", sentence_interval(trust, view.text)},
                                           {"value", view.value_words(trust)},
                                           {"before", view.baseline_words(trust)},
                                           {"others", other_parts(view)},
                                           {"weeks", weeks_aside(view)},
                                           {"end", source.end()}}));
}

/// Who is heard too little, and what silence hides.
Sentence voices_sentence(const LabSource& source, const std::vector<GroupVoice>& voices) {
    const std::string bias = bias_sentence(source.view, source.end());
    if (voices.empty() || bias.empty())
        return split_at_finding(coverage_sentence(source.view, voices, finding_ends, source.end()));
    const std::string full_stop = source.view.text.get("report.voices.end");
    return split_at_finding(coverage_sentence(source.view, voices, finding_ends, full_stop) + " " + bias);
}

} // namespace

LabChart circle_chart(const LabSource& source) {
    const ReportView& view = source.view;
    LabChart card;
    card.name = "circle";
    card.subtitle = view.text.get("lab.chart.circle.subtitle");
    card.sentence = circle_sentence(source);
    card.plot = circle_multiples(view);
    card.table = circle_days(view);
    for (const CirclePart& part : circle_parts)
        card.shows.emplace_back(part.metric, "all");
    return card;
}

LabChart voices_chart(const LabSource& source) {
    const ReportView& view = source.view;
    const std::vector<GroupVoice> voices = group_voices(view);
    LabChart card;
    card.name = "voices";
    card.subtitle = view.text.get("lab.chart.voices.subtitle", {{"candidate", view.candidate()}});
    card.sentence = voices_sentence(source, voices);
    if (!voices.empty())
        for (const std::string& kind : group_kinds(view)) {
            const std::vector<GroupVoice> own = voices_of_kind(view, voices, kind);
            if (!own.empty())
                card.views.push_back({kind, view.text.get("report.groups.by." + kind), voice_dots(view, own),
                                      voices_table(view, own, true)});
        }
    if (card.views.empty()) {
        card.plot = voice_dots(view, {});
    } else {
        card.plot = card.views.front().plot;
        card.table = card.views.front().table;
    }
    std::vector<std::string> groups = person_groups(view);
    groups.insert(groups.begin(), "all");
    for (const std::string& group : groups)
        for (const char* metric : {"satisfaction_true", "satisfaction_answers", "satisfaction_weighted",
                                   "completed_share", "enjoyed_true"})
            card.shows.emplace_back(metric, group);
    card.shows.emplace_back("nonresponse_bias", "all");
    return card;
}

} // namespace attune
