// What may be said with a version of a policy: lines of plain text that fit a list and harm no terminal.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace attune {

/// The most that a version may say, in bytes.
struct PolicyTextLimits {
    std::size_t name = 240, author = 120, reason = 600, json = 1 << 20, preview = 1 << 18;
};
inline constexpr PolicyTextLimits policy_text_limits;

/// Whether `text` may stand as `what` ("author", "reason") of a version: not empty, not only blanks, one line
/// of UTF-8 without control characters, at most `most` bytes. Errors: bad_input.
Status check_line(std::string_view what, std::string_view text, std::size_t most);

/// Whether `text` has at most so many bytes; errors as above.
Status check_text_size(std::string_view what, const std::string& text, std::size_t most);

} // namespace attune
