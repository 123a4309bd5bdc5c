// The file form of what was shown of a change of policy.
#include "core/base/json.h"
#include "simulations/study/effect_preview.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr std::array units = {LoopUnit::share, LoopUnit::prompts, LoopUnit::score};
constexpr std::size_t most_measures = 16;

Json figure_of(const MetricValue& value) {
    Json figure = known_figure(value);
    figure["n"] = known_number(value.n);
    return figure;
}

tl::unexpected<Error> not_ours(const std::string& what, const std::string& where) {
    return fail(ErrorCode::bad_input, "what was shown of its effect cannot be read: " + what, where);
}

/// A number, or NaN for null; nothing for anything else.
std::optional<double> number(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return std::nullopt;
    if (found->is_null()) return Estimate::none;
    if (!found->is_number()) return std::nullopt;
    return found->get<double>();
}

std::optional<MetricValue> figure_from(const Json& row, const char* key) {
    const auto figure = row.find(key);
    if (figure == row.end() || !figure->is_object()) return std::nullopt;
    const auto value = number(*figure, "value"), lower = number(*figure, "lower"),
               upper = number(*figure, "upper"), n = number(*figure, "n");
    if (!value || !lower || !upper || !n || !(*n >= 0)) return std::nullopt;
    MetricValue read = unknown_value();
    read.value = *value;
    read.lower = *lower;
    read.upper = *upper;
    read.n = *n;
    return read;
}

std::optional<std::string> text_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<int> count_of(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer()) return std::nullopt;
    const auto value = found->get<std::int64_t>();
    if (value < 1 || value > 1'000'000'000) return std::nullopt;
    return static_cast<int>(value);
}

} // namespace

std::string effect_to_json(const EffectPreview& preview) {
    Json rows = Json::array();
    for (const EffectMeasure& measure : preview.measures)
        rows.push_back({{"measure", measure.key},
                        {"unit", name(measure.unit)},
                        {"before", figure_of(measure.before)},
                        {"after", figure_of(measure.after)},
                        {"change", figure_of(measure.change)}});
    const Json document = {{"attune", "effect"},
                           {"version", 1},
                           {"scenario", preview.scenario},
                           {"before", preview.before},
                           {"people", preview.people},
                           {"days", preview.days},
                           {"measures", rows}};
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<EffectPreview> effect_from_json(std::string_view text, const std::string& where) {
    const auto document = parse_json(text, where);
    if (!document) return pass_on(document);
    if (!document->is_object() || text_of(*document, "attune") != "effect")
        return not_ours("it is something else", where);
    if (number(*document, "version") != 1.0) return not_ours("it is of a newer program", where);
    const auto scenario = text_of(*document, "scenario"), before = text_of(*document, "before");
    const auto people = count_of(*document, "people"), days = count_of(*document, "days");
    const auto rows = document->find("measures");
    if (!scenario || !before || !people || !days || rows == document->end() || !rows->is_array() ||
        rows->size() > most_measures)
        return not_ours("something is missing", where);
    EffectPreview preview{
        .scenario = *scenario, .before = *before, .people = *people, .days = *days, .measures = {}};
    for (const Json& row : *rows) {
        const auto key = row.is_object() ? text_of(row, "measure") : std::nullopt;
        const auto unit = key ? text_of(row, "unit") : std::nullopt;
        const auto known = std::find_if(units.begin(), units.end(),
                                        [&](LoopUnit one) { return unit == std::string(name(one)); });
        const auto from = key ? figure_from(row, "before") : std::nullopt;
        const auto to = key ? figure_from(row, "after") : std::nullopt;
        const auto change = key ? figure_from(row, "change") : std::nullopt;
        if (known == units.end() || !from || !to || !change) return not_ours("a measure is not whole", where);
        preview.measures.push_back(
            {.key = *key, .unit = *known, .before = *from, .after = *to, .change = *change});
    }
    return preview;
}

} // namespace attune
