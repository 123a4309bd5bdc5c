// The same events from a file of lines, as another system may write them: one JSON object a line, words for
// codes. Nobody vouches for such a file, so every line is taken apart with care.
#pragma once

#include "core/audit/trail_reading.h"

namespace attune::audit::trail {

/// Whether the first line of a file says that events of a trail follow.
bool is_trail_of_lines(std::string_view first_line);

/// Checks the first line. Errors: bad_input for another version.
Status read_first_line(std::string_view line, const std::string& where);

/// One event. `event.seq` is 0 where the line does not give a number. Errors: bad_input at `where` (file and
/// line) with what is wrong and what to do.
Status read_line(std::string_view line, const std::string& where, Event& event);

} // namespace attune::audit::trail
