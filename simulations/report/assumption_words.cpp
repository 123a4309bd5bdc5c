#include "simulations/report/assumption_words.h"

#include "simulations/report/lever_words.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

/// What only a made-up world asks for: synthetic.cpp draws items from the first four, population.cpp tastes
/// and activity from the others. A test changes each in both kinds of world.
constexpr std::array<std::string_view, 10> made_up_only = {
    "world.items.categories",      "world.items.large_item_share", "world.items.quality_sd",
    "world.items.clickbait_power", "world.taste.liked_mean",       "world.taste.disliked_mean",
    "world.taste.neutral_mean",    "world.taste.latent_sd",        "world.taste.niche_share",
    "world.visits.rate_sd"};

std::string with_unit(const ParameterSpec& spec, std::string figure, const Text& text) {
    const bool is_number = spec.kind == ParameterKind::real || spec.kind == ParameterKind::integer;
    const std::string unit = lever_unit_words(spec, text);
    if (!is_number || unit.empty() || !lever_unit_sign(spec, text).empty()) return figure;
    return text.get("lever.value", {{"figure", std::move(figure)}, {"unit", unit}});
}

} // namespace

std::string grade_letter(Grade grade) {
    return std::string(1, static_cast<char>('A' + static_cast<int>(grade)));
}

std::string grade_words(Grade grade, const Text& text) {
    constexpr std::array keys = {"grade.a", "grade.b", "grade.c", "grade.d"};
    return text.get(keys[static_cast<std::size_t>(grade)]);
}

std::string assumption_value_words(const ParameterSpec& spec, double value, const Text& text) {
    return with_unit(spec, lever_value_words(spec, value, text), text);
}

std::string assumption_range_words(const ParameterSpec& spec, const Text& text) {
    return with_unit(spec, lever_range_words(spec, text), text);
}

bool is_used(const Scenario& scenario, std::string_view key) {
    return !scenario.imported ||
           std::find(made_up_only.begin(), made_up_only.end(), key) == made_up_only.end();
}

Leaning leaning_of(const Scenario& scenario) {
    Leaning leaning;
    for (const AssumptionTable::Entry& entry : world_parameters().entries()) {
        const ParameterSpec& spec = entry.spec;
        if (!is_used(scenario, spec.key)) continue;
        leaning.used.push_back(&spec);
        if (spec.grade == Grade::d) leaning.unmeasured.push_back(&spec);
    }
    leaning.changed = world_parameters().diff(Assumptions{}, scenario.assumptions);
    std::erase_if(leaning.changed, [&](const ParameterChange& c) { return !is_used(scenario, c.key); });
    return leaning;
}

std::optional<Leaning> leaning_of(const RunRecord& run) {
    const auto scenario = scenario_from_json(run.scenario_json, run.scenario_name);
    if (!scenario) return std::nullopt;
    return leaning_of(*scenario);
}

std::string leaning_sentence(const Leaning& leaning, const Text& text) {
    const std::size_t count = leaning.unmeasured.size();
    const char* key = count == 0 ? "leaning.none" : count == 1 ? "leaning.one" : "leaning.many";
    return text.get(key, {{"count", count_text(static_cast<double>(count))},
                          {"all", count_text(static_cast<double>(leaning.used.size()))}});
}

} // namespace attune
