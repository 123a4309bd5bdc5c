#include "ui/session/lab_words.h"

#include "core/policy/parameters.h"
#include "simulations/report/assumption_words.h"
#include "simulations/report/lever_words.h"

#include <cmath>

namespace attune::ui {

const Text& english() {
    return Text::english();
}

QString step_words(std::string_view key,
                   std::initializer_list<std::pair<std::string_view, std::string>> values) {
    return QString::fromStdString(english().get(key, values));
}

QString value_step_words(const LabSetup& before, const LabSetup& after, const std::string& key) {
    const auto step = [&](const ParameterSpec& spec, const std::string& from, const std::string& to) {
        return step_words("lab.step.lever",
                          {{"name", lever_name(spec, key, english())}, {"from", from}, {"to", to}});
    };
    if (const AssumptionTable::Entry* entry = world_parameters().find(key)) {
        const auto words = [&](const LabSetup& setup) {
            const double value = world_parameters().get(setup.scenario->scenario.assumptions, *entry, key);
            return assumption_value_words(entry->spec, value, english());
        };
        return step(entry->spec, words(before), words(after));
    }
    const PolicyTable::Entry& entry = *policy_parameters().find(key);
    const auto words = [&](const LabSetup& setup) {
        return lever_value_words(entry.spec, policy_parameters().get(setup.candidate, entry, key), english());
    };
    return step(entry.spec, words(before), words(after));
}

tl::unexpected<Error> refused(const std::string& what, std::string where, std::string remedy) {
    return fail(ErrorCode::bad_input, what, std::move(where), std::move(remedy));
}

Status check_value(const ParameterSpec& spec, const std::string& key, double value) {
    if (!std::isfinite(value)) return refused(english().get("lab.refused.number"), key);
    const bool whole = spec.kind == ParameterKind::real || value == std::floor(value);
    if (value >= spec.minimum && value <= spec.maximum && whole) return {};
    ParameterSpec as_number = spec;
    as_number.kind = ParameterKind::real;
    return refused(
        english().get("lab.refused.range", {{"name", lever_name(spec, key, english())},
                                            {"value", lever_value_words(as_number, value, english())}}),
        key,
        english().get(whole ? "lab.refused.range.remedy" : "lab.refused.whole",
                      {{"range", lever_range_words(spec, english())}}));
}

} // namespace attune::ui
