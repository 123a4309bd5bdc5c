// Rules for the words people read when they are asked something or their dissatisfaction is answered: short,
// easy, without blame, defence, guilt or promises that nobody can keep (de-escalation proposal, section 8).
// The rules of a language are a file (resources/copy/rules.<language>.json); they are about the texts
// "copy.*".
#pragma once

#include "core/base/result.h"
#include "core/base/text.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// What a piece of copy is, by its key.
enum class CopyKind {
    acknowledgement, ///< "copy.ack.": says what was off and asks what to do
    note,            ///< "copy.done.": says what was done
    question,        ///< "copy.ask."
    voice,           ///< "copy.voice.": spoken
    label,           ///< "copy.choice.": on a button
    part,            ///< "copy.when.": a part of another text
    unknown          ///< another key that begins with "copy."
};
/// Nothing where the key is not that of copy.
std::optional<CopyKind> copy_kind(std::string_view key);

enum class CopyRule {
    characters,
    sentences,
    sentence_words,
    words,
    reading_grade,
    no_way_on,    ///< an acknowledgement that asks nothing
    bare_apology, ///< "sorry" in one that asks nothing
    shouting,     ///< exclamation marks, capitals, pictures
    empty,
    no_kind, ///< a key that says not what the text is
    // Phrases, in the order of the file's lists:
    blame,
    defensive,
    guilt,
    false_promise,
    feelings,
    urgency,
    protected_traits,
    jargon
};
constexpr int phrase_rules = 8;
/// "characters" ... "protected", as files and JSON have it; words: "copylint.<name>".
std::string_view name(CopyRule rule);

struct CopyRules {
    int version = 0;
    std::string language;
    int banner_characters = 0, banner_sentences = 0, sentence_words = 0, voice_words = 0,
        label_characters = 0;
    double reading_grade = 0;                                   ///< Flesch-Kincaid, years of school
    std::array<std::vector<std::string>, phrase_rules> phrases; ///< lower case, by rule
};
/// Refused, with file and line: unknown or missing limits and lists, limits that are no positive numbers,
/// phrases that are not words.
Result<CopyRules> parse_copy_rules(std::string_view text, const std::string& file);
/// Those that ship for a language; errors: not_found.
Result<CopyRules> shipped_copy_rules(std::string_view language);

/// A rule that a text breaks.
struct CopyFinding {
    std::string key;
    CopyRule rule{};
    std::string found; ///< the phrase, or the number
    std::string limit; ///< empty where there is none
    bool operator==(const CopyFinding&) const = default;
};

/// What is wrong with one text; nothing where its key is not that of copy. Placeholders count with the
/// longest thing that may stand there, and as one easy word when reading is judged.
std::vector<CopyFinding> lint_copy(const CopyRules& rules, std::string_view key, std::string_view words);
/// What is wrong with all copy of a language, in the order of keys.
std::vector<CopyFinding> lint_copy(const CopyRules& rules, const Text& text);
/// How many of its texts are copy.
int copy_count(const Text& text);

/// Flesch-Kincaid grade: 0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid et al., 1975), with
/// syllables counted as groups of vowels, a silent e at the end apart. English alone.
double reading_grade(std::string_view words);
/// Seconds that a text must stand for a reader of so many words a minute: 2 s + 1.5 x reading time.
double least_display_seconds(std::string_view words, double words_per_minute);

} // namespace attune
