// The words that stand before a person once something was said no to: at once, as an offer, and after a
// choice. What is said of later lists comes from the weights that were applied.
#pragma once

#include "core/base/text.h"
#include "core/policy/policy.h"
#include "core/recommender/deescalation/wording.h"
#include "core/recommender/feedback/feedback.h"
#include "core/recommender/prompting/trigger.h"

#include <optional>
#include <string>
#include <vector>

namespace attune {

struct OfferButton {
    OfferChoice choice = OfferChoice::decline;
    std::string words;
    bool emphasised = false; ///< stands out from the others
    bool chosen = false;     ///< before anybody has chosen
};

struct OfferWords {
    std::string key; ///< of the text
    std::string words;
    std::vector<OfferButton> buttons; ///< "no thanks" and "don't ask again" last; none where it is spoken
};

/// The offer about `topic`; nothing while the person is busy.
std::optional<OfferWords> offer_words(const Offer& offer, const std::string& topic, Surface surface,
                                      AskMoment::Kind moment, const Text& text);

/// What is said at once about something that was said no to, which can be taken back; nothing for what says
/// no to nothing. `adjusts`: whether the person lets recommendations be adjusted beyond the visit.
std::optional<std::string> confirmation_words(FeedbackKind kind, float value, const Policy& policy,
                                              bool adjusts, const Text& text);

/// What is said after a choice. A number only where a weight has moved, a time only where it was promised.
std::string after_choice_words(const Answered& answered, const std::string& topic, const std::string& other,
                               const Policy& policy, const Text& text);

/// A share as "so many of 100", as it is told.
int of_hundred(float share);

} // namespace attune
