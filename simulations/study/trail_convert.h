// A trail in lines from two tables of another system: what people said about consent, and what was done with
// their feedback. The tables are put in one order of time; at the same millisecond what takes a permission
// away comes first, then what was done, then what gives one. Nothing that the tables do not say is made up,
// but for the consent a use rests on: the newest one of that person and purpose is filled in.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>

namespace attune {

struct ConvertRequest {
    std::string consents; ///< CSV: person, purpose, state, time_ms, entity, method, notice (may be left out)
    std::string feedback; ///< CSV: person, event, time_ms, signal, module, purpose, rows, day, visit
    std::string rules;    ///< the text of the `begin` event as JSON; empty: the matrix that ships
};

struct ConvertedTrail {
    std::string lines{};
    std::int64_t consents = 0, feedback = 0; ///< rows
    /// Rows of feedback in the same millisecond in which their person said something: their place is a
    /// choice.
    std::int64_t ties = 0;
};

/// Errors: bad_input with file and line for missing columns, unknown words and numbers that are none; those
/// of LineReader.
Result<ConvertedTrail> convert_to_trail(const ConvertRequest& request);

} // namespace attune
