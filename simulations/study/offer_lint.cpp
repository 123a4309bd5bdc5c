#include "simulations/study/offer_lint.h"

#include "core/base/named.h"

#include <algorithm>
#include <array>
#include <set>

namespace attune {

std::string_view name(OfferRule rule) {
    constexpr std::array<std::string_view, offer_rule_count> names = {"choices", "no_way_out", "emphasis",
                                                                      "chosen_already", "same_label"};
    return name_in(names, rule);
}

std::vector<OfferFinding> lint_offer(const OfferWords& offer) {
    std::vector<OfferFinding> findings;
    if (offer.buttons.empty()) return findings;
    const auto add = [&](OfferRule rule, std::string found) {
        findings.push_back({offer.key, rule, std::move(found)});
    };
    const auto count = [&](const auto& what) {
        return static_cast<int>(std::count_if(offer.buttons.begin(), offer.buttons.end(), what));
    };
    const int choices = count([](const OfferButton& one) { return accepts(one.choice); });
    if (choices > most_choices) add(OfferRule::choices, std::to_string(choices));
    if (count([](const OfferButton& one) { return one.choice == OfferChoice::decline; }) == 0)
        add(OfferRule::no_way_out, std::to_string(choices));
    const int emphasised = count([](const OfferButton& one) { return one.emphasised; });
    if (emphasised > most_emphasised) add(OfferRule::emphasis, std::to_string(emphasised));
    for (const OfferButton& one : offer.buttons)
        if (one.chosen) add(OfferRule::chosen_already, one.words);
    std::set<std::string> labels;
    for (const OfferButton& one : offer.buttons)
        if (!labels.insert(one.words).second) add(OfferRule::same_label, one.words);
    return findings;
}

std::vector<OfferWords> all_offers(const Text& text) {
    std::vector<OfferWords> all;
    for (int p = 0; p < pattern_count; ++p)
        for (int s = 0; s < copy_style_count; ++s)
            for (int f = 0; f < surface_count; ++f)
                for (const bool little_known : {false, true})
                    for (const bool everything : {true, false}) {
                        Offer offer{.pattern = static_cast<Pattern>(p),
                                    .may_pause = everything,
                                    .little_known = little_known};
                        if (everything) offer.other = CategoryId(1);
                        offer.style =
                            backed_style(static_cast<CopyStyle>(s), offer.pattern, true, little_known);
                        if (auto words = offer_words(offer, text.get("told.topic"), static_cast<Surface>(f),
                                                     AskMoment::Kind::slate_over, text))
                            all.push_back(std::move(*words));
                    }
    return all;
}

} // namespace attune
