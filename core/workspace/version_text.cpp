#include "core/workspace/version_text.h"

namespace attune {
namespace {

/// Bytes of the character that begins here; 0 where none does (RFC 3629).
std::size_t character_at(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    const unsigned char second = byte(1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool none = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return overlong || none ? 0 : length;
}

/// Whether it is characters that stand in one line: no line ends, no escapes that a terminal would obey.
bool is_one_line(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = character_at(text);
        if (length == 0) return false;
        const auto first = static_cast<unsigned char>(text[0]);
        if (first < 0x20 || first == 0x7F) return false;
        if (length == 2 && first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace

Status check_text_size(std::string_view what, const std::string& text, std::size_t most) {
    if (text.size() <= most) return {};
    return fail(ErrorCode::bad_input,
                "the " + std::string(what) + " has " + std::to_string(text.size()) + " bytes; at most " +
                    std::to_string(most) + " can be kept",
                std::string(what), "Say it shorter");
}

Status check_line(std::string_view what, std::string_view text, std::size_t most) {
    const std::string name(what);
    if (text.find_first_not_of(' ') == std::string_view::npos)
        return fail(ErrorCode::bad_input, "a version of a policy needs its " + name, name,
                    "Give the " + name);
    if (auto size = check_text_size(what, std::string(text), most); !size) return size;
    if (!is_one_line(text))
        return fail(ErrorCode::bad_input, "the " + name + " is not one line of plain text", name,
                    "Leave out line ends and control characters");
    return {};
}

} // namespace attune
