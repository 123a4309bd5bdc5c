#include "simulations/fit/event_row.h"

#include "core/base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace attune {
namespace {

enum class Kind { text, number, boolean, other };

struct Part {
    std::string_view key;
    Kind kind = Kind::other;
    std::string_view text; ///< of a string without its quotes
};

constexpr std::size_t most_parts = 16;

struct Row {
    std::array<Part, most_parts> parts;
    std::size_t count = 0;

    const Part* find(std::string_view key) const {
        const auto end = parts.begin() + static_cast<std::ptrdiff_t>(count);
        const auto found = std::find_if(parts.begin(), end, [&](const Part& p) { return p.key == key; });
        return found == end ? nullptr : &*found;
    }
};

/// Reads {"key":value,...} of plain strings, numbers and booleans; gives up at anything else.
class Scanner {
public:
    explicit Scanner(std::string_view text)
        : text_(text) {}

    bool scan(Row& row) {
        if (!take('{')) return false;
        do {
            if (row.count == most_parts) return false;
            Part& part = row.parts[row.count];
            if (!string(part.key) || !take(':') || !value(part) || row.find(part.key)) return false;
            ++row.count;
        } while (take(','));
        return take('}') && at_ == text_.size();
    }

private:
    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    bool string(std::string_view& into) {
        if (!take('"')) return false;
        const std::size_t start = at_;
        while (at_ < text_.size() && text_[at_] != '"') {
            const auto c = static_cast<unsigned char>(text_[at_]);
            if (c < 0x20 || c >= 0x7F || c == '\\') return false;
            ++at_;
        }
        into = text_.substr(start, at_ - start);
        return take('"');
    }

    bool value(Part& part) {
        if (at_ < text_.size() && text_[at_] == '"') {
            part.kind = Kind::text;
            return string(part.text);
        }
        const std::size_t start = at_;
        while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '}')
            ++at_;
        part.text = text_.substr(start, at_ - start);
        if (part.text == "true" || part.text == "false") {
            part.kind = Kind::boolean;
            return true;
        }
        part.kind = Kind::number;
        return is_number(part.text);
    }

    static bool is_number(std::string_view text) {
        // The grammar of JSON; from_chars alone would also take "inf", "nan", "1." and "01".
        std::size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
        const auto digits = [&] {
            const std::size_t from = i;
            while (i < text.size() && text[i] >= '0' && text[i] <= '9')
                ++i;
            return i - from;
        };
        const std::size_t first = i;
        const std::size_t whole = digits();
        if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
        if (i < text.size() && text[i] == '.') {
            ++i;
            if (digits() == 0) return false;
        }
        if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
            ++i;
            if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
            if (digits() == 0) return false;
        }
        return i == text.size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// A row by way of the JSON parser; `kept` holds the texts.
Status slow_row(std::string_view line, const std::string& where, Row& row, std::vector<std::string>& kept) {
    auto document = parse_json(line, where);
    if (!document) {
        Error error = document.error();
        error.where = where;
        return tl::unexpected<Error>(std::move(error));
    }
    if (!document->is_object())
        return fail(ErrorCode::bad_input, "this line is not a JSON object", where,
                    "Every line is one event, as 'run --log' writes them");
    if (document->size() > most_parts)
        return fail(ErrorCode::bad_input, "this line has more values than an event has", where);
    kept.reserve(2 * most_parts);
    row = {};
    for (const auto& [key, value] : document->items()) {
        Part& part = row.parts[row.count++];
        part.key = kept.emplace_back(key);
        part.kind = value.is_string()    ? Kind::text
                    : value.is_number()  ? Kind::number
                    : value.is_boolean() ? Kind::boolean
                                         : Kind::other;
        part.text = kept.emplace_back(value.is_string() ? value.get<std::string>() : value.dump());
    }
    return {};
}

/// Reads values of a row and keeps the first complaint.
class Reading {
public:
    Reading(const Row& row, const std::string& where)
        : row_(row)
        , where_(where) {}

    double number(const char* key, double least, double most) {
        const Part* part = need(key, Kind::number, "a number");
        if (!part) return least;
        double value = 0;
        const auto [end, code] =
            std::from_chars(part->text.data(), part->text.data() + part->text.size(), value);
        if (code == std::errc{} && end == part->text.data() + part->text.size() && value >= least &&
            value <= most)
            return value;
        complain(key, part->text);
        return least;
    }

    std::uint32_t whole(const char* key) {
        const double value = number(key, 0, double{std::numeric_limits<std::uint32_t>::max()});
        if (value != std::floor(value)) complain(key, row_.find(key)->text);
        return static_cast<std::uint32_t>(value);
    }

    std::string_view word(std::string_view key) {
        const Part* part = need(key, Kind::text, "text");
        return part ? part->text : std::string_view();
    }

    void complain(std::string_view key, std::string_view value) {
        keep(fail(ErrorCode::bad_input, "'" + std::string(key) + "' cannot be " + excerpt(value), where_,
                  "Events look as 'run --log' writes them"));
    }

    const Status& status() const { return status_; }

private:
    const Part* need(std::string_view key, Kind kind, const char* what) {
        const Part* part = row_.find(key);
        if (!part)
            keep(fail(ErrorCode::bad_input, "the event has no '" + std::string(key) + "'", where_,
                      "Events look as 'run --log' writes them"));
        else if (part->kind != kind)
            keep(fail(ErrorCode::bad_input, "'" + std::string(key) + "' must be " + what, where_));
        return part && part->kind == kind ? part : nullptr;
    }

    void keep(Status status) {
        if (status_) status_ = std::move(status);
    }

    const Row& row_;
    const std::string& where_;
    Status status_;
};

LoggedKind kind_of_event(std::string_view word, Reading& reading) {
    constexpr std::array<std::string_view, 19> kinds = {
        "consent",    "session", "impression", "feedback",  "prompt",    "answer", "opt_out",
        "conversion", "opt_in",  "mute",       "search",    "complaint", "reason", "own_words",
        "offer",      "promise", "episode",    "direction", "basis"};
    const auto found = std::find(kinds.begin(), kinds.end(), word);
    if (found == kinds.end()) reading.complain("event", word);
    return static_cast<LoggedKind>(found == kinds.end() ? 0 : found - kinds.begin());
}

/// A response that can stand in an event of this kind: an answer is no reason.
Response kind_of_response(std::string_view word, LoggedKind kind, Reading& reading) {
    const auto response = response_named(word);
    if (response && is_reason(*response) == (kind == LoggedKind::reason)) return *response;
    reading.complain("kind", word);
    return Response::thumb_up;
}

FeedbackKind kind_of_feedback(std::string_view word, Reading& reading) {
    for (int k = 0; k < feedback_kind_count; ++k)
        if (name(static_cast<FeedbackKind>(k)) == word) return static_cast<FeedbackKind>(k);
    reading.complain("kind", word);
    return FeedbackKind::picked;
}

} // namespace

Result<LoggedEvent> event_from_line(std::string_view line, const std::string& where) {
    Row row;
    std::vector<std::string> kept;
    if (!Scanner(line).scan(row))
        if (auto read = slow_row(line, where, row, kept); !read) return pass_on(read);
    Reading reading(row, where);
    LoggedEvent event;
    event.kind = kind_of_event(reading.word("event"), reading);
    event.user = UserId(reading.whole("user"));
    event.hours = reading.number("hours", 0, most_log_days * 24.0);
    if (event.hours >= most_log_days * 24.0) reading.complain("hours", row.find("hours")->text);
    switch (reading.status() ? event.kind : LoggedKind::impression) {
    case LoggedKind::consent: {
        for (int p = 1; p < purpose_count; ++p) {
            const std::string_view key = name(static_cast<Purpose>(p));
            const std::string_view word = reading.word(key);
            const auto status = consent_status_named(word);
            if (!status) reading.complain(key, word);
            event.consent.status[static_cast<std::size_t>(p)] = status.value_or(ConsentStatus::unknown);
        }
        break;
    }
    case LoggedKind::session:
        event.slates = reading.whole("slates");
        event.value = static_cast<float>(reading.number("minutes", 0, 1e6));
        break;
    case LoggedKind::feedback:
        event.feedback = kind_of_feedback(reading.word("kind"), reading);
        event.value = static_cast<float>(reading.number("value", 0, 1));
        break;
    case LoggedKind::answer:
    case LoggedKind::reason:
        event.response = kind_of_response(reading.word("kind"), event.kind, reading);
        break;
    case LoggedKind::own_words: {
        const std::string_view read = reading.word("kind");
        event.understood = read != "unclear";
        if (event.understood) event.response = kind_of_response(read, LoggedKind::reason, reading);
        break;
    }
    case LoggedKind::conversion:
        event.visit = reading.whole("visit");
        break;
    default: // the others tell who and when, which is all that is read of them
        break;
    }
    if (!reading.status()) return pass_on(reading.status());
    return event;
}

} // namespace attune
