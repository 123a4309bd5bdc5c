// Whose word counts when a person's choices and a global signal disagree. What beats what is data: the file
// of the matrix names it, and what would go in circles is refused there.
#pragma once

#include "core/base/json.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace attune {

/// Where an answer to "may this purpose be served" can come from.
enum class ConsentSource : std::uint8_t {
    informed_choice, ///< made after the signal, on a screen that mentions it
    global_signal,   ///< the device asks everyone not to share
    plain_choice,    ///< any other choice of the person
    standard         ///< nothing was said: off
};
constexpr int consent_source_count = 4;
std::string_view name(ConsentSource source);

/// Sources from strongest to weakest.
using Precedence = std::array<ConsentSource, consent_source_count>;

/// Reads {"<source>": ["<source it beats>", ...], ...}. Refused, with file and line: unknown sources, circles
/// (named one after the other), and orders that leave open which of two is stronger.
Result<Precedence> parse_precedence(const Json& value, const std::string& file, std::string_view text);

/// What is there for one person and purpose.
struct ConsentClaims {
    bool chosen = false;          ///< the person has chosen
    bool choice = false;          ///< ... yes
    bool choice_informed = false; ///< ... after the signal, on a screen that mentions it
    bool signalled = false;       ///< a global signal stands and the purpose heeds it; it always says no
};

struct ConsentRuling {
    bool permitted = false;
    ConsentSource source = ConsentSource::standard; ///< that decided
    bool conflict = false;                          ///< a choice and the signal said different things
};

ConsentRuling rule(const ConsentClaims& claims, const Precedence& precedence);

} // namespace attune
