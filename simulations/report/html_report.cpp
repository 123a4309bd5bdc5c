#include "simulations/report/html_report.h"

#include "core/base/resources.h"
#include "simulations/report/assumption_words.h"
#include "simulations/report/chart_style.h"
#include "simulations/report/circle.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/html_tables.h"
#include "simulations/report/markup.h"
#include "simulations/report/report_charts.h"
#include "simulations/report/scorecard.h"
#include "simulations/report/small_groups.h"
#include "simulations/report/style_sheet.h"
#include "simulations/report/voices.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

std::string sign(Light light) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sign\" viewBox=\"0 0 14 14\" "
           "aria-hidden=\"true\">" +
           light_sign(light, 7, 7) + "</svg>";
}

std::string paragraph(const std::string& words, const std::string& css_class = {}) {
    return "<p" + (css_class.empty() ? std::string() : " class=\"" + css_class + "\"") + ">" +
           escaped(words) + "</p>\n";
}

std::string section(const std::string& id, const std::string& heading, const std::string& content) {
    return "<section aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">" + escaped(heading) + "</h2>\n" +
           content + "</section>\n";
}

std::string title_of(const ReportView& view) {
    return view.compares() ? view.text.get("report.title.compare",
                                           {{"candidate", view.candidate()}, {"baseline", view.baseline()}})
                           : view.text.get("report.title.run", {{"candidate", view.candidate()}});
}

std::string subtitle_of(const ReportView& view) {
    const RunRecord& run = view.input.run;
    return view.text.get(run.replications == 1 ? "report.subtitle.once" : "report.subtitle",
                         {{"scenario", shortened(run.scenario_name, 60)},
                          {"users", count_text(run.users)},
                          {"days", count_text(run.days)},
                          {"items", count_text(run.items)},
                          {"replications", count_text(run.replications)}});
}

/// What keeps the candidate from ever being put into force, a line each.
std::string coercion(const ReportView& view) {
    std::string out;
    for (const GuardrailVerdict& g : view.guardrails())
        if (coercive_trait_of(g.key))
            out += "<p class=\"banner broken\">" + sign(Light::broken) + "<span>" +
                   escaped(view.text.get("report.guardrail.coercion", {{"verdict", view.verdict_words(g)}})) +
                   "</span></p>\n";
    return out;
}

/// What the guardrails say together; nothing where there are none.
std::string banner(const ReportView& view) {
    const std::vector<GuardrailVerdict>& guardrails = view.guardrails();
    if (guardrails.empty()) return {};
    const auto counted = [&](Verdict verdict) {
        return std::count_if(guardrails.begin(), guardrails.end(),
                             [&](const auto& g) { return g.verdict == verdict; });
    };
    const auto broken = counted(Verdict::broken);
    const auto undecided = counted(Verdict::undecided);
    const Light light = broken > 0 ? Light::broken : undecided > 0 ? Light::unknown : Light::held;
    const Verdict named = broken > 0 ? Verdict::broken : Verdict::undecided;
    std::string names;
    for (const GuardrailVerdict& g : guardrails)
        if (g.verdict == named) names += (names.empty() ? "" : ", ") + view.metric_name(g.key, g.group);
    const std::string key = broken > 0      ? "report.banner.broken"
                            : undecided > 0 ? "report.banner.undecided"
                                            : "report.banner.holds";
    const std::string css_class = broken > 0 ? "broken" : undecided > 0 ? "undecided" : "held";
    return "<p class=\"banner " + css_class + "\">" + sign(light) + "<span>" +
           escaped(view.text.get(key, {{"names", names},
                                       {"broken", count_text(static_cast<double>(broken))},
                                       {"undecided", count_text(static_cast<double>(undecided))},
                                       {"count", count_text(static_cast<double>(guardrails.size()))}})) +
           "</span></p>\n";
}

/// What the reading rests on, and where that is listed.
std::string leaning(const ReportView& view) {
    const auto leaning = leaning_of(view.input.run);
    if (!leaning) return {};
    return paragraph(view.text.get("report.leaning", {{"sentence", leaning_sentence(*leaning, view.text)},
                                                      {"section", view.text.get("report.heading.scenario")}}),
                     "note");
}

std::string tile(const ReportView& view, const Figure& figure, const Figure* answers, std::size_t index) {
    const Text& text = view.text;
    std::string out = "<li class=\"tile\">\n<h3>" + escaped(figure.name) + "</h3>\n<p class=\"big\">" +
                      escaped(view.value_words(figure));
    if (answers && answers->value)
        out += " <span class=\"beside\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 12 12\" "
               "aria-hidden=\"true\">"
               "<polygon points=\"6,1.5 10.5,6 6,10.5 1.5,6\"/></svg>" +
               escaped(text.get("report.tile.answers", {{"value", view.value_words(*answers)}})) + "</span>";
    out += "</p>\n";
    // One value on a scale of its own would be a picture of nothing.
    if (!view.compares()) return out + paragraph(view.interval_words(figure), "change") + "</li>\n";
    TileStrip strip;
    strip.head = {"tile-" + std::to_string(index), figure.name, {}, view.sentence(figure), false};
    strip.value = figure.value->value;
    strip.lower = figure.value->lower;
    strip.upper = figure.value->upper;
    if (figure.baseline) strip.baseline = figure.baseline->value;
    if (answers && answers->value)
        strip.answers =
            TileStrip::Answers{answers->value->value, answers->value->lower, answers->value->upper};
    out += draw(strip);
    const bool worth = figure.claim == Claim::better || figure.claim == Claim::worse;
    out += "<p class=\"change " +
           std::string(figure.claim == Claim::better  ? "better"
                       : figure.claim == Claim::worse ? "worse"
                                                      : "open") +
           "\">" + sign(worth ? light_of(figure.claim) : Light::none) + "<span>" +
           escaped(text.get("report.tile.change", {{"difference", view.difference_words(figure)},
                                                   {"claim", view.claim_words(figure.claim)}})) +
           "</span></p>\n" + paragraph(view.difference_interval_words(figure), "interval") + "</li>\n";
    return out;
}

std::string tiles(const ReportView& view) {
    constexpr std::size_t most = 5;
    std::vector<Figure> figures = {view.figure("satisfaction_true")};
    const std::vector<std::string> providers = view.providers();
    if (providers.size() > 1)
        figures.push_back(view.figure("exposure_share", "provider=" + providers.front()));
    for (const char* key :
         {"prompts_per_user_week", "churn_30d", "unwanted_share", "opt_out_rate", "retention_30d"})
        figures.push_back(view.figure(key));
    const Figure answers = view.figure("satisfaction_answers");
    std::string out;
    std::size_t shown = 0;
    for (const Figure& figure : figures) {
        if (!figure.value || !std::isfinite(figure.value->value) || shown == most) continue;
        out += tile(view, figure, figure.key == "satisfaction_true" ? &answers : nullptr, ++shown);
    }
    if (out.empty()) return {};
    std::string legend =
        "<p class=\"legend\">" + html_seen(Seen::truth, view.text) + html_seen(Seen::answers, view.text);
    if (view.compares())
        legend += "<span class=\"tick\">" +
                  escaped(view.text.get("report.tile.baseline", {{"baseline", view.baseline()}})) + "</span>";
    return section("glance", view.text.get("report.heading.glance"),
                   legend + "</p>\n<ul class=\"tiles\">\n" + out + "</ul>\n");
}

/// `layout` is a class: "" for half a row, " side" for picture and words side by side, " wide" for a full
/// row.
std::string chart(const ReportView& view, const ChartCard& card, const std::string& layout) {
    std::string out = "<figure class=\"card" + layout + "\" id=\"" + card.name + "\">\n<figcaption><h3>" +
                      escaped(card.question) + "</h3>" + paragraph(card.subtitle, "sub") +
                      "</figcaption>\n<div class=\"plot\">" + card.svg + "</div>\n";
    out += "<div class=\"said\">\n";
    if (card.wide && !card.sentences.empty()) {
        out += "<ul class=\"finding\">\n";
        for (const std::string& sentence : card.sentences)
            out += "<li>" + escaped(sentence) + "</li>\n";
        out += "</ul>\n";
    } else {
        for (const std::string& sentence : card.sentences)
            out += paragraph(sentence, "finding");
    }
    if (!card.table.rows.empty())
        out += "<details><summary>" + escaped(view.text.get("report.as_table")) +
               "</summary>\n<div class=\"scroll\">" + html_table(card.table, card.question, "data") +
               "</div></details>\n";
    return out + "</div>\n</figure>\n";
}

std::string voices(const ReportView& view) {
    const Text& text = view.text;
    std::string said;
    for (const std::string& sentence : voices_sentences(view))
        said += paragraph(sentence, "finding");
    const DataTable table = voices_table(view);
    if (!table.rows.empty())
        said += "<div class=\"scroll\">" + html_table(table, text.get("report.voices.caption"), "data") +
                "</div>\n";
    return said + "<div class=\"scroll\">" +
           html_table(circle_table(view), text.get("report.circle.caption"), "data") + "</div>\n";
}

std::string limits(const Text& text) {
    std::string items;
    for (int i = 1;; ++i) {
        const std::string key = "report.limit." + std::to_string(i);
        if (!text.has(key)) break;
        items += "<li>" + escaped(text.get(key)) + "</li>\n";
    }
    return "<ul class=\"plain\">\n" + items + "</ul>\n";
}

} // namespace

std::string html_report(const ReportInput& all, const Text& text) {
    const ReportInput input = without_small_groups(all);
    const ReportView view(input, text);
    std::string body = "<header>\n<p class=\"kind\">" + escaped(text.get("report.kind")) + "</p>\n<h1>" +
                       escaped(title_of(view)) + "</h1>\n" + paragraph(subtitle_of(view), "sub") +
                       "</header>\n<main>\n" + paragraph(view.lead(), "lead") + coercion(view) +
                       banner(view) + leaning(view) + tiles(view);
    std::string charts;
    const std::vector<ChartCard> cards = chart_cards(view, false);
    const auto narrow = [](const ChartCard& card) { return !card.wide; };
    const bool odd = std::count_if(cards.begin(), cards.end(), narrow) % 2 == 1;
    const auto last = std::find_if(cards.rbegin(), cards.rend(), narrow);
    for (const ChartCard& card : cards)
        charts += chart(view, card, card.wide ? " wide" : odd && &card == &*last ? " side" : "");
    body +=
        section("charts", text.get(view.compares() ? "report.heading.charts" : "report.heading.charts_alone"),
                "<div class=\"charts\">\n" + charts + "</div>\n");
    body +=
        section("scorecard", text.get("report.heading.scorecard"),
                "<div class=\"scroll\">" +
                    html_table(scorecard(view), text.get("report.scorecard.caption"), "data") + "</div>\n");
    body += section("voices", text.get("report.heading.voices"), voices(view));
    body += section("metrics", text.get("report.heading.metrics"),
                    paragraph(text.get("report.metrics.note"), "note") + html_metric_table(view));
    body += section("policy", text.get(view.compares() ? "report.heading.policies" : "report.heading.policy"),
                    html_policy_section(view));
    body += section("scenario", text.get("report.heading.scenario"),
                    paragraph(text.get("report.scenario.note"), "note") + html_scenario_section(view));
    body += section("repeat", text.get("report.heading.repeat"), html_repeat_section(view));
    body += section("limits", text.get("report.heading.limits"), limits(text));
    return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" +
           escaped(text.get("report.language")) +
           "\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, "
           "initial-scale=1\"/>\n"
           "<title>" +
           escaped(title_of(view)) + "</title>\n<style>\n" + style_sheet() + "</style>\n</head>\n<body>\n" +
           body + "</main>\n</body>\n</html>\n";
}

std::vector<ChartFile> chart_files(const ReportInput& all, const Text& text) {
    const ReportInput input = without_small_groups(all);
    const ReportView view(input, text);
    std::vector<ChartFile> files;
    for (ChartCard& card : chart_cards(view, true))
        files.push_back({card.name + ".svg", std::move(card.svg)});
    return files;
}

} // namespace attune
