// What a result takes for granted about people and items: which assumptions its world uses, which of these
// nobody has measured, which differ from their defaults. Counted from the table and said in words, once, for
// the window, the reports and the command line.
#pragma once

#include "core/base/text.h"
#include "core/workspace/records.h"
#include "simulations/scenario/scenario.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// "A" to "D".
std::string grade_letter(Grade grade);
/// "A, measured in the field".
std::string grade_words(Grade grade, const Text& text);

/// "0.45 nats", "65 %", "36 h": as a lever's value, and with the unit in full where it has no sign.
std::string assumption_value_words(const ParameterSpec& spec, double value, const Text& text);
/// "0 to 0.9 nats".
std::string assumption_range_words(const ParameterSpec& spec, const Text& text);

/// Whether a scenario's world asks for an assumption: one drawn from ratings has its items, tastes and
/// activity from there.
bool is_used(const Scenario& scenario, std::string_view key);

/// What a result leans on. Specs are those of world_parameters(), in its order.
struct Leaning {
    std::vector<const ParameterSpec*> used;
    std::vector<const ParameterSpec*> unmeasured; ///< used, of grade D
    std::vector<ParameterChange> changed;         ///< used, from its default to another value
};
Leaning leaning_of(const Scenario& scenario);
/// Of what the record says of its scenario; none if that cannot be read.
std::optional<Leaning> leaning_of(const RunRecord& run);

/// "Leans on 48 of 66 assumptions nobody has measured (grade D)."
std::string leaning_sentence(const Leaning& leaning, const Text& text);

} // namespace attune
