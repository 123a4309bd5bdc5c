// What people write in their own words: why they do not want an item, and what they complain of about a whole
// list; texts by true cause (resources/world). Each is read on the device by the lexicon once, before the
// first person comes, so nothing is read or allocated in a visit.
#pragma once

#include "core/recommender/feedback/lexicon.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// `Cause` is Reason or Pattern.
template <typename Cause>
struct OwnTextOf {
    std::string words;
    Cause cause{};             ///< what really speaks against the item or the list
    std::optional<Cause> read; ///< what the device makes of the words
    int length = 0;            ///< words
};

template <typename Cause>
class OwnWordsOf {
public:
    using Text = OwnTextOf<Cause>;

    /// Reads the texts and has the lexicon read each. Refused, with file and line: unknown fields and causes,
    /// a cause without a text, texts that are empty or too long.
    static Result<OwnWordsOf> parse(std::string_view text, const std::string& file,
                                    const LexiconOf<Cause>& lexicon);

    /// One of the texts for a cause; `word` is a random one.
    const Text& text(Cause cause, std::uint32_t word) const;
    const std::vector<Text>& of(Cause cause) const { return texts_[static_cast<std::size_t>(cause)]; }

private:
    std::vector<std::vector<Text>> texts_; ///< by cause
};

extern template class OwnWordsOf<Reason>;
extern template class OwnWordsOf<Pattern>;

using OwnText = OwnTextOf<Reason>;
using OwnWords = OwnWordsOf<Reason>;
using Complaint = OwnTextOf<Pattern>;
using Complaints = OwnWordsOf<Pattern>;

/// English, as they ship, read with the lexicons that ship.
const OwnWords& shipped_own_words();
const Complaints& shipped_complaints();

} // namespace attune
