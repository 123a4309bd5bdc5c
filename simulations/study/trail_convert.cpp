#include "simulations/study/trail_convert.h"

#include "core/audit/trail_lines.h"
#include "core/base/json.h"
#include "core/base/resources.h"
#include "simulations/population/delimited_text.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>

namespace attune {
namespace {

using namespace audit::trail;

/// A row of a table, by column.
class Cells {
public:
    Cells(const std::vector<std::string>& head, const std::vector<std::string>& fields, std::string where)
        : head_(head)
        , fields_(fields)
        , where_(std::move(where)) {}

    std::string text(std::string_view column) const {
        const auto found = std::find(head_.begin(), head_.end(), column);
        const auto at = static_cast<std::size_t>(found - head_.begin());
        return at < fields_.size() ? fields_[at] : std::string();
    }
    template <typename Code>
    Status word(std::string_view column, std::span<const std::string_view> words, Code& to) const {
        const std::string said = text(column);
        const auto code = code_of(words, said);
        if (!code) return wrong(column, said, "is not known");
        to = static_cast<Code>(*code);
        return {};
    }
    template <typename Number>
    Status number(std::string_view column, Number& to, bool needed) const {
        const std::string said = text(column);
        if (said.empty() && !needed) return {};
        const char* end = said.data() + said.size();
        const auto [stop, code] = std::from_chars(said.data(), end, to);
        if (code != std::errc() || stop != end) return wrong(column, said, "is no whole number in its range");
        return {};
    }
    /// Words between spaces.
    Status bits(std::string_view column, std::span<const std::string_view> words, std::uint16_t& to) const {
        const std::string said = text(column);
        for (std::size_t at = 0; at < said.size();) {
            const std::size_t end = std::min(said.find(' ', at), said.size());
            const auto code = code_of(words, std::string_view(said).substr(at, end - at));
            if (!code) return wrong(column, said, "is not known");
            to = static_cast<std::uint16_t>(to | 1U << *code);
            at = end + 1;
        }
        return {};
    }

private:
    Status wrong(std::string_view column, const std::string& said, const char* what) const {
        return fail(ErrorCode::bad_input, "'" + excerpt(said) + "' as '" + std::string(column) + "' " + what,
                    where_, "The columns and their words stand in 'attune-cli audit convert --help'");
    }
    const std::vector<std::string>& head_;
    const std::vector<std::string>& fields_;
    std::string where_;
};

using Columns = std::span<const std::string_view>;
constexpr std::string_view consent_columns[] = {"person", "purpose", "state", "time_ms",
                                                "entity", "method",  "notice"};
constexpr std::size_t consent_needed = 6;
constexpr std::string_view feedback_columns[] = {"person",  "event", "time_ms", "signal", "module",
                                                 "purpose", "rows",  "day",     "visit"};
constexpr std::size_t feedback_needed = 6;

Status check_head(const std::vector<std::string>& head, Columns columns, std::size_t needed,
                  const std::string& where) {
    for (std::size_t c = 0; c < needed; ++c)
        if (std::count(head.begin(), head.end(), columns[c]) != 1)
            return fail(ErrorCode::bad_input,
                        "the column '" + std::string(columns[c]) + "' is missing or there twice", where,
                        "The first line names the columns");
    for (const std::string& name : head)
        if (std::find(columns.begin(), columns.end(), name) == columns.end())
            return fail(ErrorCode::bad_input, "there is no column '" + excerpt(name) + "'", where,
                        "The columns stand in 'attune-cli audit convert --help'");
    return {};
}

template <typename Use>
Result<std::int64_t> each_row(const std::string& path, Columns columns, std::size_t needed, Use&& use) {
    auto reader = LineReader::open(path);
    if (!reader) return pass_on(reader);
    std::vector<std::string> head, fields;
    std::int64_t rows = 0;
    TextLine line;
    while (reader->next(line)) {
        const std::string where = path + ":" + std::to_string(line.number);
        if (line.text.find_first_not_of(" \t") == std::string_view::npos && !line.too_long) continue;
        if (line.too_long || split_fields(line.text, Delimiter::comma, fields))
            return fail(ErrorCode::bad_input, "this line is no row of a table", where);
        if (head.empty()) {
            head = fields;
            if (auto sound = check_head(head, columns, needed, where); !sound) return pass_on(sound);
            continue;
        }
        if (fields.size() != head.size())
            return fail(ErrorCode::bad_input,
                        "this row has " + std::to_string(fields.size()) + " fields and the head " +
                            std::to_string(head.size()),
                        where);
        if (auto used = use(Cells(head, fields, where)); !used) return pass_on(used);
        ++rows;
    }
    if (!reader->status()) return pass_on(reader->status());
    return rows;
}

Status first_wrong(std::initializer_list<Status> all) {
    for (const Status& one : all)
        if (!one) return one;
    return {};
}

Result<Event> consent_of(const Cells& cells) {
    Event event;
    event.kind = Kind::consent;
    Status read = first_wrong(
        {cells.number("person", event.person, true), cells.word("purpose", purpose_words(), event.purpose),
         cells.word("state", state_words(), event.to), cells.number("time_ms", event.time_ms, true),
         cells.word("entity", entity_words(), event.entity),
         cells.word("method", method_words(), event.method), cells.number("notice", event.notice, false)});
    if (!read) return pass_on(read);
    return event;
}

/// The kinds a table of feedback may name; what else there is says nothing without more columns.
constexpr std::string_view feedback_kinds[] = {"captured", "read", "slate", "forgotten"};

Result<Event> feedback_of(const Cells& cells) {
    Event event;
    std::uint8_t kind = 0;
    std::uint16_t day = 0;
    if (auto read = cells.word("event", feedback_kinds, kind); !read) return pass_on(read);
    event.kind = static_cast<Kind>(*code_of(kind_words(), feedback_kinds[kind]));
    const std::uint32_t fields = fields_of(event.kind);
    const auto has = [&](std::uint32_t field) { return (fields & field) != 0; };
    const auto if_has = [&](std::uint32_t field, auto&& read) { return has(field) ? read() : Status(); };
    Status read = first_wrong(
        {cells.number("person", event.person, true), cells.number("time_ms", event.time_ms, true),
         cells.number("visit", event.visit, false), cells.number("day", day, false),
         if_has(field::signal, [&] { return cells.word("signal", signal_words(), event.signal); }),
         if_has(field::module, [&] { return cells.word("module", module_words(), event.module); }),
         if_has(field::purpose, [&] { return cells.word("purpose", purpose_words(), event.purpose); }),
         if_has(field::purposes, [&] { return cells.bits("purpose", purpose_words(), event.purposes); }),
         if_has(field::rows, [&] { return cells.number("rows", event.rows, false); })});
    if (!read) return pass_on(read);
    if (event.kind == Kind::captured) event.newest_day = day;
    if (event.kind == Kind::read) event.oldest_day = event.newest_day = day;
    return event;
}

Result<std::string> rules_text(const std::string& path) {
    if (!path.empty()) {
        auto json = read_json_file(path);
        if (!json) return pass_on(json);
        return json->dump();
    }
    constexpr std::string_view shipped = "consent/matrix.json";
    const auto matrix = parse_json(find_resource(shipped).value_or(""), std::string(shipped));
    if (!matrix) return pass_on(matrix);
    return Json{{"run", "converted"}, {"matrix", *matrix}}.dump();
}

/// Fills in what stood before and what a use rests on, in the order of the events.
class Settled {
public:
    void settle(Event& event) {
        auto& known = people_[event.person];
        const auto purpose = static_cast<std::size_t>(event.purpose);
        if (event.kind == Kind::consent) {
            event.from = known[purpose].first;
            known[purpose] = {event.to, permits(event.to) ? event.seq : 0};
        } else if ((fields_of(event.kind) & field::relies_on) != 0) {
            event.relies_on = known[purpose].second;
        }
    }

private:
    std::unordered_map<std::uint32_t, std::array<std::pair<State, std::uint64_t>, purpose_count>> people_;
};

/// Where a row stands among those of the same millisecond.
enum class Rank : std::uint8_t { takes, uses, gives };

/// In the order of time. At the same millisecond what takes a permission away stands first, then what was
/// done, then what gives one, so that a tie of clocks excuses no use. What was said about one purpose stays
/// in the order of the table: a yes before a no takes. How many rows were done in the same millisecond in
/// which their person said something.
std::int64_t put_in_order(std::vector<Event>& events) {
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.time_ms < b.time_ms; });
    std::int64_t ties = 0;
    std::vector<std::pair<Rank, Event>> ranked;
    for (auto from = events.begin(); from != events.end();) {
        const auto to = std::find_if(from, events.end(),
                                     [&](const Event& event) { return event.time_ms != from->time_ms; });
        std::set<std::pair<std::uint32_t, Purpose>> taken; // by what stands behind
        std::set<std::uint32_t> said;
        ranked.clear();
        for (auto event = to; event != from;) {
            --event;
            const bool consent = event->kind == Kind::consent;
            if (consent) said.insert(event->person);
            if (consent && !permits(event->to)) taken.insert({event->person, event->purpose});
            ranked.emplace_back(!consent                                          ? Rank::uses
                                : taken.contains({event->person, event->purpose}) ? Rank::takes
                                                                                  : Rank::gives,
                                *event);
        }
        std::reverse(ranked.begin(), ranked.end());
        std::stable_sort(ranked.begin(), ranked.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        for (const auto& [rank, event] : ranked) {
            ties += rank == Rank::uses && said.contains(event.person) ? 1 : 0;
            *from++ = event;
        }
    }
    return ties;
}

void append(const Event& event, std::string& lines) {
    const std::uint32_t fields = fields_of(event.kind);
    Json line = {{"seq", event.seq}, {"event", word(kind_words(), event.kind)}, {"person", event.person}};
    const auto put = [&](std::uint32_t field, const char* key, const Json& value) {
        if ((fields & field) != 0) line[key] = value;
    };
    put(field::module, "module", word(module_words(), event.module));
    put(field::purpose, "purpose", word(purpose_words(), event.purpose));
    put(field::signal, "signal", word(signal_words(), event.signal));
    put(field::decision, "decision", word(decision_words(), event.decision));
    put(field::from, "from", word(state_words(), event.from));
    put(field::to, "to", word(state_words(), event.to));
    put(field::entity, "entity", word(entity_words(), event.entity));
    put(field::method, "method", word(method_words(), event.method));
    put(field::notice, "notice", event.notice);
    if ((fields & field::purposes) != 0) {
        line["purposes"] = Json::array();
        for (std::size_t p = 0; p < purpose_count; ++p)
            if (has(event.purposes, static_cast<Purpose>(p))) line["purposes"].push_back(purpose_words()[p]);
    }
    put(field::rows, "rows", event.rows);
    put(field::oldest_day, "oldest_day", event.oldest_day);
    put(field::newest_day, "newest_day", event.newest_day);
    put(field::visit, "visit", event.visit);
    line["time_ms"] = event.time_ms;
    put(field::relies_on, "relies_on", event.relies_on);
    lines += line.dump() + "\n";
}

} // namespace

Result<ConvertedTrail> convert_to_trail(const ConvertRequest& request) {
    std::vector<Event> events;
    const auto take = [&](Result<Event> event) -> Status {
        if (!event) return pass_on(event);
        events.push_back(std::move(*event));
        return {};
    };
    const auto rules = rules_text(request.rules);
    if (!rules) return pass_on(rules);
    const auto consents = each_row(request.consents, consent_columns, consent_needed,
                                   [&](const Cells& cells) { return take(consent_of(cells)); });
    if (!consents) return pass_on(consents);
    const auto feedback = each_row(request.feedback, feedback_columns, feedback_needed,
                                   [&](const Cells& cells) { return take(feedback_of(cells)); });
    if (!feedback) return pass_on(feedback);
    ConvertedTrail made{.consents = *consents, .feedback = *feedback};
    made.ties = put_in_order(events);
    made.lines =
        "{\"attune\":\"trail\",\"version\":1}\n{\"seq\":1,\"event\":\"begin\",\"text\":" + *rules + "}\n";
    Settled settled;
    for (std::uint64_t seq = 2; Event & event : events) {
        event.seq = seq++;
        settled.settle(event);
        append(event, made.lines);
    }
    return made;
}

} // namespace attune
