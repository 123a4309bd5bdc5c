#include "simulations/report/voices.h"

#include "simulations/report/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {
namespace {

const MetricValue* known(const std::optional<MetricValue>& value) {
    return value && std::isfinite(value->value) ? &*value : nullptr;
}

constexpr NumberStyle percent{NumberKind::share, 1};
constexpr const char* say_metric = "satisfaction_answers";
constexpr const char* do_metric = "completed_share";
constexpr const char* feel_metric = "enjoyed_true";

std::string percent_of(const ReportView& view, std::string_view key, const std::string& group) {
    const Figure figure = view.figure(key, group);
    return known(figure.value) ? value_text(figure.value->value, percent, view.text)
                               : view.text.get("report.none");
}

std::string percent_interval_of(const ReportView& view, std::string_view key, const std::string& group) {
    const Figure figure = view.figure(key, group);
    return known(figure.value) ? interval_text(figure.value->lower, figure.value->upper, percent, view.text)
                               : view.text.get("report.none");
}

VoiceMark mark_of(const ReportView& view, std::string_view key, const std::string& group) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    const Figure figure = view.figure(key, group);
    return known(figure.value) ? VoiceMark{figure.value->value, figure.value->lower, figure.value->upper}
                               : VoiceMark{nothing, nothing, nothing};
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
    const Figure say = view.figure(say_metric, group), feel = view.figure(feel_metric, group);
    if (!known(say.value) || !known(feel.value)) return view.text.get("report.none");
    return difference_text(say.value->value - feel.value->value, percent, view.text);
}

} // namespace

std::vector<GroupVoice> group_voices(const ReportView& view) {
    std::vector<GroupVoice> voices;
    const double people = count_of(view, "satisfaction_true", "all");
    const double answers = count_of(view, say_metric, "all");
    if (people <= 0 || answers <= 0) return voices;
    for (const std::string& group : person_groups(view))
        voices.push_back({group, count_of(view, "satisfaction_true", group) / people,
                          count_of(view, say_metric, group) / answers});
    return voices;
}

std::vector<GroupVoice> voices_of_kind(const ReportView& view, const std::vector<GroupVoice>& voices,
                                       std::string_view kind) {
    const std::vector<std::string> groups = groups_of_kind(view, kind);
    std::vector<GroupVoice> own;
    for (const GroupVoice& voice : voices)
        if (std::find(groups.begin(), groups.end(), voice.group) != groups.end()) own.push_back(voice);
    return own;
}

DataTable voices_table(const ReportView& view) {
    return voices_table(view, group_voices(view), false);
}

DataTable voices_table(const ReportView& view, const std::vector<GroupVoice>& voices, bool intervals) {
    const Text& text = view.text;
    DataTable table;
    table.head = {text.get("report.table.group"), text.get("report.voices.people"),
                  text.get("report.voices.answers"), text.get("report.voices.coverage")};
    const auto column = [&](const char* name, bool measured) {
        table.head.push_back(text.get(name));
        if (measured && intervals) table.head.push_back(text.get("report.table.interval"));
    };
    column("report.voices.say", true);
    column("report.voices.weighted", true);
    column("report.voices.do", true);
    column("report.voices.feel", true);
    column("report.voices.gap", false);
    const auto row = [&](const std::string& title, const std::string& group, const std::string& people,
                         const std::string& answers, const std::string& coverage) {
        std::vector<std::string> cells = {title, people, answers, coverage};
        for (const char* key : {say_metric, "satisfaction_weighted", do_metric, feel_metric}) {
            cells.push_back(percent_of(view, key, group));
            if (intervals) cells.push_back(percent_interval_of(view, key, group));
        }
        cells.push_back(gap_words(view, group));
        table.rows.push_back(std::move(cells));
    };
    if (voices.empty()) return table;
    row(text.get("report.voices.everyone"), "all", share_words(1, text), share_words(1, text),
        text.get("report.none"));
    for (const GroupVoice& voice : voices)
        row(view.group_title(voice.group), voice.group, share_words(voice.people, text),
            share_words(voice.answers, text), coverage_words(voice, text));
    return table;
}

VoiceDots voice_dots(const ReportView& view, const std::vector<GroupVoice>& voices) {
    const Text& text = view.text;
    VoiceDots chart;
    chart.say = text.get("report.voices.say");
    chart.act = text.get("report.voices.do");
    chart.feel = text.get("report.voices.feel");
    chart.people = text.get("report.voices.people");
    chart.answers = text.get("report.voices.answers");
    chart.heard = text.get("report.voices.coverage");
    chart.no_data = text.get("report.no_series");
    const auto row = [&](const std::string& title, const std::string& group) {
        VoiceRow made;
        made.name = title;
        made.say = mark_of(view, say_metric, group);
        made.act = mark_of(view, do_metric, group);
        made.feel = mark_of(view, feel_metric, group);
        return made;
    };
    if (voices.empty()) return chart;
    chart.rows.push_back(row(text.get("report.voices.everyone"), "all"));
    chart.rows.back().people = chart.rows.back().answers = share_words(1, text);
    for (const GroupVoice& voice : voices) {
        VoiceRow made = row(view.group_title(voice.group), voice.group);
        made.people = share_words(voice.people, text);
        made.answers = share_words(voice.answers, text);
        made.heard = coverage_words(voice, text);
        made.under_covered = voice.under_covered();
        chart.rows.push_back(std::move(made));
    }
    return chart;
}

std::string bias_sentence(const ReportView& view, const std::string& end) {
    const Figure bias = view.figure("nonresponse_bias");
    if (!known(bias.value)) return {};
    const MetricValue& b = *bias.value;
    const char* direction = b.lower > 0 ? "happier" : b.upper < 0 ? "unhappier" : "alike";
    return view.text.get(std::string("report.voices.bias.") + direction,
                         {{"bias", amount_text(b.value, bias.style, view.text)},
                          {"interval", interval_text(b.lower, b.upper, bias.style, view.text)},
                          {"end", end}});
}

std::string coverage_sentence(const ReportView& view, const std::vector<GroupVoice>& voices,
                              const std::string& finding_end, const std::string& end) {
    std::string under;
    for (const GroupVoice& voice : voices)
        if (voice.under_covered()) under += (under.empty() ? "" : ", ") + view.group_name(voice.group);
    return view.text.get(voices.empty()  ? "report.voices.silent"
                         : under.empty() ? "report.voices.all_covered"
                                         : "report.voices.not_covered",
                         {{"groups", under}, {"|", finding_end}, {"end", end}});
}

std::vector<std::string> voices_sentences(const ReportView& view) {
    const Text& text = view.text;
    const std::string full_stop = text.get("report.voices.end");
    const std::string bias = bias_sentence(view, full_stop);
    const Figure weighted = view.figure("satisfaction_weighted");
    const Figure worth = view.figure("answers_effective");
    const Figure say = view.figure(say_metric);
    if (bias.empty() || !known(weighted.value) || !known(worth.value) || !known(say.value))
        return {coverage_sentence(view, {}, {}, full_stop)};
    return {bias,
            text.get("report.voices.estimate",
                     {{"say", percent_of(view, say_metric, "all")},
                      {"weighted", percent_of(view, "satisfaction_weighted", "all")},
                      {"count", count_text(say.value->n)},
                      {"worth", count_text(std::round(worth.value->value * worth.value->n))}}),
            coverage_sentence(view, group_voices(view), {}, full_stop)};
}

} // namespace attune
