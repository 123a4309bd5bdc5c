#include "simulations/report/lever_words.h"

#include "core/policy/parameters.h"
#include "simulations/report/markup.h"
#include "simulations/report/number_text.h"

#include <algorithm>

namespace attune {
namespace {

std::string unit_key(const ParameterSpec& spec) {
    return "lever.unit." + spec.unit;
}

} // namespace

double shown_factor(const ParameterSpec& spec) {
    return kind_of(spec.unit) == NumberKind::share ? 100.0 : 1.0;
}

int shown_decimals(const ParameterSpec& spec) {
    return spec.kind == ParameterKind::real ? style_as_set(kind_of(spec.unit), spec.step).decimals : 0;
}

std::string lever_name(const ParameterSpec& spec, std::string_view key, const Text& text) {
    const std::string prefix = spec.family_prefix();
    if (!spec.is_family() || key.size() <= prefix.size()) return text.get(spec.text_key());
    return text.get(spec.text_key() + ".of",
                    {{"group", shortened(key.substr(prefix.size()), longest_group)}});
}

std::string lever_figure_words(const ParameterSpec& spec, double value, const Text& text) {
    if (spec.kind == ParameterKind::boolean) return text.get(value != 0.0 ? "lever.on" : "lever.off");
    if (spec.kind == ParameterKind::choice) {
        const std::string choice = format_value(spec, value);
        const std::string key = spec.text_key() + ".choice." + choice;
        return text.has(key) ? text.get(key) : choice;
    }
    if (const std::string zero = spec.text_key() + ".zero"; value == 0.0 && text.has(zero))
        return text.get(zero);
    const int decimals = std::max(shown_decimals(spec), style_as_set(kind_of(spec.unit), value).decimals);
    return fixed_number(value * shown_factor(spec), decimals);
}

std::string lever_value_words(const ParameterSpec& spec, double value, const Text& text) {
    std::string figure = lever_figure_words(spec, value, text);
    const std::string sign = lever_unit_sign(spec, text);
    const bool is_word = value == 0.0 && text.has(spec.text_key() + ".zero");
    return sign.empty() || is_word ? figure : text.get("lever.value", {{"figure", figure}, {"unit", sign}});
}

std::string lever_unit_sign(const ParameterSpec& spec, const Text& text) {
    const std::string key = unit_key(spec) + ".sign";
    return text.has(key) ? text.get(key) : std::string();
}

std::string lever_unit_words(const ParameterSpec& spec, const Text& text) {
    if (spec.unit == "-") return {};
    return text.has(unit_key(spec)) ? text.get(unit_key(spec)) : spec.unit;
}

std::string lever_range_words(const ParameterSpec& spec, const Text& text) {
    if (spec.kind == ParameterKind::boolean) return text.get("lever.range.boolean");
    if (spec.kind == ParameterKind::choice) {
        std::string all;
        for (std::size_t i = 0; i < spec.choices.size(); ++i)
            all += (all.empty() ? "" : ", ") + lever_value_words(spec, static_cast<double>(i), text);
        return all;
    }
    const auto end = [&](double value) {
        // An end of the range is a number, also where zero has a word of its own.
        const std::string figure = fixed_number(value * shown_factor(spec), shown_decimals(spec));
        const std::string sign = lever_unit_sign(spec, text);
        return sign.empty() ? figure : text.get("lever.value", {{"figure", figure}, {"unit", sign}});
    };
    return text.get("lever.range", {{"from", end(spec.minimum)}, {"to", end(spec.maximum)}});
}

std::string with_lever_names(std::string_view message, const Text& text) {
    std::string said(message);
    for (const auto& entry : policy_parameters().entries()) {
        if (entry.spec.is_family()) continue;
        const std::string key = "'" + entry.spec.key + "'";
        const std::string name = "'" + lever_name(entry.spec, entry.spec.key, text) + "'";
        for (std::size_t at = said.find(key); at != std::string::npos; at = said.find(key, at + name.size()))
            said.replace(at, key.size(), name);
    }
    if (!said.empty() && said.front() >= 'a' && said.front() <= 'z')
        said.front() = static_cast<char>(said.front() - 'a' + 'A');
    return said;
}

} // namespace attune
