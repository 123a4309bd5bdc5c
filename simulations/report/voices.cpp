#include "simulations/report/voices.h"

#include "simulations/report/series.h"

#include <cmath>

namespace attune {
namespace {

const MetricValue* known(const std::optional<MetricValue>& value) {
    return value && std::isfinite(value->value) ? &*value : nullptr;
}

constexpr NumberStyle percent{NumberKind::share, 1};

std::string words_of(const ReportView& view, const Figure& figure) {
    return known(figure.value) ? view.value_words(figure) : view.text.get("report.none");
}

std::string percent_of(const ReportView& view, std::string_view key, const std::string& group) {
    const Figure figure = view.figure(key, group);
    return known(figure.value) ? value_text(figure.value->value, percent, view.text)
                               : view.text.get("report.none");
}

double count_of(const ReportView& view, std::string_view key, std::string_view group) {
    const Figure figure = view.figure(key, group);
    return figure.value ? figure.value->n : 0;
}

std::string share_words(double share, const Text& text) {
    return value_text(share, percent, text);
}

std::string coverage_words(const GroupVoice& voice, const Text& text) {
    return text.get(voice.under_covered() ? "report.voices.under" : "report.voices.covered");
}

/// What people say minus what they feel, in points.
std::string gap_words(const ReportView& view, const std::string& group) {
    const Figure say = view.figure("satisfaction_answers", group), feel = view.figure("enjoyed_true", group);
    if (!known(say.value) || !known(feel.value)) return view.text.get("report.none");
    return difference_text(say.value->value - feel.value->value, percent, view.text);
}

} // namespace

std::vector<GroupVoice> group_voices(const ReportView& view) {
    std::vector<GroupVoice> voices;
    const double people = count_of(view, "satisfaction_true", "all");
    const double answers = count_of(view, "satisfaction_answers", "all");
    if (people <= 0 || answers <= 0) return voices;
    for (const std::string& group : person_groups(view))
        voices.push_back({group, count_of(view, "satisfaction_true", group) / people,
                          count_of(view, "satisfaction_answers", group) / answers});
    return voices;
}

DataTable voices_table(const ReportView& view) {
    const Text& text = view.text;
    DataTable table;
    table.head = {text.get("report.table.group"),    text.get("report.voices.people"),
                  text.get("report.voices.answers"), text.get("report.voices.coverage"),
                  text.get("report.voices.say"),     text.get("report.voices.weighted"),
                  text.get("report.voices.do"),      text.get("report.voices.feel"),
                  text.get("report.voices.gap")};
    const auto row = [&](const std::string& title, const std::string& group, const std::string& people,
                         const std::string& answers, const std::string& coverage) {
        table.rows.push_back(
            {title, people, answers, coverage, percent_of(view, "satisfaction_answers", group),
             percent_of(view, "satisfaction_weighted", group), percent_of(view, "completed_share", group),
             percent_of(view, "enjoyed_true", group), gap_words(view, group)});
    };
    const std::vector<GroupVoice> voices = group_voices(view);
    if (voices.empty()) return table;
    row(text.get("report.voices.everyone"), "all", share_words(1, text), share_words(1, text),
        text.get("report.none"));
    for (const GroupVoice& voice : voices)
        row(view.group_title(voice.group), voice.group, share_words(voice.people, text),
            share_words(voice.answers, text), coverage_words(voice, text));
    return table;
}

std::vector<std::string> voices_sentences(const ReportView& view) {
    const Text& text = view.text;
    std::vector<std::string> sentences;
    const Figure bias = view.figure("nonresponse_bias");
    const Figure weighted = view.figure("satisfaction_weighted");
    const Figure worth = view.figure("answers_effective");
    const Figure say = view.figure("satisfaction_answers");
    if (!known(bias.value) || !known(weighted.value) || !known(worth.value) || !known(say.value))
        return {text.get("report.voices.silent")};
    const MetricValue& b = *bias.value;
    const char* direction = b.lower > 0 ? "happier" : b.upper < 0 ? "unhappier" : "alike";
    sentences.push_back(text.get(std::string("report.voices.bias.") + direction,
                                 {{"bias", amount_text(b.value, bias.style, text)},
                                  {"interval", interval_text(b.lower, b.upper, bias.style, text)}}));
    sentences.push_back(text.get("report.voices.estimate",
                                 {{"say", percent_of(view, "satisfaction_answers", "all")},
                                  {"weighted", percent_of(view, "satisfaction_weighted", "all")},
                                  {"count", count_text(say.value->n)},
                                  {"worth", count_text(std::round(worth.value->value * worth.value->n))}}));
    std::string under;
    for (const GroupVoice& voice : group_voices(view))
        if (voice.under_covered()) under += (under.empty() ? "" : ", ") + view.group_name(voice.group);
    sentences.push_back(under.empty() ? text.get("report.voices.all_covered")
                                      : text.get("report.voices.not_covered", {{"groups", under}}));
    return sentences;
}

DataTable circle_table(const ReportView& view) {
    const Text& text = view.text;
    DataTable table;
    table.head = {text.get("report.circle.part"), view.candidate(), text.get("report.table.interval")};
    if (view.compares()) {
        table.head.push_back(view.baseline());
        table.head.push_back(text.get("report.table.difference"));
        table.head.push_back(text.get("report.table.interval"));
    }
    for (const auto& [part, key] : {std::pair{"trust", "trust_true"},
                                    {"belief", "efficacy_true"},
                                    {"participation", "response_rate"},
                                    {"quality", "enjoyed_true"}}) {
        const Figure figure = view.figure(key);
        std::vector<std::string> row = {text.get(std::string("report.circle.") + part),
                                        words_of(view, figure),
                                        known(figure.value) ? view.interval_words(figure) : std::string()};
        if (view.compares()) {
            row.push_back(view.baseline_words(figure));
            row.push_back(view.difference_words(figure));
            row.push_back(view.difference_interval_words(figure));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace attune
