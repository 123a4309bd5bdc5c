#include "core/consent/precedence.h"

#include "core/base/named.h"

#include <string>
#include <vector>

namespace attune {
namespace {

constexpr std::array<std::string_view, consent_source_count> source_names = {
    "informed_choice", "global_signal", "plain_choice", "standard"};
constexpr auto sources = static_cast<std::size_t>(consent_source_count);
using Beats = std::array<std::array<bool, sources>, sources>;

/// The names along a way from `at` back to `goal`, or nothing.
bool find_way(const Beats& direct, std::size_t at, std::size_t goal, std::vector<std::size_t>& way) {
    way.push_back(at);
    if (way.size() > sources) {
        way.pop_back();
        return false;
    }
    for (std::size_t next = 0; next < sources; ++next)
        if (direct[at][next] && (next == goal || find_way(direct, next, goal, way))) return true;
    way.pop_back();
    return false;
}

std::string in_words(const std::vector<std::size_t>& way) {
    std::string words;
    for (const std::size_t source : way)
        words += std::string(source_names[source]) + " over ";
    return words + std::string(source_names[way.front()]);
}

Result<Beats> read_beats(const Json& value, const std::string& file, std::string_view text) {
    if (!value.is_object())
        return fail(ErrorCode::bad_input, "the precedence is missing or not an object",
                    at_key(file, text, "precedence"), "It says for each source which sources it beats");
    Beats direct{};
    for (const auto& [key, beaten] : value.items()) {
        const auto stronger = find_named<ConsentSource>(source_names, key);
        if (!stronger || !beaten.is_array())
            return fail(ErrorCode::bad_input,
                        stronger ? "'" + key + "' must list what it beats"
                                 : "the precedence has no source '" + excerpt(key) + "'",
                        at_key(file, text, key),
                        "Sources are informed_choice, global_signal, plain_choice, standard");
        for (const Json& one : beaten) {
            const auto weaker = one.is_string()
                                    ? find_named<ConsentSource>(source_names, one.get<std::string>())
                                    : std::nullopt;
            if (!weaker)
                return fail(ErrorCode::bad_input,
                            "'" + key + "' cannot beat '" +
                                excerpt(one.is_string() ? one.get<std::string>() : one.dump()) + "'",
                            at_key(file, text, key),
                            "Sources are informed_choice, global_signal, plain_choice, standard");
            direct[static_cast<std::size_t>(*stronger)][static_cast<std::size_t>(*weaker)] = true;
        }
    }
    return direct;
}

} // namespace

std::string_view name(ConsentSource source) {
    return name_in(source_names, source);
}

Result<Precedence> parse_precedence(const Json& value, const std::string& file, std::string_view text) {
    auto direct = read_beats(value, file, text);
    if (!direct) return pass_on(direct);
    const std::string where = at_key(file, text, "precedence");
    for (std::size_t s = 0; s < sources; ++s)
        if (std::vector<std::size_t> way; find_way(*direct, s, s, way))
            return fail(ErrorCode::bad_input, "the precedence goes in a circle: " + in_words(way), where,
                        "Take one of these out");
    // Strongest first: each place goes to the one source left that none of the others left beats.
    Precedence order{};
    std::array<bool, sources> placed{};
    for (std::size_t place = 0; place < sources; ++place) {
        std::vector<std::size_t> unbeaten;
        for (std::size_t s = 0; s < sources; ++s) {
            bool beaten = placed[s];
            for (std::size_t other = 0; other < sources; ++other)
                beaten = beaten || (!placed[other] && (*direct)[other][s]);
            if (!beaten) unbeaten.push_back(s);
        }
        if (unbeaten.size() != 1)
            return fail(ErrorCode::bad_input,
                        "the precedence leaves open whether " + std::string(source_names[unbeaten[0]]) +
                            " or " + std::string(source_names[unbeaten[1]]) + " is stronger",
                        where, "Say which of the two beats the other");
        placed[unbeaten[0]] = true;
        order[place] = static_cast<ConsentSource>(unbeaten[0]);
    }
    return order;
}

ConsentRuling rule(const ConsentClaims& claims, const Precedence& precedence) {
    ConsentRuling ruling;
    ruling.conflict = claims.chosen && claims.choice && claims.signalled;
    for (const ConsentSource source : precedence) {
        const bool informed = claims.chosen && claims.choice_informed;
        const bool speaks = source == ConsentSource::informed_choice ? informed
                            : source == ConsentSource::plain_choice  ? claims.chosen && !informed
                            : source == ConsentSource::global_signal ? claims.signalled
                                                                     : true;
        if (!speaks) continue;
        ruling.source = source;
        const bool choice = source == ConsentSource::informed_choice || source == ConsentSource::plain_choice;
        ruling.permitted = choice && claims.choice;
        return ruling;
    }
    return ruling;
}

} // namespace attune
