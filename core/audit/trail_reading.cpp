#include "core/audit/trail_reading.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace attune::audit::trail {
namespace {

using Word = std::string_view;

constexpr std::array<Word, kind_count> kinds = {
    "none",    "begin", "consent",  "captured", "capture_refused", "read",     "derived",       "forgotten",
    "swept",   "slate", "question", "answer",   "opted_out",       "opted_in", "adjusted",      "undone",
    "trained", "visit", "erased",   "evidence", "audited",         "end",      "privacy_signal"};
constexpr std::array<Word, purpose_count> purposes = {
    "deliver_service", "adjust_this_session", "adjust_my_recommendations",
    "improve_models",  "experiments",         "quality_and_safety",
    "fairness_audit",  "keep_my_comments",    "share_aggregates"};
constexpr std::array<Word, signal_count> kept_signals = {"thumb",
                                                         "stars",
                                                         "survey",
                                                         "not_interested",
                                                         "source_pause",
                                                         "reason",
                                                         "free_text",
                                                         "voice",
                                                         "impression",
                                                         "pick",
                                                         "depth",
                                                         "session",
                                                         "conversion",
                                                         "search",
                                                         "device",
                                                         "day_part",
                                                         "demographic_group",
                                                         "prompt_event"};
constexpr std::array<Word, module_count> modules = {"preference", "training", "deescalation",
                                                    "prompting",  "ranking",  "measurement",
                                                    "integrity",  "fairness", "comments"};
constexpr std::array<Word, decision_count> decisions = {"allowed", "refused", "gap"};
constexpr std::array<Word, state_count> states = {"unknown",    "requested",  "deferred", "refused",
                                                  "given",      "renewed",    "expired",  "withdrawn",
                                                  "terminated", "invalidated"};
constexpr std::array<Word, entity_count> entities = {"person", "service", "time", "global_signal"};
constexpr std::array<Word, method_count> methods = {"notice", "settings", "signal", "lapse", "notice_change"};

struct FormWord {
    std::uint8_t code;
    Word word;
};
constexpr FormWord forms[] = {{0, "thumb"},
                              {1, "stars"},
                              {2, "survey"},
                              {form_offer, "offer"},
                              {form_direction, "direction"},
                              {form_everything, "everything"}};

constexpr std::uint32_t of_visit = field::person | field::visit | field::time;

constexpr std::array<std::uint32_t, kind_count> used = {
    0,
    field::json, // begin
    field::person | field::purpose | field::from | field::to | field::entity | field::method | field::notice |
        field::time,
    of_visit | field::signal | field::purposes | field::newest_day, // captured
    of_visit | field::signal,
    of_visit | field::module | field::purpose | field::signal | field::decision | field::rows |
        field::oldest_day | field::newest_day | field::relies_on, // read
    of_visit | field::module | field::purpose | field::mask | field::relies_on,
    of_visit | field::purposes | field::rows, // forgotten
    field::person | field::purpose | field::signal | field::rows | field::oldest_day | field::time, // swept
    of_visit | field::number | field::purpose | field::relies_on | field::sealed,                   // slate
    of_visit | field::form,                                       // question
    of_visit | field::form | field::sealed,                       // answer
    of_visit | field::form,                                       // opted_out
    of_visit | field::form,                                       // opted_in
    of_visit | field::purpose | field::relies_on,                 // adjusted
    of_visit | field::purpose | field::relies_on,                 // undone
    field::number | field::rows | field::time | field::relies_on, // trained
    of_visit,                                                     // visit
    field::person | field::time | field::relies_on,               // erased
    field::json,                                                  // evidence
    field::json,                                                  // audited
    field::time | field::rows,                                    // end
    of_visit | field::number};                                    // privacy_signal

template <typename Number>
Number number_at(const std::uint8_t* bytes, std::size_t offset) {
    static_assert(std::endian::native == std::endian::little, "the trail is little-endian");
    Number number;
    std::memcpy(&number, bytes + offset, sizeof number);
    return number;
}

/// Which fields say something.
std::uint32_t filled(const Event& e) {
    const auto bit = [](bool on, std::uint32_t field) { return on ? field : 0U; };
    return bit(e.module != Module{}, field::module) | bit(e.purpose != Purpose{}, field::purpose) |
           bit(e.signal != Signal{}, field::signal) | bit(e.decision != Decision{}, field::decision) |
           bit(e.from != State{}, field::from) | bit(e.to != State{}, field::to) |
           bit(e.entity != Entity{}, field::entity) | bit(e.method != Method{}, field::method) |
           bit(e.notice != 0, field::notice) | bit(e.form != 0, field::form) |
           bit(e.purposes != 0, field::purposes) | bit(e.person != nobody, field::person) |
           bit(e.visit != 0, field::visit) | bit(e.number != 0, field::number) |
           bit(e.rows != 0, field::rows) | bit(e.mask != 0, field::mask) |
           bit(e.oldest_day != 0, field::oldest_day) | bit(e.newest_day != 0, field::newest_day) |
           bit(e.time_ms != 0, field::time) | bit(e.relies_on != 0, field::relies_on);
}

bool form_fits(const Event& e) {
    const bool opting = e.kind == Kind::opted_out || e.kind == Kind::opted_in;
    return e.form <= 2 || e.form == form_offer || e.form == (opting ? form_everything : form_direction);
}

tl::unexpected<Error> unreadable(std::string why) {
    return fail(ErrorCode::bad_input, std::move(why));
}

} // namespace

std::span<const Word> kind_words() {
    return kinds;
}
std::span<const Word> purpose_words() {
    return purposes;
}
std::span<const Word> signal_words() {
    return kept_signals;
}
std::span<const Word> module_words() {
    return modules;
}
std::span<const Word> decision_words() {
    return decisions;
}
std::span<const Word> state_words() {
    return states;
}
std::span<const Word> entity_words() {
    return entities;
}
std::span<const Word> method_words() {
    return methods;
}

std::optional<std::uint8_t> code_of(std::span<const Word> words, Word word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<std::uint8_t>(found - words.begin());
}

Word form_word(std::uint8_t form) {
    for (const FormWord& one : forms)
        if (one.code == form) return one.word;
    return {};
}

std::optional<std::uint8_t> form_of(Word word) {
    for (const FormWord& one : forms)
        if (one.word == word) return one.code;
    return std::nullopt;
}

std::uint32_t fields_of(Kind kind) {
    const auto index = static_cast<std::size_t>(kind);
    return index < used.size() ? used[index] : 0;
}

std::string_view misuse_of(const Event& event) {
    const std::uint32_t mine = fields_of(event.kind);
    if ((filled(event) & ~mine) != 0) return "a field that its kind does not have is not zero";
    if ((mine & field::person) != 0 && event.person == nobody) return "it is about nobody";
    if ((mine & field::form) != 0 && !form_fits(event)) return "there is no such form of question";
    if (event.kind == Kind::privacy_signal && event.number > 1) return "its number is neither 1 nor 0";
    if (event.purposes >> purpose_count) return "there is no such purpose";
    if (event.mask >> signal_count) return "there is no such signal";
    if ((mine & field::json) != 0 ? event.text.empty() : (mine & field::sealed) == 0 && !event.text.empty())
        return event.text.empty() ? "its text is missing" : "its kind has no text";
    return {};
}

Result<std::size_t> decode(std::span<const std::uint8_t> bytes, Event& event) {
    if (bytes.size() < fixed_bytes) return unreadable("it is cut off");
    const std::uint8_t* at = bytes.data();
    const auto length = number_at<std::uint32_t>(at, 56);
    if (length > most_text || length > bytes.size() - fixed_bytes) return unreadable("its text is cut off");
    if (at[11] != 0 || number_at<std::uint16_t>(at, 14) != 0 || number_at<std::uint32_t>(at, 60) != 0)
        return unreadable("a byte that must be zero is not");
    constexpr std::uint8_t most[9] = {kind_count,  module_count, purpose_count, signal_count, decision_count,
                                      state_count, state_count,  entity_count,  method_count};
    if (at[0] == 0) return unreadable("there is no such kind of event");
    for (std::size_t i = 0; i < sizeof most; ++i)
        if (at[i] >= most[i])
            return unreadable(i == 0 ? "there is no such kind of event"
                                     : "there is no code " + std::to_string(at[i]) + " at byte " +
                                           std::to_string(i));
    event.kind = static_cast<Kind>(at[0]);
    event.module = static_cast<Module>(at[1]);
    event.purpose = static_cast<Purpose>(at[2]);
    event.signal = static_cast<Signal>(at[3]);
    event.decision = static_cast<Decision>(at[4]);
    event.from = static_cast<State>(at[5]);
    event.to = static_cast<State>(at[6]);
    event.entity = static_cast<Entity>(at[7]);
    event.method = static_cast<Method>(at[8]);
    event.notice = at[9];
    event.form = at[10];
    event.purposes = number_at<std::uint16_t>(at, 12);
    event.person = number_at<std::uint32_t>(at, 16);
    event.visit = number_at<std::uint32_t>(at, 20);
    event.number = number_at<std::uint32_t>(at, 24);
    event.rows = number_at<std::uint32_t>(at, 28);
    event.mask = number_at<std::uint32_t>(at, 32);
    event.oldest_day = number_at<std::uint16_t>(at, 36);
    event.newest_day = number_at<std::uint16_t>(at, 38);
    event.time_ms = number_at<std::int64_t>(at, 40);
    event.relies_on = number_at<std::uint64_t>(at, 48);
    event.text.assign(reinterpret_cast<const char*>(at + fixed_bytes), length);
    if (const std::string_view wrong = misuse_of(event); !wrong.empty())
        return unreadable(std::string(wrong));
    return fixed_bytes + length;
}

} // namespace attune::audit::trail
