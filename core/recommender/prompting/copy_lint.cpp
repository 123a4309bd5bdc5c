#include "core/recommender/prompting/copy_lint.h"

#include "core/base/json.h"
#include "core/base/named.h"
#include "core/base/resources.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune {
namespace {

constexpr std::array<std::string_view, 18> rule_names = {
    "characters",   "sentences",     "sentence_words", "words",   "reading_grade", "no_way_on",
    "bare_apology", "shouting",      "empty",          "no_kind", "blame",         "defensive",
    "guilt",        "false_promise", "feelings",       "urgency", "protected",     "jargon"};
constexpr auto first_phrase_rule = static_cast<std::size_t>(CopyRule::blame);

/// What may stand in a placeholder, as long as it gets.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> longest = {
    {{"topic", "science documentaries"},
     {"when", "within about 10 visits"},
     {"days", "30"},
     {"count", "10"}}};
constexpr std::string_view any_word = "something";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Every placeholder replaced by what `stands_for` says.
template <typename StandsFor>
std::string filled(std::string_view words, const StandsFor& stands_for) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t end = words[i] == '{' ? words.find('}', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += words[i];
            continue;
        }
        out += stands_for(words.substr(i + 1, end - i - 1));
        i = end;
    }
    return out;
}

std::string at_its_longest(std::string_view words) {
    return filled(words, [](std::string_view name) {
        const auto* found =
            std::find_if(longest.begin(), longest.end(), [&](const auto& one) { return one.first == name; });
        return found == longest.end() ? any_word : found->second;
    });
}

/// With what UTF-8 has for spaces, dashes and quotation marks as plain spaces, and the curly apostrophe as
/// the straight one.
std::string plain(std::string_view words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view rest = words.substr(i);
        if (rest.starts_with("\xE2\x80\x99")) {
            out += '\'';
            i += 2;
        } else if (rest.starts_with("\xE2\x80") || rest.starts_with("\xE2\x81")) { // U+2000 to U+207F
            out += ' ';
            i += 2;
        } else if (rest.starts_with("\xC2\xA0") || rest.starts_with("\xC2\xAB") ||
                   rest.starts_with("\xC2\xBB")) {
            out += ' ';
            ++i;
        } else {
            out += words[i];
        }
    }
    return out;
}

/// Words in lower case, without what stands around them; a per cent sign is a word of its own.
std::vector<std::string> words_of(std::string_view words) {
    std::vector<std::string> all;
    std::string word;
    const auto end_word = [&] {
        while (word.starts_with('\''))
            word.erase(0, 1);
        while (word.ends_with('\''))
            word.pop_back();
        if (!word.empty()) all.push_back(std::move(word));
        word.clear();
    };
    for (const char c : plain(words)) {
        if (is_letter(c) || (c >= '0' && c <= '9') || c == '\'') {
            word += lower(c);
            continue;
        }
        end_word();
        if (c == '%') all.emplace_back("%");
    }
    end_word();
    return all;
}

std::vector<std::string> sentences_of(std::string_view words) {
    std::vector<std::string> all;
    std::string sentence;
    for (const char c : words) {
        sentence += c;
        if (c != '.' && c != '?' && c != '!') continue;
        if (!words_of(sentence).empty()) all.push_back(sentence);
        sentence.clear();
    }
    if (!words_of(sentence).empty()) all.push_back(sentence);
    return all;
}

int syllables(std::string_view word) {
    constexpr std::string_view vowels = "aeiouy";
    int groups = 0;
    bool before = false;
    for (const char c : word) {
        const bool vowel = vowels.find(c) != std::string_view::npos;
        groups += vowel && !before ? 1 : 0;
        before = vowel;
    }
    const bool silent = word.size() > 2 && word.ends_with('e') && !word.ends_with("le");
    return std::max(1, groups - (silent ? 1 : 0));
}

bool has_phrase(const std::vector<std::string>& words, const std::string& phrase) {
    const std::vector<std::string> wanted = words_of(phrase);
    return std::search(words.begin(), words.end(), wanted.begin(), wanted.end()) != words.end();
}

/// An exclamation mark, a word in capitals, or a sign that is no letter and no punctuation of this language.
std::string loud_part(std::string_view words) {
    if (words.find('!') != std::string_view::npos) return "!";
    std::string run;
    for (const char c : std::string(words) + " ") {
        if (c >= 'A' && c <= 'Z')
            run += c;
        else if (run.size() > 2)
            return run;
        else
            run.clear();
    }
    // Pictures: four bytes in UTF-8, as nothing that belongs in copy, or the signs from U+2600 to U+27BF.
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(words[i + at]); };
        if ((byte(0) & 0xF8U) == 0xF0U) return std::string(words.substr(i, 4));
        if (byte(0) == 0xE2U && byte(1) >= 0x98U && byte(1) <= 0x9EU) return std::string(words.substr(i, 3));
    }
    return {};
}

std::string rounded(double value) {
    return std::to_string(static_cast<int>(std::lround(value)));
}

class Findings {
public:
    Findings(std::string_view key, std::vector<CopyFinding>& all)
        : key_(key)
        , all_(all) {}

    void add(CopyRule rule, std::string found = {}, std::string limit = {}) {
        all_.push_back({std::string(key_), rule, std::move(found), std::move(limit)});
    }
    void at_most(CopyRule rule, std::size_t found, int limit) {
        if (found > static_cast<std::size_t>(limit)) add(rule, std::to_string(found), std::to_string(limit));
    }

private:
    std::string_view key_;
    std::vector<CopyFinding>& all_;
};

/// Characters as people count them, not bytes.
std::size_t characters(std::string_view words) {
    return static_cast<std::size_t>(std::count_if(
        words.begin(), words.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void judge_length(const CopyRules& rules, CopyKind kind, std::string_view words, Findings& findings) {
    const std::string full = at_its_longest(words);
    if (kind == CopyKind::voice) {
        findings.at_most(CopyRule::words, words_of(full).size(), rules.voice_words);
        return;
    }
    const bool label = kind == CopyKind::label;
    findings.at_most(CopyRule::characters, characters(full),
                     label ? rules.label_characters : rules.banner_characters);
    if (label) return;
    const std::vector<std::string> sentences = sentences_of(full);
    findings.at_most(CopyRule::sentences, sentences.size(), rules.banner_sentences);
    for (const std::string& sentence : sentences)
        findings.at_most(CopyRule::sentence_words, words_of(sentence).size(), rules.sentence_words);
}

} // namespace

std::optional<CopyKind> copy_kind(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, CopyKind>, 7> prefixes = {
        {{"copy.ack.", CopyKind::acknowledgement},
         {"copy.done.", CopyKind::note},
         {"copy.ask.", CopyKind::question},
         {"copy.voice.", CopyKind::voice},
         {"copy.choice.", CopyKind::label},
         {"copy.when.", CopyKind::part},
         {"copy.", CopyKind::unknown}}};
    for (const auto& [prefix, kind] : prefixes)
        if (key.starts_with(prefix)) return kind;
    return std::nullopt;
}

std::string_view name(CopyRule rule) {
    return name_in(rule_names, rule);
}

Result<CopyRules> parse_copy_rules(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    const auto wrong = [&](const std::string& what, std::string_view key) {
        return fail(ErrorCode::bad_input, what, at_key(file, text, key));
    };
    if (!document->is_object() || document->value("attune", Json()) != "copy rules")
        return fail(ErrorCode::bad_input, "these are no rules for copy", file,
                    R"(They must say "attune": "copy rules")");
    for (const auto& [key, value] : document->items())
        if (key != "attune" && key != "version" && key != "language" && key != "limits" && key != "phrases")
            return wrong("rules for copy have no '" + excerpt(key) + "'", key);
    CopyRules rules;
    const Json version = document->value("version", Json());
    if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
        return wrong("the version of the rules is missing or not a whole number", "version");
    rules.version = static_cast<int>(version.get<std::int64_t>());
    const Json language = document->value("language", Json());
    if (!language.is_string() || language.get<std::string>().empty())
        return wrong("the rules name no language", "language");
    rules.language = language.get<std::string>();

    const Json limits = document->value("limits", Json());
    if (!limits.is_object()) return wrong("the rules have no limits", "limits");
    const std::array<std::pair<const char*, int*>, 5> whole = {
        {{"banner_characters", &rules.banner_characters},
         {"banner_sentences", &rules.banner_sentences},
         {"sentence_words", &rules.sentence_words},
         {"voice_words", &rules.voice_words},
         {"label_characters", &rules.label_characters}}};
    for (const auto& [key, value] : limits.items()) {
        const std::string limit = key;
        const bool known =
            limit == "reading_grade" ||
            std::any_of(whole.begin(), whole.end(), [&](const auto& w) { return w.first == limit; });
        if (!known) return wrong("there is no limit '" + excerpt(limit) + "'", limit);
        if (!value.is_number() || !(value.get<double>() > 0) || !(value.get<double>() <= 1000))
            return wrong("the limit '" + limit + "' is not a number above 0, up to 1000", limit);
    }
    for (const auto& [key, to] : whole) {
        if (!limits.contains(key)) return wrong("the limit '" + std::string(key) + "' is missing", "limits");
        *to = static_cast<int>(limits[key].get<double>());
    }
    if (!limits.contains("reading_grade")) return wrong("the limit 'reading_grade' is missing", "limits");
    rules.reading_grade = limits["reading_grade"].get<double>();

    const Json phrases = document->value("phrases", Json());
    if (!phrases.is_object()) return wrong("the rules have no phrases", "phrases");
    for (const auto& [key, list] : phrases.items()) {
        const auto rule = find_named<CopyRule>(rule_names, key);
        if (!rule || static_cast<std::size_t>(*rule) < first_phrase_rule)
            return wrong("there is no list of phrases '" + excerpt(key) + "'", key);
        if (!list.is_array()) return wrong("'" + key + "' is not a list of phrases", key);
        for (const Json& phrase : list) {
            if (!phrase.is_string() || words_of(phrase.get<std::string>()).empty())
                return wrong("a phrase of '" + key + "' has no words", key);
            rules.phrases[static_cast<std::size_t>(*rule) - first_phrase_rule].push_back(
                phrase.get<std::string>());
        }
    }
    for (std::size_t p = 0; p < rules.phrases.size(); ++p)
        if (rules.phrases[p].empty())
            return wrong("the list of phrases '" + std::string(rule_names[first_phrase_rule + p]) +
                             "' is missing or empty",
                         "phrases");
    return rules;
}

Result<CopyRules> shipped_copy_rules(std::string_view language) {
    const std::string path = "copy/rules." + std::string(language) + ".json";
    const auto text = find_resource(path);
    if (!text)
        return fail(ErrorCode::not_found, "there are no rules for copy in '" + excerpt(language) + "'", path,
                    "English is 'en'");
    return parse_copy_rules(*text, path);
}

std::vector<CopyFinding> lint_copy(const CopyRules& rules, std::string_view key, std::string_view words) {
    std::vector<CopyFinding> all;
    const auto kind = copy_kind(key);
    if (!kind) return all;
    Findings findings(key, all);
    const std::vector<std::string> said = words_of(words);
    if (said.empty()) {
        findings.add(CopyRule::empty);
        return all;
    }
    if (*kind == CopyKind::unknown) {
        findings.add(CopyRule::no_kind, std::string(key));
        return all;
    }
    judge_length(rules, *kind, words, findings);
    // A label is too short for a formula, a part of a sentence is none.
    if (*kind != CopyKind::label && *kind != CopyKind::part)
        if (const double grade = reading_grade(words); grade > rules.reading_grade)
            findings.add(CopyRule::reading_grade, rounded(std::ceil(grade)), rounded(rules.reading_grade));
    const bool asks = words.find('?') != std::string_view::npos;
    if (*kind == CopyKind::acknowledgement && !asks) findings.add(CopyRule::no_way_on);
    if (!asks)
        for (const char* apology : {"sorry", "apologies", "apologise", "apologize"})
            if (has_phrase(said, apology)) findings.add(CopyRule::bare_apology, apology);
    if (std::string loud = loud_part(words); !loud.empty()) findings.add(CopyRule::shouting, std::move(loud));
    for (std::size_t p = 0; p < rules.phrases.size(); ++p)
        for (const std::string& phrase : rules.phrases[p])
            if (has_phrase(said, phrase)) findings.add(static_cast<CopyRule>(first_phrase_rule + p), phrase);
    return all;
}

std::vector<CopyFinding> lint_copy(const CopyRules& rules, const Text& text) {
    std::vector<CopyFinding> all;
    for (const auto& [key, words] : text.all()) {
        std::vector<CopyFinding> found = lint_copy(rules, key, words);
        std::move(found.begin(), found.end(), std::back_inserter(all));
    }
    return all;
}

int copy_count(const Text& text) {
    int count = 0;
    for (const auto& [key, words] : text.all())
        count += copy_kind(key) ? 1 : 0;
    return count;
}

double reading_grade(std::string_view words) {
    const std::string easy = filled(words, [](std::string_view) { return std::string_view("this"); });
    const std::vector<std::string> all = words_of(easy);
    if (all.empty()) return 0;
    int sounds = 0;
    for (const std::string& word : all)
        sounds += syllables(word);
    const auto count = static_cast<double>(all.size());
    const auto sentences = static_cast<double>(std::max<std::size_t>(1, sentences_of(easy).size()));
    return 0.39 * count / sentences + 11.8 * sounds / count - 15.59;
}

double least_display_seconds(std::string_view words, double words_per_minute) {
    return 2.0 + 1.5 * static_cast<double>(words_of(at_its_longest(words)).size()) * 60.0 / words_per_minute;
}

} // namespace attune
