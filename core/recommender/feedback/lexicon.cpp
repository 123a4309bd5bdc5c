#include "core/recommender/feedback/lexicon.h"

#include "core/base/json.h"
#include "core/base/named.h"
#include "core/base/resources.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <set>

namespace attune {
namespace {

constexpr std::size_t longest_phrase = 60, most_phrases = 2000;
constexpr int most_reach = 6;

bool in_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Stands where a clause ends: no negation reaches beyond.
constexpr std::string_view clause_end = "|";
constexpr std::string_view ends_clause = ".,;:!?()";

/// What a list is about: the field of its file, what its headings are called, and which there are.
template <typename Meaning>
struct Subject;
template <>
struct Subject<Reason> {
    static constexpr const char* field = "reasons";
    static constexpr const char* noun = "reason";
    static constexpr int count = reason_count;
    static constexpr std::string_view path = "lexicon/en.json";
};
template <>
struct Subject<Pattern> {
    static constexpr const char* field = "complaints";
    static constexpr const char* noun = "complaint";
    static constexpr int count = pattern_count;
    static constexpr std::string_view path = "lexicon/complaints.en.json";
};

template <typename Meaning>
std::optional<Meaning> meaning_named(std::string_view word) {
    for (int m = 0; m < Subject<Meaning>::count; ++m)
        if (name(static_cast<Meaning>(m)) == word) return static_cast<Meaning>(m);
    return std::nullopt;
}

/// In small letters, without what is no letter, digit or apostrophe; the curly apostrophe is the straight
/// one.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool open = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (text.substr(i).starts_with("\xE2\x80\x99")) {
            c = '\'';
            i += 2;
        }
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (!in_word(c)) {
            if (ends_clause.find(c) != std::string_view::npos && !words.empty())
                words.emplace_back(clause_end);
            open = false;
            continue;
        }
        if (!open) words.emplace_back();
        open = true;
        words.back() += c;
    }
    return words;
}

} // namespace

template <typename Meaning>
class LexiconReader {
    using List = LexiconOf<Meaning>;

public:
    LexiconReader(std::string_view text, const std::string& file)
        : text_(text)
        , file_(file) {}

    Result<List> read(const Json& document) {
        for (const auto& [key, value] : document.items())
            if (key != "attune" && key != "version" && key != "language" && key != "negations" &&
                key != "turns" && key != "reach" && key != Subject<Meaning>::field && key != "praise")
                return wrong("the list has no '" + excerpt(key) + "'", key);
        List lexicon;
        const Json version = document.value("version", Json());
        if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
            return wrong("the version of the list is missing or not a whole number", "version");
        lexicon.version_ = static_cast<int>(version.get<std::int64_t>());
        const Json reach = document.value("reach", Json());
        if (!reach.is_number_integer() || reach.get<std::int64_t>() < 0 ||
            reach.get<std::int64_t>() > most_reach)
            return wrong("the reach of a negation is not a whole number from 0 to 6", "reach");
        lexicon.reach_ = static_cast<int>(reach.get<std::int64_t>());
        for (const auto& [field, list] :
             {std::pair{"negations", &lexicon.negations_}, {"turns", &lexicon.turns_}}) {
            const Json words = document.value(field, Json());
            if (!words.is_array()) return wrong(std::string("there are no '") + field + "'", field);
            for (const Json& one : words) {
                auto word = phrase(one, field);
                if (!word) return pass_on(word);
                if (word->size() != 1)
                    return wrong(std::string("one of the '") + field + "' is not one word", field);
                list->push_back(word->front());
            }
        }
        for (const bool praise : {false, true})
            if (auto added = add(document, praise, lexicon); !added) return pass_on(added);
        std::stable_sort(lexicon.phrases_.begin(), lexicon.phrases_.end(),
                         [](const auto& a, const auto& b) { return a.words.size() > b.words.size(); });
        return lexicon;
    }

private:
    tl::unexpected<Error> wrong(const std::string& what, std::string_view key) const {
        return fail(ErrorCode::bad_input, what, at_key(file_, text_, key));
    }

    Result<std::vector<std::string>> phrase(const Json& one, std::string_view key) const {
        if (!one.is_string()) return wrong("a phrase is not a text", key);
        const auto text = one.get<std::string>();
        if (text.size() > longest_phrase)
            return wrong("the phrase '" + excerpt(text) + "' is longer than 60 characters", key);
        auto words = words_of(text);
        if (words.empty()) return wrong("a phrase has no word", key);
        return words;
    }

    Status add(const Json& document, bool praise, List& lexicon) {
        const char* field = praise ? "praise" : Subject<Meaning>::field;
        const Json lists = document.value(field, Json());
        if (!lists.is_object()) return wrong(std::string("there are no '") + field + "'", field);
        for (const auto& [word, phrases] : lists.items()) {
            const auto meaning = meaning_named<Meaning>(word);
            if (!meaning)
                return wrong(
                    std::string("there is no ") + Subject<Meaning>::noun + " '" + excerpt(word) + "'", word);
            if (!phrases.is_array()) return wrong("'" + word + "' is not a list of phrases", word);
            for (const Json& one : phrases) {
                auto words = phrase(one, word);
                if (!words) return pass_on(words);
                if (!known_.insert(*words).second)
                    return wrong("the phrase '" + excerpt(one.get<std::string>()) + "' is listed twice",
                                 one.get<std::string>());
                if (known_.size() > most_phrases) return wrong("the list has more than 2,000 phrases", field);
                lexicon.phrases_.push_back({std::move(*words), *meaning, praise});
            }
        }
        return {};
    }

    std::string_view text_;
    const std::string& file_;
    std::set<std::vector<std::string>> known_;
};

template <typename Meaning>
Result<LexiconOf<Meaning>> LexiconOf<Meaning>::parse(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (!document->is_object() || document->value("attune", Json()) != "lexicon")
        return fail(ErrorCode::bad_input, "this is not a list of words", file,
                    R"(It must say "attune": "lexicon")");
    return LexiconReader<Meaning>(text, file).read(*document);
}

template <typename Meaning>
const typename LexiconOf<Meaning>::Phrase*
LexiconOf<Meaning>::phrase_at(const std::vector<std::string>& words, std::size_t at) const {
    const auto found = std::find_if(phrases_.begin(), phrases_.end(), [&](const Phrase& phrase) {
        return phrase.words.size() <= words.size() - at &&
               std::equal(phrase.words.begin(), phrase.words.end(),
                          words.begin() + static_cast<std::ptrdiff_t>(at));
    });
    return found == phrases_.end() ? nullptr : &*found;
}

template <typename Meaning>
bool LexiconOf<Meaning>::negated(const std::vector<std::string>& words, std::size_t at) const {
    const auto among = [](const std::vector<std::string>& list, const std::string& word) {
        return std::find(list.begin(), list.end(), word) != list.end();
    };
    int negations = 0;
    for (std::size_t back = 1; back <= std::min(at, static_cast<std::size_t>(reach_)); ++back) {
        const std::string& word = words[at - back];
        if (word == clause_end || among(turns_, word)) break;
        negations += among(negations_, word) ? 1 : 0;
    }
    return negations % 2 == 1;
}

template <typename Meaning>
std::optional<Meaning> LexiconOf<Meaning>::read(std::string_view text) const {
    const std::vector<std::string> words = words_of(text.substr(0, longest_text));
    std::array<int, Subject<Meaning>::count> speaks{};
    std::optional<Meaning> best;
    for (std::size_t at = 0; at < words.size();) {
        const Phrase* phrase = phrase_at(words, at);
        if (!phrase) {
            ++at;
            continue;
        }
        if (negated(words, at) == phrase->praise) {
            int& count = speaks[static_cast<std::size_t>(phrase->meaning)];
            ++count;
            if (!best || count > speaks[static_cast<std::size_t>(*best)]) best = phrase->meaning;
        }
        at += phrase->words.size();
    }
    return best;
}

template class LexiconOf<Reason>;
template class LexiconOf<Pattern>;

namespace {

template <typename Meaning>
LexiconOf<Meaning> shipped() {
    constexpr std::string_view path = Subject<Meaning>::path;
    const auto text = find_resource(path);
    assert(text && "the list of words must ship");
    auto parsed = LexiconOf<Meaning>::parse(text.value_or(""), std::string(path));
    assert(parsed && "the shipped list of words must parse");
    return parsed ? std::move(*parsed) : LexiconOf<Meaning>{};
}

} // namespace

const Lexicon& shipped_lexicon() {
    static const Lexicon lexicon = shipped<Reason>();
    return lexicon;
}

const ComplaintLexicon& shipped_complaint_lexicon() {
    static const ComplaintLexicon lexicon = shipped<Pattern>();
    return lexicon;
}

} // namespace attune
