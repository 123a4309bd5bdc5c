// What people were told when they were asked: notices with a version and the hash of their words. A consent
// names its notice; a notice whose words do not fit its hash is refused, since nobody could say any more what
// was agreed to.
#pragma once

#include "core/base/result.h"
#include "core/consent/consent.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// How a notice asks. Named by what refusing takes (Jha et al. 2024) and how the first page looks.
enum class NoticeDesign : std::uint8_t {
    equal,        ///< refusing is as easy as accepting
    second_click, ///< refusing hides behind a second page: pushes people, and is never put into force
    granular,     ///< every purpose has its own switch on the first page
    plain         ///< all off, nothing said about what it is good for
};
constexpr int notice_design_count = 4;
std::string_view name(NoticeDesign design);

struct Notice {
    std::string id;
    int version = 0;
    std::string language;
    std::string screen; ///< where it stands
    NoticeDesign design = NoticeDesign::equal;
    bool mentions_global_signal = false;
    int steps_to_give = 1, steps_to_refuse = 1; ///< taps
    std::vector<Purpose> purposes;              ///< it asks for
    std::vector<std::string> text;              ///< as read, from top to bottom
    std::string sha256;                         ///< of everything above, 64 hexadecimal digits

    /// Whether it asks for this purpose.
    bool covers(Purpose purpose) const;
    bool operator==(const Notice&) const = default;
};

/// The hash that belongs to a notice: SHA-256 of its canonical JSON without the hash.
std::string hash_of(const Notice& notice);

/// Reads a file of notices. Refused, with file and line: unknown keys and purposes, two notices with the same
/// id and version, a notice whose words do not fit its hash, asking for what needs no consent.
Result<std::vector<Notice>> parse_notices(std::string_view text, const std::string& file);
std::string notices_to_json(const std::vector<Notice>& notices);

/// Those that ship with the program (resources/consent/notices.json), one per design and in its order.
const std::vector<Notice>& shipped_notices();

} // namespace attune
