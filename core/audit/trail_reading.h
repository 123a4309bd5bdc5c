// The verifier's own reading of a trail's events, made from resources/trail/schema.md alone: its own words,
// its own codes, its own struct. It shares nothing with what writes the trail.
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attune::audit::trail {

enum class Kind : std::uint8_t {
    begin = 1,
    consent,
    captured,
    capture_refused,
    read,
    derived,
    forgotten,
    swept,
    slate,
    question,
    answer,
    opted_out,
    opted_in,
    adjusted,
    undone,
    trained,
    visit,
    erased,
    evidence,
    audited,
    end,
    privacy_signal
};
constexpr std::size_t kind_count = 23; ///< with 0, which is none

enum class Purpose : std::uint8_t {
    deliver_service,
    adjust_this_session,
    adjust_my_recommendations,
    improve_models,
    experiments,
    quality_and_safety,
    fairness_audit,
    keep_my_comments,
    share_aggregates
};
constexpr std::size_t purpose_count = 9;

enum class Signal : std::uint8_t {
    thumb,
    stars,
    survey,
    not_interested,
    source_pause,
    reason,
    free_text,
    voice,
    impression,
    pick,
    depth,
    session,
    conversion,
    search,
    device,
    day_part,
    demographic_group,
    prompt_event
};
constexpr std::size_t signal_count = 18;

enum class Module : std::uint8_t {
    preference,
    training,
    deescalation,
    prompting,
    ranking,
    measurement,
    integrity,
    fairness,
    comments
};
constexpr std::size_t module_count = 9;

enum class Decision : std::uint8_t { allowed, refused, gap };
constexpr std::size_t decision_count = 3;

enum class State : std::uint8_t {
    unknown,
    requested,
    deferred,
    refused,
    given,
    renewed,
    expired,
    withdrawn,
    terminated,
    invalidated
};
constexpr std::size_t state_count = 10;
constexpr bool permits(State state) {
    return state == State::given || state == State::renewed;
}

enum class Entity : std::uint8_t { person, service, time, global_signal };
constexpr std::size_t entity_count = 4;

enum class Method : std::uint8_t { notice, settings, signal, lapse, notice_change };
constexpr std::size_t method_count = 5;

/// Forms of a question; opting out knows two more words.
constexpr std::uint8_t form_offer = 8, form_direction = 9, form_everything = 255;

constexpr std::uint32_t nobody = 0xFFFFFFFFU;

/// The words of each code, in the order of the codes; of kinds the first is none.
std::span<const std::string_view> kind_words();
std::span<const std::string_view> purpose_words();
std::span<const std::string_view> signal_words();
std::span<const std::string_view> module_words();
std::span<const std::string_view> decision_words();
std::span<const std::string_view> state_words();
std::span<const std::string_view> entity_words();
std::span<const std::string_view> method_words();
template <typename Code>
std::string_view word(std::span<const std::string_view> words, Code code) {
    const auto index = static_cast<std::size_t>(code);
    return index < words.size() ? words[index] : std::string_view("unknown");
}
/// The place of a word in its list.
std::optional<std::uint8_t> code_of(std::span<const std::string_view> words, std::string_view word);
/// "thumb", "offer", "everything" ...; empty for no form.
std::string_view form_word(std::uint8_t form);
std::optional<std::uint8_t> form_of(std::string_view word);

struct Event {
    std::uint64_t seq = 0;
    Kind kind = Kind::end;
    Module module{};
    Purpose purpose{};
    Signal signal{};
    Decision decision{};
    State from{}, to{};
    Entity entity{};
    Method method{};
    std::uint8_t notice = 0;
    std::uint8_t form = 0;
    std::uint16_t purposes = 0; ///< one bit each
    std::uint32_t person = nobody;
    std::uint32_t visit = 0;
    std::uint32_t number = 0;
    std::uint32_t rows = 0;
    std::uint32_t mask = 0; ///< signals, one bit each
    std::uint16_t oldest_day = 0, newest_day = 0;
    std::int64_t time_ms = 0;
    std::uint64_t relies_on = 0;
    std::string text{};
    bool operator==(const Event&) const = default;
};

constexpr bool has(std::uint32_t bits, Purpose purpose) {
    return ((bits >> static_cast<unsigned>(purpose)) & 1U) != 0;
}
constexpr bool has(std::uint32_t bits, Signal signal) {
    return ((bits >> static_cast<unsigned>(signal)) & 1U) != 0;
}

/// Fields as bits, and which of them a kind uses; all others must be zero.
namespace field {
enum : std::uint32_t {
    module = 1U << 0U,
    purpose = 1U << 1U,
    signal = 1U << 2U,
    decision = 1U << 3U,
    from = 1U << 4U,
    to = 1U << 5U,
    entity = 1U << 6U,
    method = 1U << 7U,
    notice = 1U << 8U,
    form = 1U << 9U,
    purposes = 1U << 10U,
    person = 1U << 11U,
    visit = 1U << 12U,
    number = 1U << 13U,
    rows = 1U << 14U,
    mask = 1U << 15U,
    oldest_day = 1U << 16U,
    newest_day = 1U << 17U,
    time = 1U << 18U,
    relies_on = 1U << 19U,
    json = 1U << 20U,  ///< text that must be a JSON object
    sealed = 1U << 21U ///< text that may be there and is not read
};
} // namespace field
std::uint32_t fields_of(Kind kind);

/// What is wrong with an event that does not use its fields as its kind asks; empty if nothing is.
std::string_view misuse_of(const Event& event);

constexpr std::size_t fixed_bytes = 64; ///< of a payload, before the text
constexpr std::size_t most_text = 16U << 20U;

/// Reads the event that `bytes` begin with into `event`, all but its sequence number, and says how many bytes
/// it took. Errors: bad_input, in words that complete "event 7 cannot be read: ...".
Result<std::size_t> decode(std::span<const std::uint8_t> bytes, Event& event);

} // namespace attune::audit::trail
