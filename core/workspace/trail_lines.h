// An event of the trail as a line of JSON, with words for codes: what is exported, and what a receipt shows.
// See resources/trail/schema.md.
#pragma once

#include "core/consent/trail_event.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace attune {

/// The first line of a file of them, without its end.
inline constexpr std::string_view trail_lines_title = R"({"attune":"trail","version":1})";

/// Appends the event as a line without its end. `event` is as it was read from a payload.
void append_line(std::uint64_t sequence, const TrailEvent& event, std::string& line);

} // namespace attune
