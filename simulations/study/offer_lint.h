// Whether an offer leaves people free as it stands on the screen: what copy_lint.h is for words, for the
// choices beside them. De-escalation proposal, section 8, "intensity".
#pragma once

#include "simulations/study/offer_words.h"

#include <string>
#include <string_view>
#include <vector>

namespace attune {

enum class OfferRule {
    choices,        ///< more than three beside the ways out
    no_way_out,     ///< no "no thanks"
    emphasis,       ///< more than one button stands out
    chosen_already, ///< something is chosen before anybody has
    same_label      ///< two buttons say the same
};
constexpr int offer_rule_count = 5;
std::string_view name(OfferRule rule);

struct OfferFinding {
    std::string key; ///< of the text beside the buttons
    OfferRule rule = OfferRule::choices;
    std::string found; ///< the label, or how many
};

constexpr int most_choices = 3;
constexpr int most_emphasised = 1;

/// What is wrong with it, in the order of the rules; nothing with a spoken offer, which has no buttons.
std::vector<OfferFinding> lint_offer(const OfferWords& offer);

/// Every offer that people can meet with these words: all patterns, styles and surfaces, with and without
/// what is not always there.
std::vector<OfferWords> all_offers(const Text& text);

} // namespace attune
