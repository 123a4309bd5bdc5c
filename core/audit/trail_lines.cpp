#include "core/audit/trail_lines.h"

#include "core/audit/trail_hash.h"
#include "core/base/json.h"

#include <limits>

namespace attune::audit::trail {
namespace {

constexpr int lines_version = 1;
constexpr const char* look_it_up = "What a line may say stands in resources/trail/schema.md";

std::string in_quotes(std::string_view key) {
    return "'" + std::string(key) + "'";
}

/// Takes the parts of one line out of their object; what is left over is not known.
class Parts {
public:
    Parts(const Json& row, const std::string& where)
        : row_(row)
        , where_(where) {}

    template <typename Code>
    void word(const char* key, std::span<const std::string_view> words, Code& to) {
        const Json* found = take(key, true);
        if (!found) return;
        const auto code =
            found->is_string() ? code_of(words, found->get_ref<const std::string&>()) : std::nullopt;
        if (!code) return complain(key, *found, "is not known");
        to = static_cast<Code>(*code);
    }
    template <typename Number>
    void number(const char* key, Number& to, bool needed = false) {
        const Json* found = take(key, needed);
        if (!found) return;
        const bool whole = found->is_number_integer();
        const bool fits =
            whole && (std::numeric_limits<Number>::is_signed
                          ? !found->is_number_unsigned() ||
                                found->get<std::uint64_t>() <= static_cast<std::uint64_t>(largest<Number>())
                          : found->is_number_unsigned() &&
                                found->get<std::uint64_t>() <= static_cast<std::uint64_t>(largest<Number>()));
        if (!fits) return complain(key, *found, "is not a whole number in its range");
        to = found->get<Number>();
    }
    template <typename Bits>
    void bits(const char* key, std::span<const std::string_view> words, Bits& to) {
        const Json* found = take(key, true);
        if (!found) return;
        if (!found->is_array()) return complain(key, *found, "is not a list of words");
        std::uint32_t all = 0;
        for (const Json& one : *found) {
            const auto code =
                one.is_string() ? code_of(words, one.get_ref<const std::string&>()) : std::nullopt;
            if (!code) return complain(key, one, "is not known");
            all |= 1U << *code;
        }
        to = static_cast<Bits>(all);
    }
    void form(std::uint8_t& to) {
        const Json* found = take("form", true);
        if (!found) return;
        const auto code = found->is_string() ? form_of(found->get_ref<const std::string&>()) : std::nullopt;
        if (!code) return complain("form", *found, "is not known");
        to = *code;
    }
    void object(std::string& to) {
        const Json* found = take("text", true);
        if (!found) return;
        if (!found->is_object()) return complain("text", *found, "is not an object");
        to = found->dump();
    }
    void sealed(std::string& to) {
        const Json* found = take("text", false);
        if (!found) return;
        const std::string digits = found->is_string() ? found->get<std::string>() : "-";
        const auto bytes = bytes_of(digits, digits.size() / 2);
        if (!bytes) return complain("text", *found, "is not a row of hexadecimal digits");
        to.assign(bytes->begin(), bytes->end());
    }
    void nothing_else() {
        if (!status_ || taken_ == row_.size()) return;
        for (const auto& [key, value] : row_.items())
            if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
                status_ = fail(ErrorCode::bad_input, "such an event has no " + in_quotes(excerpt(key)),
                               where_, look_it_up);
                return;
            }
    }
    const Status& status() const { return status_; }

private:
    template <typename Number>
    static constexpr Number largest() {
        return std::numeric_limits<Number>::max();
    }
    const Json* take(const char* key, bool needed) {
        if (!status_) return nullptr;
        const auto found = row_.find(key);
        if (found == row_.end()) {
            if (needed)
                status_ = fail(ErrorCode::bad_input, in_quotes(key) + " is missing", where_, look_it_up);
            return nullptr;
        }
        ++taken_;
        known_.emplace_back(key);
        return &*found;
    }
    void complain(const char* key, const Json& value, const char* what) {
        const std::string said = excerpt(value.is_string() ? value.get<std::string>() : value.dump());
        status_ = fail(ErrorCode::bad_input, in_quotes(said) + " as " + in_quotes(key) + " " + what, where_,
                       look_it_up);
    }

    const Json& row_;
    const std::string& where_;
    std::vector<std::string_view> known_;
    std::size_t taken_ = 0;
    Status status_;
};

} // namespace

bool is_trail_of_lines(std::string_view first_line) {
    const auto row = parse_json(first_line, "");
    return row && row->is_object() && row->contains("attune") && (*row)["attune"] == "trail";
}

Status read_first_line(std::string_view line, const std::string& where) {
    const auto row = parse_json(line, where);
    if (!row) return pass_on(row);
    if (!row->is_object() || !row->contains("attune") || (*row)["attune"] != "trail")
        return fail(ErrorCode::bad_input, "this is not the first line of a trail", where,
                    R"(It says {"attune":"trail","version":1})");
    if (row->value("version", Json()) != lines_version || row->size() != 2)
        return fail(ErrorCode::bad_input, "this trail is of another version", where,
                    "This program reads version " + std::to_string(lines_version));
    return {};
}

Status read_line(std::string_view line, const std::string& where, Event& event) {
    const auto row = parse_json(line, where);
    if (!row) return pass_on(row);
    if (!row->is_object()) return fail(ErrorCode::bad_input, "this line is no event", where, look_it_up);
    event = {};
    Parts parts(*row, where);
    parts.number("seq", event.seq);
    parts.word("event", kind_words(), event.kind);
    if (!parts.status()) return parts.status();
    if (static_cast<int>(event.kind) == 0)
        return fail(ErrorCode::bad_input, "'none' is no kind of event", where, look_it_up);
    const std::uint32_t mine = fields_of(event.kind);
    const auto has = [mine](std::uint32_t field) { return (mine & field) != 0; };
    if (has(field::person)) parts.number("person", event.person, true);
    if (has(field::module)) parts.word("module", module_words(), event.module);
    if (has(field::purpose)) parts.word("purpose", purpose_words(), event.purpose);
    if (has(field::signal)) parts.word("signal", signal_words(), event.signal);
    if (has(field::decision)) parts.word("decision", decision_words(), event.decision);
    if (has(field::from)) parts.word("from", state_words(), event.from);
    if (has(field::to)) parts.word("to", state_words(), event.to);
    if (has(field::entity)) parts.word("entity", entity_words(), event.entity);
    if (has(field::method)) parts.word("method", method_words(), event.method);
    if (has(field::notice)) parts.number("notice", event.notice);
    if (has(field::form)) parts.form(event.form);
    if (has(field::purposes)) parts.bits("purposes", purpose_words(), event.purposes);
    if (has(field::mask)) parts.bits("mask", signal_words(), event.mask);
    if (has(field::visit)) parts.number("visit", event.visit);
    if (has(field::number)) parts.number("number", event.number);
    if (has(field::rows)) parts.number("rows", event.rows);
    if (has(field::oldest_day)) parts.number("oldest_day", event.oldest_day);
    if (has(field::newest_day)) parts.number("newest_day", event.newest_day);
    if (has(field::time)) parts.number("time_ms", event.time_ms, has(field::person));
    if (has(field::relies_on)) parts.number("relies_on", event.relies_on);
    if (has(field::json)) parts.object(event.text);
    if (has(field::sealed)) parts.sealed(event.text);
    parts.nothing_else();
    if (!parts.status()) return parts.status();
    if (const std::string_view wrong = misuse_of(event); !wrong.empty())
        return fail(ErrorCode::bad_input, std::string(wrong), where, look_it_up);
    return {};
}

} // namespace attune::audit::trail
