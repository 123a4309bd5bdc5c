#include "simulations/fit/fit_words.h"

#include "core/measures/metrics/metric.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

const char* word(Finding finding) {
    switch (finding) {
    case Finding::pinned:
        return "pinned";
    case Finding::combination:
        return "combination";
    case Finding::unseen:
        return "unseen";
    case Finding::same_as:
        return "same_as";
    case Finding::open:
        break;
    }
    return "open";
}

std::vector<std::string> assumption_names(const std::vector<std::string>& keys, const Text& text) {
    std::vector<std::string> names;
    for (const std::string& key : keys)
        names.push_back(assumption_name(key, text));
    return names;
}

std::vector<std::string> figure_names(const std::vector<std::string>& keys, const Text& text) {
    std::vector<std::string> names;
    for (const std::string& key : keys)
        names.push_back(figure_name(key, text));
    return names;
}

std::string plain_value(const std::string& key, double value, const Text& text) {
    return value_text(value, style_as_set(kind_of(world_parameters().find(key)->spec.unit), value), text);
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json figure_json(const FittedFigure& figure, const Text& text) {
    Json row = {{"key", figure.key},
                {"unit", figure_unit(figure.key)},
                {"wanted", number(figure.wanted)},
                {"lower", number(figure.lower)},
                {"upper", number(figure.upper)},
                {"reached", number(figure.reached)},
                {"met", figure.met},
                {"verdict", verdict(figure, text)},
                {"pins", figure.pins}};
    if (figure.alone) row["reached_alone"] = number(*figure.alone);
    return row;
}

} // namespace

std::string figure_unit(const std::string& key) {
    if (const MetricSpec* metric = find_metric(key)) return metric->unit;
    const auto& all = log_figures();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const LogFigureSpec& f) { return f.key == key; });
    return found == all.end() ? std::string() : found->unit;
}

std::string figure_name(const std::string& key, const Text& text) {
    return text.get((find_metric(key) ? "metric." : "fit.figure.") + key);
}

std::string assumption_name(const std::string& key, const Text& text) {
    return text.get("parameter." + key);
}

std::string why(const FittedAssumption& estimate, const Text& text) {
    if (estimate.at_end) return text.get("fit.why.at_end");
    switch (estimate.finding) {
    case Finding::combination:
        return text.get("fit.why.combination",
                        {{"with", text.listed(assumption_names(estimate.with, text))}});
    case Finding::unseen:
        return text.get("fit.why.unseen");
    default:
        break;
    }
    return text.get("fit.why.pinned", {{"by", text.listed(figure_names(estimate.by, text))}});
}

std::string why(const HeldAssumption& held, const Text& text) {
    switch (held.finding) {
    case Finding::same_as:
        return text.get("fit.why.same_as", {{"with", text.listed(assumption_names(held.with, text))}});
    case Finding::open:
        return text.get("fit.why.open", {{"key", held.key}});
    default:
        break;
    }
    return text.get("fit.why.unseen");
}

std::string rests_on(const FittedAssumption& estimate, const Text& text) {
    std::vector<std::string> parts;
    for (const Given& given : estimate.given)
        parts.push_back(
            text.get("fit.given", {{"held", assumption_name(given.key, text)},
                                   {"to", plain_value(given.key, given.moved_to, text)},
                                   {"becomes", assumption_text(estimate.key, given.becomes, estimate.lower,
                                                               estimate.upper, text)}}));
    return text.listed(parts);
}

std::string verdict(const FittedFigure& figure, const Text& text) {
    if (figure.met) return text.get("fit.met");
    const NumberKind kind = kind_of(figure_unit(figure.key));
    const auto shown = [&](double value) {
        return value_text(value, style_for(kind, value, figure.lower, figure.upper), text);
    };
    if (!figure.alone) return text.get("fit.missed", {{"reached", shown(figure.reached)}});
    const bool could =
        std::abs(*figure.alone - figure.wanted) < 0.5 * std::abs(figure.reached - figure.wanted);
    return text.get(could ? "fit.contradicts" : "fit.out_of_reach",
                    {{"reached", shown(figure.reached)}, {"alone", shown(*figure.alone)}});
}

std::string assumption_text(const std::string& key, double value, double lower, double upper,
                            const Text& text) {
    return value_text(value, style_for(kind_of(world_parameters().find(key)->spec.unit), value, lower, upper),
                      text);
}

Json fit_document(const FitResult& result, const Text& text) {
    Json estimates = Json::array();
    Json unknown = Json::array();
    for (const FittedAssumption& one : result.estimates) {
        Json given = Json::array();
        for (const Given& held : one.given)
            given.push_back({{"key", held.key}, {"moved_to", held.moved_to}, {"becomes", held.becomes}});
        estimates.push_back({{"key", one.key},
                             {"unit", world_parameters().find(one.key)->spec.unit},
                             {"before", one.before},
                             {"value", one.value},
                             {"lower", one.lower},
                             {"upper", one.upper},
                             {"identified", one.finding == Finding::pinned},
                             {"finding", word(one.finding)},
                             {"at_end", one.at_end},
                             {"why", why(one, text)},
                             {"by", one.by},
                             {"with", one.with},
                             {"given", std::move(given)}});
        if (one.finding != Finding::pinned)
            unknown.push_back({{"key", one.key},
                               {"value", one.value},
                               {"finding", word(one.finding)},
                               {"why", why(one, text)},
                               {"with", one.with}});
    }
    for (const HeldAssumption& held : result.held)
        unknown.push_back({{"key", held.key},
                           {"value", held.value},
                           {"finding", word(held.finding)},
                           {"why", why(held, text)},
                           {"with", held.with}});
    Json targets = Json::array();
    for (const FittedFigure& figure : result.figures)
        targets.push_back(figure_json(figure, text));
    Json document = {{"fit",
                      {{"people", result.people},
                       {"days", result.days},
                       {"replications", result.replications},
                       {"runs", result.runs},
                       {"met", result.all_met()}}},
                     {"estimates", std::move(estimates)},
                     {"targets", std::move(targets)},
                     {"not_identified", std::move(unknown)}};
    if (result.asked) document["asked"] = figure_json(*result.asked, text);
    document["left_out"] = result.left_out;
    document["singular"] = result.singular;
    return document;
}

} // namespace attune
