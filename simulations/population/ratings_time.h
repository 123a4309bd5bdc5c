// Times as rating files write them: numbers since 1970 in four units, or ISO 8601 dates.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace attune {

/// Seconds since 1970 (UTC), rounded down, for years 1970 to 9999; nothing for any other text.
/// A number of 10^11 or more counts as milliseconds, of 10^14 or more as microseconds, of 10^17 or more as
/// nanoseconds. Dates: YYYY-MM-DD, then optionally 'T' or a space and hh:mm or hh:mm:ss (a fraction is
/// dropped), then optionally Z or an offset +hh:mm.
std::optional<std::int64_t> parse_time(std::string_view text);

/// The same in microseconds, for data in which many things happen within a second: numbers keep what they say
/// of it, dates do not.
std::optional<std::int64_t> parse_microseconds(std::string_view text);

} // namespace attune
