// One event of the trail as the bytes that are stored and hashed: 64 bytes and a text, see
// resources/trail/schema.md. What an event's kind does not use is written as 0, whatever stands in the
// struct.
#pragma once

#include "core/base/result.h"
#include "core/consent/trail_event.h"
#include "core/workspace/database.h"

#include <cstdint>
#include <vector>

namespace attune {

/// Bytes of a payload before its text.
inline constexpr std::size_t trail_head_bytes = 64;
inline constexpr std::size_t most_trail_text = 16U << 20U;

/// Fields of an event beyond its kind, one bit each.
namespace trail_field {
enum : std::uint32_t {
    person = 1U << 0,
    module = 1U << 1,
    purpose = 1U << 2,
    signal = 1U << 3,
    decision = 1U << 4,
    from = 1U << 5,
    to = 1U << 6,
    entity = 1U << 7,
    method = 1U << 8,
    notice = 1U << 9,
    form = 1U << 10,
    purposes = 1U << 11,
    mask = 1U << 12,
    number = 1U << 13,
    rows = 1U << 14,
    oldest_day = 1U << 15,
    newest_day = 1U << 16,
    visit = 1U << 17,
    time = 1U << 18,
    relies_on = 1U << 19,
    text = 1U << 20,  ///< JSON
    values = 1U << 21 ///< a text that is sealed with the person's key
};
}
/// Which of them a kind uses; 0 for a kind that there is not.
std::uint32_t trail_fields(TrailKind kind);
inline bool uses(TrailKind kind, std::uint32_t field) {
    return (trail_fields(kind) & field) != 0;
}

/// What is wrong with an event, in words; nullptr if nothing is: nobody where there must be a person, a bit
/// of a purpose or signal that there is not, another form, a text where JSON must be and is missing.
const char* fault_of(const TrailEvent& event);

/// Appends the first 64 bytes, which announce a text of that length. For events without fault.
void append_trail_head(const TrailEvent& event, std::size_t text_bytes, std::vector<std::uint8_t>& bytes);
/// Appends the payload with the event's own text, if its kind has one.
void append_payload(const TrailEvent& event, std::vector<std::uint8_t>& bytes);

/// The length of the payload that `bytes` begin with; 0 if they are too short for one.
std::size_t payload_bytes(Bytes bytes);
/// ErrorCode::unreadable, without a place, for what is no payload: an unknown kind or code, a byte that must
/// be 0 and is not, a length that does not fit.
Result<TrailEvent> read_payload(Bytes payload);

} // namespace attune
