// What own words say, read on the device by a list of words with negation: the words stay there, only what
// was found leaves it. There are two lists for a language, each a file (resources/lexicon): why an item is
// not wanted, and what a complaint about a whole list is about. De-escalation proposal, section 3.
#pragma once

#include "core/base/result.h"
#include "core/recommender/deescalation/episode.h"
#include "core/recommender/feedback/annotation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

template <typename Meaning>
class LexiconReader;

/// `Meaning` is Reason or Pattern.
template <typename Meaning>
class LexiconOf {
public:
    /// No word of a longer text than this is read.
    static constexpr std::size_t longest_text = 500;

    /// Reads a list. Refused, with file and line: unknown fields and meanings, phrases that are empty, too
    /// long or listed twice, a reach that is not from 0 to 6.
    static Result<LexiconOf> parse(std::string_view text, const std::string& file);

    /// The meaning of a text. Every listed phrase in it speaks for its meaning unless one of the `reach`
    /// words before it in the same clause negates it; a phrase of praise speaks for its meaning only when
    /// negated. The meaning that most speaks for wins, of equals the one named first; nothing where nothing
    /// speaks.
    std::optional<Meaning> read(std::string_view text) const;

    int version() const { return version_; }
    int reach() const { return reach_; }

private:
    struct Phrase {
        std::vector<std::string> words;
        Meaning meaning{};
        bool praise = false;
    };

    /// The longest phrase that stands at `at`; null if none does.
    const Phrase* phrase_at(const std::vector<std::string>& words, std::size_t at) const;
    bool negated(const std::vector<std::string>& words, std::size_t at) const;

    int version_ = 0;
    int reach_ = 0;
    std::vector<std::string> negations_;
    std::vector<std::string> turns_; ///< "but": no negation reaches beyond
    std::vector<Phrase> phrases_;    ///< the longest first

    friend class LexiconReader<Meaning>;
};

extern template class LexiconOf<Reason>;
extern template class LexiconOf<Pattern>;

/// Why somebody does not want an item.
using Lexicon = LexiconOf<Reason>;
/// What somebody who complains about a list means: too much of one topic, that again, or that nothing fits.
using ComplaintLexicon = LexiconOf<Pattern>;

/// English, as they ship.
const Lexicon& shipped_lexicon();
const ComplaintLexicon& shipped_complaint_lexicon();

} // namespace attune
