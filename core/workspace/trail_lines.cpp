#include "core/workspace/trail_lines.h"

#include "core/workspace/trail_bytes.h"
#include "core/workspace/trail_hash.h"

#include <array>
#include <bit>
#include <charconv>

namespace attune {
namespace {

namespace f = trail_field;

template <typename Number>
void append_number(Number value, std::string& line) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    line.append(digits.data(), end);
}

void append_key(std::string_view key, std::string& line) {
    line += ",\"";
    line += key;
    line += "\":";
}

/// Names of ours need no escapes.
void append_word(std::string_view word, std::string& line) {
    line += '"';
    line += word;
    line += '"';
}

template <typename Named>
void append_words(std::uint32_t bits, std::string& line) {
    line += '[';
    for (std::uint32_t rest = bits; rest != 0; rest &= rest - 1) {
        if (rest != bits) line += ',';
        append_word(name(static_cast<Named>(std::countr_zero(rest))), line);
    }
    line += ']';
}

std::string_view word_of_form(std::uint8_t form) {
    constexpr std::array<std::string_view, 3> questions = {"thumb", "stars", "survey"};
    if (form < questions.size()) return questions[form];
    if (form == trail_form_everything) return "everything";
    return form == trail_form_offer ? "offer" : "direction";
}

} // namespace

void append_line(std::uint64_t sequence, const TrailEvent& event, std::string& line) {
    const std::uint32_t used = trail_fields(event.kind);
    const auto has = [&](std::uint32_t field, std::string_view key) {
        if ((used & field) == 0) return false;
        append_key(key, line);
        return true;
    };
    line += R"({"seq":)";
    append_number(sequence, line);
    append_key("event", line);
    append_word(name(event.kind), line);
    if (has(f::person, "person")) append_number(event.person.value, line);
    if (has(f::module, "module")) append_word(name(event.module), line);
    if (has(f::purpose, "purpose")) append_word(name(event.purpose), line);
    if (has(f::signal, "signal")) append_word(name(event.signal), line);
    constexpr std::array<std::string_view, 3> decisions = {"allowed", "refused", "gap"};
    if (has(f::decision, "decision"))
        append_word(decisions.at(static_cast<std::size_t>(event.decision)), line);
    if (has(f::from, "from")) append_word(name(event.from), line);
    if (has(f::to, "to")) append_word(name(event.to), line);
    if (has(f::entity, "entity")) append_word(name(event.entity), line);
    if (has(f::method, "method")) append_word(name(event.method), line);
    if (has(f::notice, "notice")) append_number(static_cast<unsigned>(event.notice), line);
    if (has(f::form, "form")) append_word(word_of_form(event.form), line);
    if (has(f::purposes, "purposes")) append_words<Purpose>(event.purposes, line);
    if (has(f::mask, "mask")) append_words<Signal>(event.mask, line);
    if (has(f::number, "number")) append_number(event.number, line);
    if (has(f::rows, "rows")) append_number(event.rows, line);
    if (has(f::oldest_day, "oldest_day")) append_number(event.oldest_day, line);
    if (has(f::newest_day, "newest_day")) append_number(event.newest_day, line);
    if (has(f::visit, "visit")) append_number(event.visit, line);
    if (has(f::time, "time_ms")) append_number(event.time_ms, line);
    if (has(f::relies_on, "relies_on")) append_number(event.relies_on, line);
    if (has(f::text, "text")) line += event.text;
    if (!event.text.empty() && has(f::values, "text")) append_word(to_hex(bytes_of_text(event.text)), line);
    line += '}';
}

} // namespace attune
