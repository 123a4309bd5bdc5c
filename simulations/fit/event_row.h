// One line of an event log, as written by to_json_line: a flat JSON object. Lines in that shape are read in
// one pass without allocating; every other line goes through the JSON parser, which says what is wrong with
// it.
#pragma once

#include "core/base/result.h"
#include "simulations/engine/event_log.h"

#include <string_view>

namespace attune {

constexpr int most_log_days = 400; ///< as many as a scenario may have

/// The event that a line tells. `where` names file and line, for complaints. Errors: bad_input for what is no
/// JSON object, has an unknown kind of event, or lacks a value or has one out of range: user and visit whole
/// numbers below 2^32, hours from 0 to 24 x most_log_days, minutes finite, depth in [0, 1].
Result<LoggedEvent> event_from_line(std::string_view line, const std::string& where);

} // namespace attune
