#include "simulations/report/report_charts.h"

#include "simulations/report/guardrails.h"
#include "simulations/report/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {
namespace {

std::string joined(const std::vector<std::string>& sentences) {
    std::string all;
    for (const std::string& sentence : sentences)
        all += (all.empty() ? "" : " ") + sentence;
    return all;
}

/// What a card's picture says about itself; its sentences are read aloud.
ChartHead head_of(const ChartCard& card, bool standalone) {
    return {"chart-" + card.name, card.question, card.subtitle, joined(card.sentences), standalone};
}

ChartCard line_card(const ReportView& view, std::string name, const std::vector<WantedLine>& wanted,
                    NumberKind kind, std::optional<ReferenceLine> reference,
                    std::vector<std::string> sentences, bool standalone,
                    std::initializer_list<std::pair<std::string_view, std::string>> values = {}) {
    const Text& text = view.text;
    const std::string key = "report.chart." + name;
    ChartCard card;
    card.name = std::move(name);
    card.question = text.get(key + (view.compares() ? ".question" : ".question_alone"), values);
    card.subtitle = text.get(key + ".subtitle", values);
    card.sentences = std::move(sentences);
    NumberStyle style{kind, 0};
    LineChart chart;
    chart.lines = lines_of(wanted, style, text);
    chart.kind = kind;
    chart.reference = std::move(reference);
    chart.no_data = text.get("report.no_series");
    chart.first_day = first_day_words(chart.lines, text);
    chart.head = head_of(card, standalone);
    card.table = days_table(wanted, style, text);
    card.svg = draw(chart);
    return card;
}

ChartCard satisfaction_card(const ReportView& view, bool standalone) {
    const Text& text = view.text;
    const Figure truth = view.figure("satisfaction_true");
    const Figure answers = view.figure("satisfaction_answers");
    std::vector<WantedLine> wanted = both_sides(view, "satisfaction_true");
    wanted.push_back(
        {&view.input.run, "satisfaction_answers", "all", LineRole::answers, text.get("report.answers")});
    std::vector<std::string> sentences = {view.sentence(truth)};
    if (truth.value && answers.value && std::isfinite(truth.value->value) &&
        std::isfinite(answers.value->value))
        sentences.push_back(text.get("report.truth_and_answers", {{"candidate", view.candidate()},
                                                                  {"answers", view.value_words(answers)},
                                                                  {"truth", view.value_words(truth)}}));
    return line_card(view, "satisfaction", wanted, truth.style.kind, std::nullopt, std::move(sentences),
                     standalone);
}

std::string floor_sentence(const ReportView& view, const std::string& provider, const Figure& figure) {
    const auto floor = view.floor_of(provider);
    if (!floor || !figure.value || !std::isfinite(figure.value->value)) return {};
    const FloorStanding standing = floor_standing(*floor, *figure.value);
    const std::string key = standing == FloorStanding::met      ? "report.floor.met"
                            : standing == FloorStanding::missed ? "report.floor.missed"
                                                                : "report.floor.near";
    return view.text.get(key, {{"group", view.group_name(figure.group)},
                               {"floor", floor_value(*floor, view.text)},
                               {"value", view.value_words(figure)}});
}

ChartCard exposure_card(const ReportView& view, const std::vector<std::string>& providers, bool standalone) {
    const Text& text = view.text;
    ChartCard card;
    card.name = "exposure";
    card.question =
        text.get(view.compares() ? "report.chart.exposure.question" : "report.chart.exposure.question_alone");
    card.subtitle = view.compares()
                        ? text.get("report.chart.exposure.subtitle",
                                   {{"candidate", view.candidate()}, {"baseline", view.baseline()}})
                        : text.get("report.chart.exposure.subtitle_alone");
    card.table.head = {text.get("report.table.group"), view.candidate(), text.get("report.table.interval")};
    if (view.compares()) {
        card.table.head.push_back(view.baseline());
        card.table.head.push_back(text.get("report.table.difference"));
        card.table.head.push_back(text.get("report.table.interval"));
    }
    card.table.head.push_back(text.get("report.table.floor"));
    ShareChart chart;
    chart.no_data = text.get("report.no_series");
    constexpr std::size_t most_sentences = 2;
    constexpr std::size_t most_rows = 12;
    for (std::size_t i = 0; i < providers.size(); ++i) {
        const std::string& provider = providers[i];
        const Figure figure = view.figure("exposure_share", "provider=" + provider);
        const std::optional<double> floor = view.floor_of(provider);
        std::vector<std::string> cells = {view.group_name(figure.group), view.value_words(figure),
                                          view.interval_words(figure)};
        if (view.compares()) {
            cells.push_back(view.baseline_words(figure));
            cells.push_back(view.difference_words(figure));
            cells.push_back(view.difference_interval_words(figure));
        }
        cells.push_back(floor ? floor_value(*floor, text) : text.get("report.none"));
        card.table.rows.push_back(std::move(cells));
        // All groups but the largest are what the question is about.
        if (i < most_sentences && (i + 1 < providers.size() || providers.size() == 1))
            card.sentences.push_back(view.sentence(figure));
        if (std::string floors = floor_sentence(view, provider, figure); !floors.empty())
            card.sentences.push_back(std::move(floors));
        if (i >= most_rows) continue;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const MetricValue value =
            figure.value.value_or(MetricValue{figure.key, figure.group, nan, nan, nan, 0});
        ShareRow row{.name = view.group_name(figure.group),
                     .value = value.value,
                     .lower = value.lower,
                     .upper = value.upper,
                     .value_words = view.value_words(figure),
                     .baseline =
                         figure.baseline ? std::optional<double>(figure.baseline->value) : std::nullopt,
                     .floor = floor,
                     .floor_words = floor ? floor_words(*floor, text) : std::string()};
        chart.rows.push_back(std::move(row));
    }
    chart.head = head_of(card, standalone);
    card.svg = draw(chart);
    return card;
}

ChartCard groups_card(const ReportView& view, const std::string& kind, bool standalone) {
    const Text& text = view.text;
    ChartCard card;
    const bool usual = kind == group_kinds(view).front();
    card.name = usual ? "groups" : "groups-" + kind;
    card.question =
        text.get(view.compares() ? "report.chart.groups.question" : "report.chart.groups.question_alone");
    if (!usual) card.question += " " + text.get("report.groups.by." + kind);
    card.subtitle = text.get("report.chart.groups.subtitle");
    card.wide = true;
    for (const std::string& group : groups_of_kind(view, kind))
        card.sentences.push_back(view.sentence(view.figure("satisfaction_true", group)));
    SmallMultiples chart = group_multiples(view, kind);
    chart.head = head_of(card, standalone);
    card.table = group_table(view, kind);
    card.svg = draw(chart);
    return card;
}

ChartCard weeks_card(const ReportView& view, bool standalone) {
    const Text& text = view.text;
    ChartCard card;
    card.name = "weeks";
    card.question =
        text.get(view.compares() ? "report.chart.weeks.question" : "report.chart.weeks.question_alone");
    card.subtitle = view.compares()
                        ? text.get("report.chart.weeks.subtitle",
                                   {{"candidate", view.candidate()}, {"baseline", view.baseline()}})
                        : text.get("report.chart.weeks.subtitle_alone");
    for (const std::string& metric : {week_metrics().front(), week_metrics().back()})
        card.sentences.push_back(view.sentence(view.figure(metric)));
    LoadBars chart = week_bars(view);
    chart.head = head_of(card, standalone);
    card.table = week_table(view);
    card.svg = draw(chart);
    return card;
}

/// Rows worth a place in the picture: guardrails on metrics first, then figures of everybody and of provider
/// groups.
std::vector<Figure> difference_figures(const ReportView& view) {
    std::vector<Figure> all;
    for (const GuardrailVerdict& g : view.guardrails())
        if (!coercive_trait_of(g.key)) all.push_back(view.figure(g.key, g.group));
    for (const MetricValue& d : view.input.comparison->difference) {
        if (view.guardrail(d.key, d.group)) continue;
        if (d.group == "all" || d.group.starts_with("provider=")) all.push_back(view.figure(d.key, d.group));
    }
    return all;
}

} // namespace

Light light_of(Verdict verdict) {
    return verdict == Verdict::holds    ? Light::held
           : verdict == Verdict::broken ? Light::broken
                                        : Light::unknown;
}

Light light_of(Claim claim) {
    switch (claim) {
    case Claim::better:
        return Light::better;
    case Claim::worse:
        return Light::worse;
    case Claim::missing:
    case Claim::no_interval:
        return Light::unknown;
    default:
        return Light::none;
    }
}

ChartCard difference_card(const ReportView& view, bool standalone) {
    const Text& text = view.text;
    ChartCard card;
    card.name = "differences";
    card.wide = true;
    card.question = text.get("report.chart.differences.question");
    card.subtitle = text.get("report.chart.differences.subtitle",
                             {{"candidate", view.candidate()}, {"baseline", view.baseline()}});
    card.table.head = {text.get("report.table.metric"), text.get("report.table.difference"),
                       text.get("report.table.interval"), text.get("report.table.limit"),
                       text.get("report.table.reading")};
    DifferenceChart chart;
    chart.head_metric = text.get("report.table.metric");
    chart.head_difference = text.get("report.table.difference");
    chart.head_interval = text.get("report.table.interval");
    chart.head_reading = text.get("report.table.reading");
    chart.no_data = text.get("report.no_series");
    for (Figure& figure : difference_figures(view)) {
        const GuardrailVerdict* guardrail = view.guardrail(figure.key, figure.group);
        if (!figure.difference && guardrail) {
            figure.difference = MetricValue{figure.key,       figure.group,     guardrail->difference,
                                            guardrail->lower, guardrail->upper, 0};
            figure.style =
                style_for(figure.style.kind, guardrail->difference, guardrail->lower, guardrail->upper);
        }
        DifferenceRow row;
        row.name = figure.name;
        row.value = figure.difference->value;
        row.lower = figure.difference->lower;
        row.upper = figure.difference->upper;
        row.seen = figure.spec ? figure.spec->seen : Seen::behaviour;
        row.value_words = view.difference_words(figure);
        row.interval_words = view.difference_interval_words(figure);
        std::string limit = text.get("report.none");
        if (guardrail) {
            row.limit = limit_as_change(*guardrail);
            row.light = light_of(guardrail->verdict);
            row.reading = text.get(guardrail->verdict == Verdict::undecided ? "report.verdict.undecided"
                                   : guardrail->verdict == Verdict::holds   ? "report.verdict.holds"
                                                                            : "report.verdict.broken");
            limit = difference_text(*row.limit, style_as_set(figure.style.kind, *row.limit), text);
        } else {
            row.light = light_of(figure.claim);
            row.reading = view.claim_words(figure.claim);
        }
        card.table.rows.push_back({row.name, row.value_words, row.interval_words, limit,
                                   guardrail ? view.verdict_words(*guardrail) : row.reading});
        chart.rows.push_back(std::move(row));
    }
    for (const GuardrailVerdict& g : view.guardrails())
        card.sentences.push_back(
            text.get(coercive_trait_of(g.key) ? "report.guardrail.coercion" : "report.guardrail.sentence",
                     {{"metric", view.metric_name(g.key, g.group)}, {"verdict", view.verdict_words(g)}}));
    chart.head = head_of(card, standalone);
    card.svg = draw(chart);
    return card;
}

std::vector<ChartCard> chart_cards(const ReportView& view, bool standalone) {
    const Text& text = view.text;
    std::vector<ChartCard> cards;
    cards.push_back(satisfaction_card(view, standalone));
    const std::vector<std::string> providers = view.providers();
    cards.push_back(exposure_card(view, providers, standalone));
    const auto plain = [&](const std::string& name, const std::string& metric) {
        const Figure figure = view.figure(metric);
        const NumberKind kind = figure.spec ? kind_of(figure.spec->unit) : NumberKind::plain;
        // A metric that exists as a daily series only is read on its last day.
        const std::string sentence = figure.value ? view.sentence(figure) : view.last_day_sentence(metric);
        cards.push_back(
            line_card(view, name, both_sides(view, metric), kind, std::nullopt, {sentence}, standalone));
    };
    if (providers.size() > 1) {
        const std::string group = "provider=" + providers.front();
        if (!points_of(view.input.run, "exposure_share", group).empty()) {
            std::optional<ReferenceLine> floor;
            if (const auto share = view.floor_of(providers.front()))
                floor = ReferenceLine{*share, floor_words(*share, text), false};
            const Figure figure = view.figure("exposure_share", group);
            cards.push_back(line_card(view, "exposure-days", both_sides(view, "exposure_share", group),
                                      NumberKind::share, floor, {view.sentence(figure)}, standalone,
                                      {{"group", view.group_name(group)}}));
        }
    }
    plain("asking", "prompts_per_user_week");
    const auto measured = [&](const std::string& metric) { return view.figure(metric).value.has_value(); };
    if (std::any_of(week_metrics().begin(), week_metrics().end(), measured))
        cards.push_back(weeks_card(view, standalone));
    plain("staying", "active_share");
    for (const std::string& kind : group_kinds(view))
        cards.push_back(groups_card(view, kind, standalone));
    if (view.input.comparison) cards.push_back(difference_card(view, standalone));
    return cards;
}

} // namespace attune
