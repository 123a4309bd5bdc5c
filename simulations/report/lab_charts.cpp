#include "simulations/report/lab_parts.h"
#include "simulations/report/lowest_group.h"
#include "simulations/report/series.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace attune {

void draw_by_day(LabChart& card, LineChart& chart, const LabSource& source,
                 const std::vector<WantedLine>& wanted, NumberKind kind) {
    const Text& text = source.view.text;
    NumberStyle style{kind, 0};
    chart.kind = kind;
    chart.lines = lines_of(wanted, style, text);
    chart.first_day = first_day_words(chart.lines, text);
    chart.no_data = text.get("report.no_series");
    chart.not_run = text.get("lab.chart.not_run");
    chart.last_day = std::max(source.state.horizon - 1, 0);
    card.table = days_table(wanted, style, text);
    add_run_row(card.table, wanted, style, text);
}

Sentence sentence_of(const LabSource& source, const Figure& figure, const std::string& stem,
                     const std::string& more) {
    const ReportView& view = source.view;
    const double change = figure.difference ? figure.difference->value : 0;
    return split_at_finding(view.text.get(stem + "." + std::string(key_of(direction_of(figure))),
                                          {{"|", finding_ends},
                                           {"candidate", view.candidate()},
                                           {"amount", amount_text(change, figure.style, view.text)},
                                           {"span", source.span()},
                                           {"interval", sentence_interval(figure, view.text)},
                                           {"value", view.value_words(figure)},
                                           {"before", view.baseline_words(figure)},
                                           {"more", more},
                                           {"end", source.end()}}));
}

namespace {

bool is_known(const std::optional<MetricValue>& value) {
    return value && std::isfinite(value->value);
}

/// What answers would say, where they point elsewhere than the truth does.
std::string answers_aside(const Figure& truth, const Figure& answers, const Text& text) {
    const auto settled = [](Direction d) { return d == Direction::up || d == Direction::down; };
    Direction said = direction_of(answers);
    if (said == Direction::no_interval || said == Direction::missing) return {};
    if (said == Direction::equal) said = Direction::unclear;
    const Direction is = direction_of(truth);
    if (said == is || (!settled(is) && !settled(said))) return {};
    return text.get(
        "lab.more.answers_" + std::string(key_of(said)),
        {{"amount", amount_text(answers.difference ? answers.difference->value : 0, answers.style, text)}});
}

/// The lowest mean that the guardrail of satisfaction accepts.
std::optional<ReferenceLine> satisfaction_guardrail(const ReportView& view, const Figure& truth) {
    if (!is_known(truth.baseline)) return std::nullopt;
    const GuardrailVerdict* judged = view.guardrail("satisfaction_true", "all");
    if (!judged) return std::nullopt;
    const double value = truth.baseline->value - judged->limit;
    const NumberStyle style{truth.style.kind, std::max(truth.style.decimals, 2)};
    const std::string limit = value_text(value, style, view.text);
    return ReferenceLine{value, view.text.get("lab.chart.satisfaction.guardrail", {{"value", limit}}), true,
                         view.text.get("lab.chart.satisfaction.guardrail_brief", {{"value", limit}})};
}

LabChart satisfaction_chart(const LabSource& source) {
    const ReportView& view = source.view;
    const Figure truth = view.figure("satisfaction_true");
    const Figure answers = view.figure("satisfaction_answers");
    LabChart card;
    card.name = "satisfaction";
    card.subtitle = view.text.get("lab.chart.satisfaction.subtitle");
    card.sentence = sentence_of(source, truth, "lab.sentence", answers_aside(truth, answers, view.text));
    std::vector<WantedLine> wanted = both_sides(view, "satisfaction_true");
    wanted.push_back(
        {&view.input.run, "satisfaction_answers", "all", LineRole::answers, view.text.get("report.answers")});
    LineChart chart;
    chart.reference = satisfaction_guardrail(view, truth);
    draw_by_day(card, chart, source, wanted, truth.style.kind);
    card.plot = std::move(chart);
    card.shows = {{"satisfaction_true", "all"}, {"satisfaction_answers", "all"}};
    return card;
}

std::string floor_aside(const ReportView& view, const Figure& figure, const std::optional<double>& floor) {
    if (!floor || !is_known(figure.value)) return {};
    const FloorStanding standing = floor_standing(*floor, *figure.value);
    return view.text.get(standing == FloorStanding::met      ? "lab.more.floor_met"
                         : standing == FloorStanding::missed ? "lab.more.floor_missed"
                                                             : "lab.more.floor_near",
                         {{"floor", floor_value(*floor, view.text)}, {"value", view.value_words(figure)}});
}

LabChart exposure_chart(const LabSource& source) {
    const ReportView& view = source.view;
    const Text& text = view.text;
    const std::vector<std::string> providers = view.providers();
    LabChart card;
    card.name = "exposure";
    LineChart chart;
    if (providers.empty()) {
        card.subtitle = text.get("lab.chart.exposure.subtitle_none");
        card.sentence = sentence_of(source, view.figure("exposure_share"), "lab.sentence", {});
        draw_by_day(card, chart, source, {}, NumberKind::share);
    } else {
        const std::string group = "provider=" + providers.front();
        const Figure figure = view.figure("exposure_share", group);
        const std::optional<double> floor = view.floor_of(providers.front());
        card.subtitle = text.get(
            view.input.run.items > 0 ? "lab.chart.exposure.subtitle" : "lab.chart.exposure.subtitle_group",
            {{"group", view.group_name(group)}, {"items", count_text(view.input.run.items)}});
        card.sentence = sentence_of(source, figure, "lab.sentence", floor_aside(view, figure, floor));
        if (floor) chart.reference = ReferenceLine{*floor, floor_words(*floor, text), false};
        draw_by_day(card, chart, source, both_sides(view, "exposure_share", group), NumberKind::share);
        card.shows = {{"exposure_share", group}};
    }
    card.plot = std::move(chart);
    return card;
}

/// The group that gains least by the paired difference over the run, and how sure that is, having looked at
/// all of them.
Sentence groups_sentence(const LabSource& source) {
    const ReportView& view = source.view;
    const std::vector<Figure> figures = group_differences(view);
    const auto count = figures.size();
    const auto all = [&](Direction direction) {
        return std::all_of(figures.begin(), figures.end(),
                           [&](const Figure& f) { return direction_of(f) == direction; });
    };
    const std::optional<LowestGroup> lowest = lowest_group(view, figures);
    const Direction direction = lowest ? direction_of(lowest->figure) : Direction::missing;
    std::string key = "lab.groups.";
    switch (direction) {
    case Direction::up:
        key += "gain";
        break;
    case Direction::down:
        key += "lose";
        break;
    case Direction::unclear:
        key += all(Direction::unclear) && count > 1 ? "none" : "unclear";
        break;
    case Direction::equal:
        key += all(Direction::equal) ? "equal" : "unclear";
        break;
    case Direction::no_interval:
    case Direction::missing:
        key += key_of(direction);
        break;
    }
    if (!lowest) return split_at_finding(view.text.get(key, {{"|", finding_ends}, {"end", source.end()}}));
    const Figure& least = lowest->figure;
    return split_at_finding(view.text.get(key, {{"|", finding_ends},
                                                {"group", view.group_title(least.group)},
                                                {"inside", view.group_name(least.group)},
                                                {"span", source.span()},
                                                {"difference", view.difference_words(least)},
                                                {"interval", view.difference_interval_words(least)},
                                                {"count", count_text(static_cast<double>(count))},
                                                {"end", source.end()}}));
}

LabChart groups_chart(const LabSource& source) {
    const ReportView& view = source.view;
    LabChart card;
    card.name = "groups";
    card.subtitle = view.text.get("lab.chart.groups.subtitle");
    card.sentence = groups_sentence(source);
    for (const std::string& kind : group_kinds(view))
        card.views.push_back({kind, view.text.get("report.groups.by." + kind), group_multiples(view, kind),
                              group_table(view, kind)});
    if (card.views.empty()) {
        card.plot = SmallMultiples{};
        std::get<SmallMultiples>(card.plot).no_data = view.text.get("report.no_series");
    } else {
        card.plot = card.views.front().plot;
        card.table = card.views.front().table;
    }
    for (const std::string& group : person_groups(view))
        card.shows.emplace_back("satisfaction_true", group);
    return card;
}

/// The kind of week whose share changes most, among those whose change is shown. Where none is, the first
/// whose records say something.
Figure most_changed_week(const ReportView& view) {
    std::vector<Figure> shown;
    std::optional<Figure> other;
    for (const std::string& metric : week_metrics()) {
        Figure figure = view.figure(metric);
        const Direction direction = direction_of(figure);
        if (direction == Direction::up || direction == Direction::down)
            shown.push_back(std::move(figure));
        else if (!other || (direction_of(*other) != Direction::unclear && direction == Direction::unclear))
            other = std::move(figure);
    }
    const auto most = std::max_element(shown.begin(), shown.end(), [](const Figure& a, const Figure& b) {
        return std::fabs(a.difference->value) < std::fabs(b.difference->value);
    });
    return most == shown.end() ? *other : *most;
}

LabChart asked_chart(const LabSource& source) {
    const ReportView& view = source.view;
    LabChart card;
    card.name = "asked";
    card.subtitle = view.text.get("lab.chart.asked.subtitle",
                                  {{"candidate", view.candidate()}, {"baseline", view.baseline()}});
    const Figure figure = most_changed_week(view);
    std::string key = "lab.asked." + std::string(key_of(direction_of(figure)));
    if (direction_of(figure) == Direction::missing && source.days() >= days_needed(figure.key))
        key = "lab.asked.no_data";
    const double change = figure.difference ? figure.difference->value : 0;
    card.sentence =
        split_at_finding(view.text.get(key, {{"|", finding_ends},
                                             {"weeks", view.text.get("metric." + figure.key)},
                                             {"candidate", view.candidate()},
                                             {"amount", amount_text(change, figure.style, view.text)},
                                             {"value", view.value_words(figure)},
                                             {"before", view.baseline_words(figure)},
                                             {"interval", sentence_interval(figure, view.text)},
                                             {"end", source.end()}}));
    card.plot = week_bars(view);
    card.table = week_table(view);
    for (const std::string& metric : week_metrics())
        card.shows.emplace_back(metric, "all");
    return card;
}

} // namespace

std::vector<LabChart> make_lab_charts(const LabSource& source) {
    std::vector<LabChart> charts = {
        satisfaction_chart(source), exposure_chart(source), groups_chart(source),
        asked_chart(source),        circle_chart(source),   voices_chart(source),
        consent_chart(source),      fatigue_chart(source),  answered_chart(source)};
    for (LabChart& chart : charts) {
        chart.question = source.view.text.get("lab.chart." + chart.name + ".question");
        const ChartHead head{"chart-" + chart.name, chart.question, chart.subtitle, chart.sentence.all()};
        std::visit([&](auto& plot) { plot.head = head; }, chart.plot);
        for (LabView& one : chart.views)
            std::visit([&](auto& plot) { plot.head = head; }, one.plot);
    }
    return charts;
}

} // namespace attune
