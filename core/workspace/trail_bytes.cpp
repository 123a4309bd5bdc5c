#include "core/workspace/trail_bytes.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace attune {
namespace {

namespace f = trail_field;

constexpr std::array<std::uint32_t, trail_kind_count> fields = {
    0,
    f::text,                                                                                // begin
    f::person | f::purpose | f::from | f::to | f::entity | f::method | f::notice | f::time, // consent
    f::person | f::signal | f::purposes | f::visit | f::time | f::newest_day,               // captured
    f::person | f::signal | f::visit | f::time,                                             // capture_refused
    f::person | f::module | f::purpose | f::signal | f::decision | f::rows | f::oldest_day | f::newest_day |
        f::visit | f::time | f::relies_on,                                              // read
    f::person | f::module | f::purpose | f::mask | f::visit | f::time | f::relies_on,   // derived
    f::person | f::purposes | f::rows | f::visit | f::time,                             // forgotten
    f::person | f::purpose | f::signal | f::rows | f::oldest_day | f::time,             // swept
    f::person | f::visit | f::number | f::purpose | f::time | f::relies_on | f::values, // slate
    f::person | f::form | f::visit | f::time,                                           // question
    f::person | f::form | f::visit | f::time | f::values,                               // answer
    f::person | f::form | f::visit | f::time,                                           // opted_out
    f::person | f::form | f::visit | f::time,                                           // opted_in
    f::person | f::purpose | f::visit | f::time | f::relies_on,                         // adjusted
    f::person | f::purpose | f::visit | f::time | f::relies_on,                         // undone
    f::number | f::rows | f::time | f::relies_on,                                       // trained
    f::person | f::visit | f::time,                                                     // visit
    f::person | f::time | f::relies_on,                                                 // erased
    f::text,                                                                            // evidence
    f::text,                                                                            // audited
    f::time | f::rows,                                                                  // end
    f::person | f::number | f::visit | f::time,                                         // privacy_signal
};

/// Where a field lies in the payload.
struct Place {
    std::uint32_t field;
    std::uint8_t at, bytes;
};
constexpr Place places[] = {
    {f::module, 1, 1},      {f::purpose, 2, 1},     {f::signal, 3, 1},    {f::decision, 4, 1},
    {f::from, 5, 1},        {f::to, 6, 1},          {f::entity, 7, 1},    {f::method, 8, 1},
    {f::notice, 9, 1},      {f::form, 10, 1},       {f::purposes, 12, 2}, {f::person, 16, 4},
    {f::visit, 20, 4},      {f::number, 24, 4},     {f::rows, 28, 4},     {f::mask, 32, 4},
    {f::oldest_day, 36, 2}, {f::newest_day, 38, 2}, {f::time, 40, 8},     {f::relies_on, 48, 8}};
constexpr std::size_t person_at = 16, length_at = 56;

/// The bytes that a kind uses are 0xFF, so that all others are taken out at once.
using Head = std::array<std::uint8_t, trail_head_bytes>;
constexpr std::array<Head, trail_kind_count> used_bytes = [] {
    std::array<Head, trail_kind_count> used{};
    for (std::size_t kind = 0; kind < used.size(); ++kind) {
        used[kind][0] = 0xFF;
        for (std::size_t i = 0; i < 4; ++i)
            used[kind][length_at + i] = (fields[kind] & (f::text | f::values)) != 0 ? 0xFF : 0;
        for (const Place& place : places)
            for (std::size_t i = 0; i < place.bytes; ++i)
                used[kind][place.at + i] = (fields[kind] & place.field) != 0 ? 0xFF : 0;
    }
    return used;
}();

template <typename T>
void put(std::uint8_t* at, T value) {
    const auto word = static_cast<std::uint64_t>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i)
        at[i] = static_cast<std::uint8_t>(word >> (8 * i));
}

template <typename T>
T get(const std::uint8_t* at) {
    std::uint64_t word = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
        word = word << 8U | at[i];
    return static_cast<T>(word);
}

tl::unexpected<Error> unreadable(std::string what) {
    return fail(ErrorCode::unreadable, std::move(what), {}, "Verify the workspace, or restore a copy");
}

bool form_fits(const TrailEvent& event) {
    const bool opting = event.kind == TrailKind::opted_out || event.kind == TrailKind::opted_in;
    return event.form <= 2 || event.form == trail_form_offer ||
           event.form == (opting ? trail_form_everything : trail_form_direction);
}

/// The first code that there is not, or nullptr.
const char* unknown_code(const Head& head) {
    struct Code {
        std::size_t at;
        int count;
        const char* what;
    };
    constexpr Code codes[] = {{1, module_count, "module"},         {2, purpose_count, "purpose"},
                              {3, signal_count, "signal"},         {4, 3, "decision"},
                              {5, consent_status_count, "state"},  {6, consent_status_count, "state"},
                              {7, consent_entity_count, "entity"}, {8, consent_method_count, "method"}};
    for (const Code& code : codes)
        if (head[code.at] >= code.count) return code.what;
    return nullptr;
}

} // namespace

std::uint32_t trail_fields(TrailKind kind) {
    const auto index = static_cast<std::size_t>(kind);
    return index < fields.size() ? fields[index] : 0;
}

const char* fault_of(const TrailEvent& event) {
    const std::uint32_t used = trail_fields(event.kind);
    if (used == 0) return "there is no such kind of event";
    if ((used & f::person) != 0 && event.person == nobody) return "an event is about nobody";
    if ((used & f::purposes) != 0 && event.purposes >> purpose_count != 0)
        return "an event names a purpose that there is not";
    if ((used & f::mask) != 0 && event.mask >> signal_count != 0)
        return "an event names a signal that there is not";
    if ((used & f::form) != 0 && !form_fits(event)) return "an event names a form that there is not";
    if ((used & f::text) != 0 && event.text.empty()) return "an event lacks its text";
    return event.text.size() > most_trail_text ? "the text of an event is too long" : nullptr;
}

void append_trail_head(const TrailEvent& event, std::size_t text_bytes, std::vector<std::uint8_t>& bytes) {
    const auto kind = static_cast<std::size_t>(event.kind);
    assert(kind > 0 && kind < fields.size() && text_bytes <= UINT32_MAX);
    Head head{static_cast<std::uint8_t>(event.kind),
              static_cast<std::uint8_t>(event.module),
              static_cast<std::uint8_t>(event.purpose),
              static_cast<std::uint8_t>(event.signal),
              static_cast<std::uint8_t>(event.decision),
              static_cast<std::uint8_t>(event.from),
              static_cast<std::uint8_t>(event.to),
              static_cast<std::uint8_t>(event.entity),
              static_cast<std::uint8_t>(event.method),
              event.notice,
              event.form};
    put(&head[12], event.purposes);
    put(&head[person_at], event.person.value);
    put(&head[20], event.visit);
    put(&head[24], event.number);
    put(&head[28], event.rows);
    put(&head[32], event.mask);
    put(&head[36], event.oldest_day);
    put(&head[38], event.newest_day);
    put(&head[40], event.time_ms);
    put(&head[48], event.relies_on);
    put(&head[length_at], static_cast<std::uint32_t>(text_bytes));
    for (std::size_t i = 0; i < head.size(); ++i)
        head[i] &= used_bytes[kind][i];
    if ((fields[kind] & f::person) == 0) put(&head[person_at], nobody.value);
    bytes.insert(bytes.end(), head.begin(), head.end());
}

void append_payload(const TrailEvent& event, std::vector<std::uint8_t>& bytes) {
    const bool has_text = uses(event.kind, f::text | f::values);
    append_trail_head(event, has_text ? event.text.size() : 0, bytes);
    if (has_text) bytes.insert(bytes.end(), event.text.begin(), event.text.end());
}

std::size_t payload_bytes(Bytes bytes) {
    if (bytes.size() < trail_head_bytes) return 0;
    const std::size_t all = trail_head_bytes + get<std::uint32_t>(&bytes[length_at]);
    return all <= bytes.size() ? all : 0;
}

Result<TrailEvent> read_payload(Bytes payload) {
    if (payload_bytes(payload) != payload.size() || payload.empty())
        return unreadable("an event is not as long as it says");
    Head head;
    std::copy_n(payload.begin(), head.size(), head.begin());
    const std::size_t kind = head[0];
    if (kind == 0 || kind >= fields.size()) return unreadable("an event is of a kind that there is not");
    if ((fields[kind] & f::person) == 0) {
        if (get<std::uint32_t>(&head[person_at]) != nobody.value)
            return unreadable("an event names a person where there is none");
        put(&head[person_at], std::uint32_t{0});
    }
    for (std::size_t i = 0; i < head.size(); ++i)
        if ((head[i] & ~used_bytes[kind][i]) != 0)
            return unreadable("an event says something in a place that must be empty");
    if (const char* what = unknown_code(head))
        return unreadable("an event names a " + std::string(what) + " that there is not");

    TrailEvent event;
    event.kind = static_cast<TrailKind>(kind);
    event.module = static_cast<Module>(head[1]);
    event.purpose = static_cast<Purpose>(head[2]);
    event.signal = static_cast<Signal>(head[3]);
    event.decision = static_cast<Decision>(head[4]);
    event.from = static_cast<ConsentStatus>(head[5]);
    event.to = static_cast<ConsentStatus>(head[6]);
    event.entity = static_cast<ConsentEntity>(head[7]);
    event.method = static_cast<ConsentMethod>(head[8]);
    event.notice = head[9];
    event.form = head[10];
    event.purposes = get<std::uint16_t>(&head[12]);
    if ((fields[kind] & f::person) != 0) event.person = UserId(get<std::uint32_t>(&head[person_at]));
    event.visit = get<std::uint32_t>(&head[20]);
    event.number = get<std::uint32_t>(&head[24]);
    event.rows = get<std::uint32_t>(&head[28]);
    event.mask = get<std::uint32_t>(&head[32]);
    event.oldest_day = get<std::uint16_t>(&head[36]);
    event.newest_day = get<std::uint16_t>(&head[38]);
    event.time_ms = get<std::int64_t>(&head[40]);
    event.relies_on = get<std::uint64_t>(&head[48]);
    event.text.assign(payload.begin() + trail_head_bytes, payload.end());
    if (const char* fault = fault_of(event)) return unreadable(fault);
    return event;
}

} // namespace attune
