// What own words say, read on the device by a list of words with negation: the words stay there, only the
// reason found leaves it. The list of a language is a file (resources/lexicon/<language>.json).
// De-escalation proposal, section 3.
#pragma once

#include "core/base/result.h"
#include "core/recommender/feedback/annotation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

class Lexicon {
public:
    /// No word of a longer text than this is read.
    static constexpr std::size_t longest_text = 500;

    /// Reads a list. Refused, with file and line: unknown fields and reasons, phrases that are empty, too
    /// long or listed twice, a reach that is not from 0 to 6.
    static Result<Lexicon> parse(std::string_view text, const std::string& file);

    /// The reason a text gives. Every listed phrase in it speaks for its reason unless one of the `reach`
    /// words before it in the same clause negates it; a phrase of praise speaks for its reason only when
    /// negated. The reason that most speaks for wins, of equals the one named first; nothing where nothing
    /// speaks.
    std::optional<Reason> read(std::string_view text) const;

    int version() const { return version_; }
    int reach() const { return reach_; }

private:
    struct Phrase {
        std::vector<std::string> words;
        Reason reason = Reason::topic;
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

    friend class LexiconReader;
};

/// English, as it ships.
const Lexicon& shipped_lexicon();

} // namespace attune
