// What people write when they say in their own words why they do not want an item: texts by true cause
// (resources/world/own_words.<language>.json). Each is read on the device by the lexicon once, before the
// first person comes, so nothing is read or allocated in a visit.
#pragma once

#include "core/recommender/feedback/lexicon.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct OwnText {
    std::string words;
    Reason cause = Reason::topic; ///< what really speaks against the item
    std::optional<Reason> read;   ///< what the device makes of the words
    int length = 0;               ///< words
};

class OwnWords {
public:
    /// Reads the texts and has the lexicon read each. Refused, with file and line: unknown fields and causes,
    /// a cause without a text, texts that are empty or too long.
    static Result<OwnWords> parse(std::string_view text, const std::string& file, const Lexicon& lexicon);

    /// One of the texts for a cause; `word` is a random one.
    const OwnText& text(Reason cause, std::uint32_t word) const;
    const std::vector<OwnText>& of(Reason cause) const { return texts_[static_cast<std::size_t>(cause)]; }

private:
    std::array<std::vector<OwnText>, reason_count> texts_;
};

/// English, as it ships, read with the lexicon that ships.
const OwnWords& shipped_own_words();

} // namespace attune
