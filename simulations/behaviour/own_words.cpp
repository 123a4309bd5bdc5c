#include "simulations/behaviour/own_words.h"

#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/resources.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

template <typename Cause>
constexpr int cause_count = 0;
template <>
constexpr int cause_count<Reason> = reason_count;
template <>
constexpr int cause_count<Pattern> = pattern_count;

template <typename Cause>
constexpr const char* cause_noun = "reason";
template <>
constexpr const char* cause_noun<Pattern> = "complaint";

template <typename Cause>
std::optional<Cause> cause_named(std::string_view word) {
    for (int c = 0; c < cause_count<Cause>; ++c)
        if (name(static_cast<Cause>(c)) == word) return static_cast<Cause>(c);
    return std::nullopt;
}

template <typename Cause>
OwnWordsOf<Cause> shipped(std::string_view path, const LexiconOf<Cause>& lexicon) {
    const auto text = find_resource(path);
    assert(text && "what people write must ship");
    auto parsed = OwnWordsOf<Cause>::parse(text.value_or(""), std::string(path), lexicon);
    assert(parsed && "the shipped texts must parse");
    return std::move(*parsed);
}

} // namespace

template <typename Cause>
Result<OwnWordsOf<Cause>> OwnWordsOf<Cause>::parse(std::string_view text, const std::string& file,
                                                   const LexiconOf<Cause>& lexicon) {
    const auto wrong = [&](const std::string& what, std::string_view key) {
        return fail(ErrorCode::bad_input, what, at_key(file, text, key));
    };
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (!document->is_object() || document->value("attune", Json()) != "own-words")
        return fail(ErrorCode::bad_input, "these are not texts in own words", file,
                    R"(It must say "attune": "own-words")");
    for (const auto& [key, value] : document->items())
        if (key != "attune" && key != "version" && key != "texts")
            return wrong("there is no field '" + excerpt(key) + "'", key);
    const Json causes = document->value("texts", Json());
    if (!causes.is_object()) return wrong("there are no texts", "texts");
    OwnWordsOf own;
    own.texts_.resize(cause_count<Cause>);
    for (const auto& [word, texts] : causes.items()) {
        const auto cause = cause_named<Cause>(word);
        if (!cause)
            return wrong(std::string("there is no ") + cause_noun<Cause> + " '" + excerpt(word) + "'", word);
        if (!texts.is_array()) return wrong("'" + word + "' is not a list of texts", word);
        for (const Json& one : texts) {
            const auto words = one.is_string() ? one.get<std::string>() : std::string();
            if (words.empty() || words.size() > LexiconOf<Cause>::longest_text)
                return wrong("a text of '" + word + "' is empty or longer than 500 characters", word);
            own.texts_[static_cast<std::size_t>(*cause)].push_back(
                {words, *cause, lexicon.read(words),
                 1 + static_cast<int>(std::count(words.begin(), words.end(), ' '))});
        }
    }
    for (int c = 0; c < cause_count<Cause>; ++c)
        if (own.of(static_cast<Cause>(c)).empty())
            return wrong("nobody has words for '" + std::string(name(static_cast<Cause>(c))) + "'", "texts");
    return own;
}

template <typename Cause>
const OwnTextOf<Cause>& OwnWordsOf<Cause>::text(Cause cause, std::uint32_t word) const {
    const std::vector<Text>& texts = of(cause);
    return texts[below(word, texts.size())];
}

template class OwnWordsOf<Reason>;
template class OwnWordsOf<Pattern>;

const OwnWords& shipped_own_words() {
    static const OwnWords own = shipped("world/own_words.en.json", shipped_lexicon());
    return own;
}

const Complaints& shipped_complaints() {
    static const Complaints complaints = shipped("world/complaints.en.json", shipped_complaint_lexicon());
    return complaints;
}

} // namespace attune
