#include "simulations/study/fair_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr NumberStyle share_style{NumberKind::share, 1}, score_style{NumberKind::plain, 3},
    ratio_style{NumberKind::plain, 2};

constexpr std::array<FairDefinition, fair_definition_count> definitions = {
    FairDefinition::parity, FairDefinition::treatment_true, FairDefinition::treatment_predicted,
    FairDefinition::impact};

const Disparity& disparity_of(const FairGroup& group, FairDefinition definition) {
    return group.disparity[static_cast<std::size_t>(definition)];
}

DataTable headed(std::initializer_list<const char*> columns, const Text& text) {
    DataTable table;
    for (const char* column : columns)
        table.head.push_back(text.get("fair.column." + std::string(column)));
    return table;
}

/// A value with its interval in one cell: "12.3 % (11.0 % to 13.5 %)".
std::string with_interval(const MetricValue& figure, const NumberStyle& style, const Text& text) {
    const std::string value = known_text(figure.value, style, text);
    if (!std::isfinite(figure.lower)) return value;
    return text.get("fair.with_interval",
                    {{"value", value}, {"interval", interval_text(figure.lower, figure.upper, style, text)}});
}
std::string change_with_interval(const MetricValue& figure, const NumberStyle& style, const Text& text) {
    if (!std::isfinite(figure.value)) return text.get("report.none");
    if (!std::isfinite(figure.lower)) return difference_text(figure.value, style, text);
    return text.get("fair.with_interval",
                    {{"value", signed_figure(figure.value, style)},
                     {"interval", difference_interval_text(figure.lower, figure.upper, style, text)}});
}

FairTable group_table(const FairFigures& figures, const Text& text) {
    FairTable told{text.get("fair.title.groups"),
                   headed({"group", "providers", "items", "item_share", "exposure", "twin", "fitting",
                           "predicted", "picks"},
                          text),
                   {}};
    for (const FairGroup& group : figures.groups) {
        told.table.rows.push_back({readable_name(group.name), count_text(group.providers),
                                   count_text(group.items), known_text(group.item_share, share_style, text),
                                   with_interval(group.exposure, share_style, text),
                                   known_text(group.exposure_twin.value, share_style, text),
                                   known_text(group.fitting.value, share_style, text),
                                   known_text(group.predicted.value, share_style, text),
                                   known_text(group.picks.value, share_style, text)});
    }
    if (const FairGroup* least = figures.shortest()) {
        const std::string points = amount_text(
            disparity_of(*least, FairDefinition::treatment_true).difference.value, share_style, text);
        const FairGroup* other = figures.favoured_over(*least);
        told.sentence = other
                            ? text.get("fair.sentence.floor_too_high",
                                       {{"group", least->name}, {"points", points}, {"other", other->name}})
                            : text.get("fair.sentence.groups", {{"group", least->name}, {"points", points}});
    }
    return told;
}

FairTable definition_table(const FairFigures& figures, const Text& text) {
    FairTable told{text.get("fair.title.definitions"),
                   headed({"definition", "group", "ratio", "difference"}, text),
                   text.get("fair.sentence.definitions")};
    for (const FairDefinition definition : definitions)
        for (const FairGroup& group : figures.groups) {
            const Disparity& one = disparity_of(group, definition);
            told.table.rows.push_back({text.get("fair.definition." + std::string(name(definition))),
                                       readable_name(group.name), with_interval(one.ratio, ratio_style, text),
                                       change_with_interval(one.difference, share_style, text)});
        }
    return told;
}

FairTable limit_table(const FairFigures& figures, const Text& text) {
    FairTable told{text.get("fair.title.limits"),
                   headed({"group", "limit", "exposure", "allowance", "held", "price", "debt"}, text),
                   {}};
    const auto add = [&](const FairGroup& group, const char* kind, double limit, LimitState state) {
        if (state == LimitState::none) return;
        const double debt = group.debt.empty() ? 0 : *std::max_element(group.debt.begin(), group.debt.end());
        told.table.rows.push_back({readable_name(group.name),
                                   text.get(kind, {{"share", value_text(limit, share_style, text)}}),
                                   with_interval(group.exposure, share_style, text),
                                   amount_text(group.allowance, {NumberKind::share, 3}, text),
                                   text.get(state == LimitState::held ? "fair.held" : "fair.broken"),
                                   group.price.empty() ? text.get("report.none")
                                                       : value_text(group.price.back(), ratio_style, text),
                                   value_text(debt, ratio_style, text)});
    };
    for (const FairGroup& group : figures.groups) {
        add(group, "fair.floor", group.floor, group.floor_state);
        add(group, "fair.cap", group.cap, group.cap_state);
    }
    told.sentence = text.get("fair.sentence.guard", {{"guarded", std::to_string(figures.guarded)},
                                                     {"missed", count_text(figures.guard_missed)}});
    return told;
}

FairTable uneven_table(const FairFigures& figures, const Text& text) {
    FairTable told{text.get("fair.title.uneven"),
                   headed({"of", "entries", "gini", "twin", "change", "lower_half"}, text),
                   {}};
    constexpr std::size_t half = LorenzCurve::steps / 2;
    for (const auto& [key, curve] : {std::pair<const char*, const LorenzCurve*>{"items", &figures.items},
                                     {"providers", &figures.providers}})
        told.table.rows.push_back({text.get("fair.of." + std::string(key)), count_text(curve->entries),
                                   with_interval(curve->gini, score_style, text),
                                   known_text(curve->gini_twin.value, score_style, text),
                                   change_with_interval(curve->gini_change, score_style, text),
                                   known_text(curve->share[half], share_style, text)});
    if (std::isfinite(figures.weekly_loss.value))
        told.sentence = text.get("fair.sentence.weekly",
                                 {{"loss", with_interval(figures.weekly_loss, share_style, text)}});
    return told;
}

FairTable people_table(const FairFigures& figures, const Text& text) {
    FairTable told{text.get("fair.title.people"),
                   headed({"people_of", "people", "satisfaction", "beside_all", "change"}, text),
                   {}};
    for (const ServedGroup& group : figures.people) {
        if (group.people == 0) continue;
        const std::string beside = change_with_interval(group.beside_all, score_style, text);
        told.table.rows.push_back({text.get("report.group_title." + group.group), count_text(group.people),
                                   with_interval(group.satisfaction, score_style, text),
                                   group.ranked() ? beside : text.get("fair.few", {{"value", beside}}),
                                   change_with_interval(group.change, score_style, text)});
    }
    const ServedGroup* worst = figures.worst();
    if (worst && !(worst->beside_all.upper < 0))
        told.sentence = text.get("fair.sentence.people_alike");
    else if (worst)
        told.sentence = text.get("fair.sentence.people",
                                 {{"group", text.get("report.group." + worst->group)},
                                  {"gap", change_with_interval(worst->beside_all, score_style, text)}});
    return told;
}

} // namespace

std::vector<FairTable> fair_tables(const FairFigures& figures, const Text& text) {
    std::vector<FairTable> tables = {group_table(figures, text), definition_table(figures, text)};
    if (figures.limited) tables.push_back(limit_table(figures, text));
    tables.push_back(uneven_table(figures, text));
    tables.push_back(people_table(figures, text));
    return tables;
}

std::string fair_cost_sentence(const FairFigures& figures, const Text& text) {
    if (!figures.limited) return text.get("fair.cost.none");
    const FairCost& cost = figures.cost;
    if (!std::isfinite(cost.paid.value)) return text.get("fair.cost.unknown");
    constexpr NumberStyle fine{NumberKind::share, 2};
    return text.get("fair.cost.sentence",
                    {{"paid", value_text(std::max(0.0, cost.paid.value), fine, text)},
                     {"bound", value_text(std::max(0.0, cost.bound.value), fine, text)},
                     {"requests", count_text(cost.requests)},
                     {"satisfaction", change_with_interval(cost.satisfaction_change, score_style, text)},
                     {"predicted", change_with_interval(cost.predicted_change, score_style, text)}});
}

Json fair_document(const FairFigures& figures) {
    Json groups = Json::array();
    for (const FairGroup& group : figures.groups) {
        Json fairness = Json::object();
        for (const FairDefinition definition : definitions) {
            const Disparity& one = disparity_of(group, definition);
            fairness[std::string(name(definition))] = {{"ratio", known_figure(one.ratio)},
                                                       {"difference", known_figure(one.difference)}};
        }
        const auto state = [](LimitState of) {
            return of == LimitState::none ? Json() : Json(of == LimitState::held);
        };
        groups.push_back({{"group", group.name},
                          {"providers", group.providers},
                          {"items", group.items},
                          {"item_share", group.item_share},
                          {"exposure", known_figure(group.exposure)},
                          {"exposure_without", known_figure(group.exposure_twin)},
                          {"exposure_change", known_figure(group.exposure_change)},
                          {"liking_true", known_figure(group.fitting)},
                          {"liking_predicted", known_figure(group.predicted)},
                          {"picks", known_figure(group.picks)},
                          {"definitions", std::move(fairness)},
                          {"floor", group.floor},
                          {"cap", group.cap},
                          {"allowance", group.allowance},
                          {"floor_held", state(group.floor_state)},
                          {"cap_held", state(group.cap_state)},
                          {"price", group.price},
                          {"debt", group.debt}});
    }
    const auto curve = [](const LorenzCurve& one) {
        return Json{{"entries", one.entries},
                    {"gini", known_figure(one.gini)},
                    {"gini_without", known_figure(one.gini_twin)},
                    {"gini_change", known_figure(one.gini_change)},
                    {"lorenz", one.share},
                    {"lorenz_without", one.twin}};
    };
    Json people = Json::array();
    for (const ServedGroup& group : figures.people)
        people.push_back({{"group", group.group},
                          {"people", group.people},
                          {"ranked", group.ranked()},
                          {"satisfaction", known_figure(group.satisfaction)},
                          {"beside_all", known_figure(group.beside_all)},
                          {"change", known_figure(group.change)}});
    const FairCost& cost = figures.cost;
    return {{"limited", figures.limited},
            {"groups", std::move(groups)},
            {"unevenness", {{"items", curve(figures.items)}, {"providers", curve(figures.providers)}}},
            {"people", std::move(people)},
            {"worst", figures.worst() ? Json(figures.worst()->group) : Json()},
            {"cost",
             {{"predicted", known_figure(cost.predicted)},
              {"predicted_change", known_figure(cost.predicted_change)},
              {"satisfaction", known_figure(cost.satisfaction)},
              {"satisfaction_change", known_figure(cost.satisfaction_change)},
              {"paid", known_figure(cost.paid)},
              {"bound", known_figure(cost.bound)},
              {"requests", cost.requests}}},
            {"weekly_loss", known_figure(figures.weekly_loss)},
            {"guarded_per_1000", figures.guarded},
            {"guard_missed", figures.guard_missed}};
}

std::string fair_csv(const FairFigures& figures) {
    std::string csv = "measure,of,value,lower,upper\n";
    const auto add = [&](const std::string& measure, const std::string& of, const MetricValue& figure) {
        csv += csv_cell(measure) + "," + csv_cell(of) + "," + csv_cell(figure.value) + "," +
               csv_cell(figure.lower) + "," + csv_cell(figure.upper) + "\n";
    };
    for (const FairGroup& group : figures.groups) {
        add("exposure", group.name, group.exposure);
        add("exposure_without", group.name, group.exposure_twin);
        add("exposure_change", group.name, group.exposure_change);
        add("liking_true", group.name, group.fitting);
        add("liking_predicted", group.name, group.predicted);
        add("picks", group.name, group.picks);
        for (const FairDefinition definition : definitions) {
            const std::string one(name(definition));
            add(one + "_ratio", group.name, disparity_of(group, definition).ratio);
            add(one + "_difference", group.name, disparity_of(group, definition).difference);
        }
    }
    for (const auto& [key, curve] : {std::pair<const char*, const LorenzCurve*>{"items", &figures.items},
                                     {"providers", &figures.providers}}) {
        add("gini", key, curve->gini);
        add("gini_without", key, curve->gini_twin);
        add("gini_change", key, curve->gini_change);
    }
    for (const ServedGroup& group : figures.people) {
        add("satisfaction", group.group, group.satisfaction);
        add("satisfaction_beside_all", group.group, group.beside_all);
        add("satisfaction_change", group.group, group.change);
    }
    add("liking_shown", "all", figures.cost.predicted);
    add("liking_shown_change", "all", figures.cost.predicted_change);
    add("satisfaction", "all", figures.cost.satisfaction);
    add("satisfaction_change", "all", figures.cost.satisfaction_change);
    add("cost_paid", "all", figures.cost.paid);
    add("cost_bound", "all", figures.cost.bound);
    add("weekly_loss", "all", figures.weekly_loss);
    return csv;
}

} // namespace attune
