// policy lint: whether the words people read keep to the rules for copy, and the choices beside them leave
// people free.
#include "app/cli/commands.h"
#include "app/cli/usage.h"
#include "core/recommender/prompting/copy_lint.h"
#include "simulations/report/number_text.h"
#include "simulations/study/offer_lint.h"

#include <algorithm>

namespace attune::cli {
namespace {

/// Words a minute, behaviour model 3.13. Nothing goes away by itself for those who have it read to them.
constexpr double slow_reader = 150, usual_reader = 200, quick_reader = 240;

/// The copy that ships, or that of a file of keys and words.
Result<Text> copy_of(const std::string& file) {
    if (file.empty()) return Text::english();
    auto read = read_file(file);
    if (!read) return pass_on(read);
    auto text = Text::parse(*read, file);
    if (text && copy_count(*text) == 0)
        return fail(ErrorCode::bad_input, words("error.no_copy"), file, words("error.no_copy.remedy"));
    return text;
}

std::string said_of(const CopyFinding& finding) {
    return Text::english().get("copylint." + std::string(name(finding.rule)),
                               {{"found", finding.found}, {"limit", finding.limit}});
}

std::string said_of(const OfferFinding& finding) {
    return Text::english().get("copylint." + std::string(name(finding.rule)), {{"found", finding.found}});
}

/// All that keeps words and choices from being published.
struct Judged {
    std::vector<CopyFinding> copy;
    std::vector<OfferFinding> offers;
    std::size_t count() const { return copy.size() + offers.size(); }
};

Judged judge(const CopyRules& rules, const Text& text, bool shipped) {
    Judged judged{.copy = lint_copy(rules, text), .offers = {}};
    // A file need not have the words of every choice.
    if (!shipped) return judged;
    for (const OfferWords& offer : all_offers(text)) {
        std::vector<OfferFinding> found = lint_offer(offer);
        std::move(found.begin(), found.end(), std::back_inserter(judged.offers));
    }
    return judged;
}

struct Shown {
    std::string key, words;
    std::optional<double> grade; ///< none on a button: the formula is about sentences
};
/// What stands on a screen as a whole, in the order of keys.
std::vector<Shown> shown(const Text& text) {
    std::vector<Shown> all;
    for (const auto& [key, copy] : text.all()) {
        const auto kind = copy_kind(key);
        if (!kind || *kind == CopyKind::part) continue;
        Shown& one = all.emplace_back(Shown{key, copy, std::nullopt});
        if (*kind != CopyKind::label) one.grade = std::max(0.0, reading_grade(copy));
    }
    return all;
}

/// How hard each text is to read, and how long it must stand for each kind of reader.
std::string readers_table(const Text& text) {
    Table table({words("lint.key"), words("lint.grade"), words("lint.slow"), words("lint.usual"),
                 words("lint.quick")});
    for (std::size_t column = 1; column < 5; ++column)
        table.right(column);
    const NumberStyle style = style_as_set(NumberKind::plain, 0.1);
    const auto number = [&](double value) { return value_text(value, style, Text::english()); };
    for (const auto& [key, copy, grade] : shown(text))
        table.add({key, grade ? number(*grade) : "–", number(least_display_seconds(copy, slow_reader)),
                   number(least_display_seconds(copy, usual_reader)),
                   number(least_display_seconds(copy, quick_reader))});
    return table.text();
}

Json document_of(const CopyRules& rules, const Text& text, const Judged& judged) {
    Json rows = Json::array(), offers = Json::array();
    for (const OfferFinding& finding : judged.offers)
        offers.push_back({{"key", finding.key}, {"rule", name(finding.rule)}, {"found", finding.found}});
    for (const CopyFinding& finding : judged.copy)
        rows.push_back({{"key", finding.key},
                        {"rule", name(finding.rule)},
                        {"found", finding.found},
                        {"limit", finding.limit.empty() ? Json() : Json(finding.limit)},
                        {"text", text.get(finding.key)}});
    Json times = Json::array();
    for (const auto& [key, copy, grade] : shown(text))
        times.push_back({{"key", key},
                         {"reading_grade", grade ? Json(*grade) : Json()},
                         {"seconds_slow_reader", least_display_seconds(copy, slow_reader)},
                         {"seconds_usual_reader", least_display_seconds(copy, usual_reader)},
                         {"seconds_quick_reader", least_display_seconds(copy, quick_reader)}});
    return {{"language", rules.language},  {"rules_version", rules.version}, {"checked", copy_count(text)},
            {"findings", std::move(rows)}, {"offers", std::move(offers)},    {"display", std::move(times)}};
}

int lint_command(Session& session, const std::string& file) {
    const Common& common = session.common;
    auto rules = shipped_copy_rules("en");
    if (!rules) return report(rules.error());
    auto text = copy_of(file);
    if (!text) return report(text.error());
    const Judged judged = judge(*rules, *text, file.empty());
    if (common.json) print(document_of(*rules, *text, judged));
    // Faults are errors: whoever wants to hear of nothing else hears of them.
    if (common.quiet) {
        for (const CopyFinding& finding : judged.copy)
            report(Error{ErrorCode::bad_input, said_of(finding), finding.key, {}});
        for (const OfferFinding& finding : judged.offers)
            report(Error{ErrorCode::bad_input, said_of(finding), finding.key, {}});
    }
    std::string last;
    const auto tell = [&](const std::string& key, const std::string& said) {
        if (key != last) say(common, key + ": " + words("lint.text", {{"text", text->get(key)}}));
        last = key;
        say(common, "    " + said);
    };
    for (const CopyFinding& finding : judged.copy)
        tell(finding.key, said_of(finding));
    for (const OfferFinding& finding : judged.offers)
        tell(finding.key, said_of(finding));
    const std::string checked = std::to_string(copy_count(*text));
    if (judged.count() == 0) {
        say(common, readers_table(*text) + words("lint.readers"));
        say(common, words("lint.passed", {{"count", checked}}));
        return 0;
    }
    say(common, words("lint.failed", {{"count", checked}, {"findings", std::to_string(judged.count())}}));
    return 3;
}

} // namespace

void add_policy_lint(CLI::App& family, Session& session) {
    auto file = std::make_shared<std::string>();
    CLI::App* lint = add_command(family, session, "lint");
    lint->add_option("--copy", *file, words("option.copy"))->type_name("FILE")->check(not_empty());
    lint->callback(
        [&session, file] { session.chosen = [&session, file] { return lint_command(session, *file); }; });
}

} // namespace attune::cli
