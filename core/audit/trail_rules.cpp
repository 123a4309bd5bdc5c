#include "core/audit/trail_rules.h"

#include "core/base/json.h"

#include <algorithm>
#include <bit>

namespace attune::audit::trail {
namespace {

constexpr std::array<std::string_view, 3> bases = {"contract", "consent", "legitimate_interest"};
constexpr std::array<std::string_view, 3> forms = {"pseudonymous", "on_device", "aggregate"};
constexpr std::array<std::string_view, source_count> sources = {"informed_choice", "global_signal",
                                                                "plain_choice", "standard"};
constexpr std::int64_t longest = 36500;  ///< days
constexpr std::int64_t most_rows = 4096; ///< of a person, that an audit follows
constexpr std::int64_t most_people = 0xFFFFFFFE;

tl::unexpected<Error> wrong(const std::string& what) {
    return fail(ErrorCode::bad_input, what);
}

const Json& part(const Json& object, const char* key) {
    static const Json none;
    if (!object.is_object()) return none;
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

bool whole(const Json& value, std::int64_t most, std::int64_t& to) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
        return false;
    to = value.get<std::int64_t>();
    return true;
}

template <typename Bits>
bool read_words(const Json& list, std::span<const std::string_view> words, Bits& to) {
    if (!list.is_array()) return false;
    for (const Json& one : list) {
        const auto code = code_of(words, text_of(one));
        if (!code) return false;
        to = static_cast<Bits>(to | 1U << *code);
    }
    return true;
}

Status read_cell(const std::string& where, const Json& json, Cell& cell) {
    const auto form = code_of(forms, text_of(part(json, "form")));
    std::int64_t days = 0;
    if (!form) return wrong("the form of " + where + " is missing or not known");
    if (!whole(part(json, "days"), longest, days))
        return wrong("the days of " + where + " are no whole number");
    if (!read_words(part(json, "modules"), module_words(), cell.modules) || cell.modules == 0)
        return wrong("the modules of " + where + " are missing or not known");
    cell.form = static_cast<Form>(*form);
    cell.days = static_cast<int>(days);
    return {};
}

Status read_terms(const std::string& name, const Json& json, Terms& terms) {
    const auto basis = code_of(bases, text_of(part(json, "basis")));
    std::int64_t days = 0;
    if (!basis) return wrong("the basis of " + name + " is missing or not known");
    if (!whole(part(json, "validity_days"), longest, days))
        return wrong("how long a consent to " + name + " holds is no whole number of days");
    terms.basis = static_cast<Basis>(*basis);
    terms.validity_days = static_cast<int>(days);
    const Json& heeds = part(json, "heeds_global_signal");
    if (!heeds.is_null() && !heeds.is_boolean())
        return wrong("whether " + name + " heeds a global signal is neither true nor false");
    terms.heeds_signal = heeds == true;
    const Json& cells = part(json, "signals");
    if (!cells.is_object()) return wrong(name + " has no signals");
    for (const auto& [signal, cell] : cells.items()) {
        const auto code = code_of(signal_words(), signal);
        if (!code) return wrong("there is no signal '" + excerpt(signal) + "'");
        if (auto read = read_cell(signal + " for " + name, cell, terms.cells[*code]); !read) return read;
    }
    return {};
}

/// Who beats whom, also by way of others. Every two must be in an order, and nobody may beat themselves.
Status read_precedence(const Json& json, RunRules& rules) {
    if (json.is_null()) return {};
    if (!json.is_object()) return wrong("the precedence is no object");
    std::array<std::uint32_t, source_count> beaten{}; // one bit each
    for (const auto& [name, list] : json.items()) {
        const auto code = code_of(sources, name);
        if (!code || !read_words(list, sources, beaten[*code]))
            return wrong("the precedence of '" + excerpt(name) + "' is not known");
    }
    for (std::size_t round = 0; round < source_count; ++round)
        for (std::uint32_t& mine : beaten)
            for (std::size_t other = 0; other < source_count; ++other)
                if ((mine >> other & 1U) != 0) mine |= beaten[other];
    std::array<int, source_count> strength{};
    std::uint32_t places = 0;
    for (std::size_t one = 0; one < source_count; ++one) {
        strength[one] = std::popcount(beaten[one]);
        places |= 1U << static_cast<unsigned>(strength[one]);
    }
    // Without circles and open ends the four beat 3, 2, 1 and 0 others.
    if (places != (1U << source_count) - 1)
        return wrong("the precedence goes in a circle or leaves something open");
    rules.strength = strength;
    return {};
}

Status read_matrix(const Json& matrix, RunRules& rules) {
    const Json& purposes = part(matrix, "purposes");
    if (!purposes.is_object()) return wrong("the matrix of purposes and signals is missing");
    for (const auto& [name, terms] : purposes.items()) {
        const auto code = code_of(purpose_words(), name);
        if (!code) return wrong("there is no purpose '" + excerpt(name) + "'");
        if (auto read = read_terms(name, terms, rules.purposes[*code]); !read) return read;
    }
    return read_precedence(part(matrix, "precedence"), rules);
}

/// The hash of a notice is that of its JSON without the hash itself, without spaces, keys as they stand.
Status read_notice(const Json& json, Hasher& hasher, NoticeRule& notice) {
    notice.id = text_of(part(json, "id"));
    notice.sha256 = text_of(part(json, "sha256"));
    if (notice.id.empty() || !whole(part(json, "version"), 1'000'000, notice.version))
        return wrong("a notice has no id or no version");
    if (!read_words(part(json, "purposes"), purpose_words(), notice.purposes))
        return wrong("the purposes of notice '" + excerpt(notice.id) + "' are missing or not known");
    notice.mentions_signal = part(json, "mentions_global_signal") == true;
    Json words = json;
    words.erase("sha256");
    const std::string bytes = words.dump();
    notice.true_to_hash =
        hex(hasher.of({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()})) == notice.sha256;
    return {};
}

Status read_asking(const Json& json, RunRules& rules) {
    if (json.is_null()) return {};
    AskingRule asking;
    if (!whole(part(json, "session_cap"), 1'000'000, asking.session_cap) ||
        !whole(part(json, "weekly_cap"), 1'000'000, asking.weekly_cap) || !part(json, "enabled").is_boolean())
        return wrong("the limits on asking are not complete");
    asking.enabled = part(json, "enabled").get<bool>();
    rules.asking = asking;
    return {};
}

Status read_people(const Json& json, RunRules& rules) {
    std::int64_t people = 0;
    if (!part(json, "people").is_null()) {
        if (!whole(part(json, "people"), most_people, people))
            return wrong("the number of people is no whole number");
        rules.people = people;
    }
    const Json& watched = part(json, "watched");
    if (watched.is_null() || watched == "all") return {};
    if (!watched.is_array()) return wrong("who is watched is neither a list nor 'all'");
    std::unordered_set<std::int64_t> each;
    for (const Json& one : watched) {
        std::int64_t person = 0;
        if (!whole(one, most_people, person) || !each.insert(person).second)
            return wrong("the list of people watched has something in it that is no person, or one twice");
    }
    rules.watched = static_cast<std::int64_t>(each.size());
    return {};
}

} // namespace

Result<RunRules> read_rules(std::string_view text, Hasher& hasher) {
    auto json = parse_json(text, "");
    if (!json) return wrong(json.error().what);
    RunRules rules;
    rules.run = text_of(part(*json, "run"));
    rules.scenario = text_of(part(*json, "scenario"));
    rules.policy = text_of(part(*json, "policy"));
    if (auto read = read_matrix(part(*json, "matrix"), rules); !read) return pass_on(read);
    const Json& notices = part(*json, "notices");
    if (!notices.is_null() && !notices.is_array()) return wrong("the notices are no list");
    for (const Json& one : notices)
        if (auto read = read_notice(one, hasher, rules.notices.emplace_back()); !read) return pass_on(read);
    if (auto read = read_asking(part(*json, "asking"), rules); !read) return pass_on(read);
    if (auto read = read_people(*json, rules); !read) return pass_on(read);
    std::int64_t rows = 0;
    const Json& rows_kept = part(*json, "rows_kept");
    if (!rows_kept.is_null()) {
        if (!whole(rows_kept, most_rows, rows) || rows == 0)
            return wrong("how many rows of a person are kept is no whole number above zero, or too large");
        rules.rows_kept = static_cast<std::uint32_t>(rows);
    }
    return rules;
}

} // namespace attune::audit::trail
