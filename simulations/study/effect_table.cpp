#include "simulations/study/effect_table.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"

#include <cmath>

namespace attune {
namespace {

using Says = EffectRow::Says;

NumberStyle style_of(const EffectMeasure& measure, const MetricValue& value) {
    const NumberKind kind = measure.unit == LoopUnit::share ? NumberKind::share : NumberKind::plain;
    return style_for(kind, value.value, value.lower, value.upper);
}

/// The value, or how few there were for one.
std::string value_words(const EffectMeasure& measure, const MetricValue& value, const Text& text) {
    if (std::isfinite(value.value)) return value_text(value.value, style_of(measure, value), text);
    const std::string counted = text.get("effect.counted." + measure.key);
    if (value.n == 0) return text.get("effect.none", {{"counted", counted}});
    if (value.n < effect_least)
        return text.get(
            "effect.few",
            {{"n", count_text(value.n)}, {"counted", counted}, {"least", count_text(effect_least)}});
    return text.get("report.none");
}

std::string interval_words(const EffectMeasure& measure, const MetricValue& value, const Text& text) {
    if (!std::isfinite(value.value) || !std::isfinite(value.lower)) return {};
    return interval_text(value.lower, value.upper, style_of(measure, value), text);
}

Says says_of(const EffectMeasure& measure) {
    const MetricValue& change = measure.change;
    if (!std::isfinite(change.value) || !std::isfinite(change.lower)) return Says::unknown;
    if (change.lower <= 0 && change.upper >= 0) return Says::not_shown;
    const bool more = change.value > 0;
    if (measure.key == "pps") return more ? Says::more : Says::less;
    return more == (measure.key == "urr" || measure.key == "trust") ? Says::better : Says::worse;
}

const char* word_of(Says says) {
    switch (says) {
    case Says::better:
        return "better";
    case Says::worse:
        return "worse";
    case Says::less:
        return "less";
    case Says::more:
        return "more";
    case Says::not_shown:
        return "not_shown";
    case Says::unknown:
        break;
    }
    return "unknown";
}

} // namespace

std::vector<EffectRow> effect_rows(const EffectPreview& preview, const Text& text) {
    std::vector<EffectRow> rows;
    for (const EffectMeasure& measure : preview.measures) {
        EffectRow row;
        row.name = text.get("effect.row." + measure.key);
        row.meaning = text.get("effect.row." + measure.key + ".why");
        row.before = value_words(measure, measure.before, text);
        row.after = value_words(measure, measure.after, text);
        row.before_interval = interval_words(measure, measure.before, text);
        row.after_interval = interval_words(measure, measure.after, text);
        row.says = says_of(measure);
        row.verdict = text.get(std::string("effect.says.") + word_of(row.says));
        if (std::isfinite(measure.change.value)) {
            const NumberStyle style = style_of(measure, measure.change);
            row.change =
                std::isfinite(measure.change.lower)
                    ? text.get("effect.change",
                               {{"value", signed_figure(measure.change.value, style)},
                                {"interval", difference_interval_text(measure.change.lower,
                                                                      measure.change.upper, style, text)}})
                    : difference_text(measure.change.value, style, text);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string effect_about(const EffectPreview& preview, const Text& text) {
    return text.get("effect.about", {{"people", count_text(preview.people)},
                                     {"days", count_text(preview.days)},
                                     {"scenario", readable_name(preview.scenario)}});
}

std::string effect_sentence(const EffectPreview& preview, const Text& text) {
    std::vector<std::string> better, worse, moved;
    bool known = false;
    for (const EffectMeasure& measure : preview.measures) {
        const Says says = says_of(measure);
        known = known || says != Says::unknown;
        const std::string name = text.get("effect.inside." + measure.key);
        if (says == Says::better) better.push_back(name);
        if (says == Says::worse) worse.push_back(name);
        if (says == Says::less || says == Says::more)
            moved.push_back(text.get(std::string("effect.sentence.") + word_of(says), {{"name", name}}));
    }
    if (!known) return text.get("effect.sentence.unknown");
    std::string sentence;
    const auto add = [&](const std::string& part) { sentence += (sentence.empty() ? "" : " ") + part; };
    if (!better.empty()) add(text.get("effect.sentence.better", {{"names", text.listed(better)}}));
    if (!worse.empty()) add(text.get("effect.sentence.worse", {{"names", text.listed(worse)}}));
    for (const std::string& part : moved)
        add(part);
    return sentence.empty() ? text.get("effect.sentence.not_shown") : sentence;
}

} // namespace attune
