#include "simulations/behaviour/own_words.h"

#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/resources.h"

#include <algorithm>
#include <cassert>

namespace attune {

Result<OwnWords> OwnWords::parse(std::string_view text, const std::string& file, const Lexicon& lexicon) {
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
    OwnWords own;
    for (const auto& [word, texts] : causes.items()) {
        const auto cause = reason_named(word);
        if (!cause) return wrong("there is no reason '" + excerpt(word) + "'", word);
        if (!texts.is_array()) return wrong("'" + word + "' is not a list of texts", word);
        for (const Json& one : texts) {
            const auto words = one.is_string() ? one.get<std::string>() : std::string();
            if (words.empty() || words.size() > Lexicon::longest_text)
                return wrong("a text of '" + word + "' is empty or longer than 500 characters", word);
            own.texts_[static_cast<std::size_t>(*cause)].push_back(
                {words, *cause, lexicon.read(words),
                 1 + static_cast<int>(std::count(words.begin(), words.end(), ' '))});
        }
    }
    for (int r = 0; r < reason_count; ++r)
        if (own.of(static_cast<Reason>(r)).empty())
            return wrong("nobody has words for '" + std::string(name(static_cast<Reason>(r))) + "'", "texts");
    return own;
}

const OwnText& OwnWords::text(Reason cause, std::uint32_t word) const {
    const std::vector<OwnText>& texts = of(cause);
    return texts[below(word, texts.size())];
}

const OwnWords& shipped_own_words() {
    static const OwnWords own = [] {
        constexpr std::string_view path = "world/own_words.en.json";
        const auto text = find_resource(path);
        assert(text && "what people write must ship");
        auto parsed = OwnWords::parse(text.value_or(""), std::string(path), shipped_lexicon());
        assert(parsed && "the shipped texts must parse");
        return std::move(*parsed);
    }();
    return own;
}

} // namespace attune
