#include "simulations/study/screen_parts.h"

#include "simulations/study/offer_words.h"

namespace attune {
namespace {

/// The topic it is about; nothing where none was to blame.
std::optional<std::uint32_t> topic_of(const AdjustedTold& told, const AdjustedPerson& person) {
    if (person.category) return person.category->value;
    if (!person.item) return std::nullopt;
    const auto found = told.items.find(person.item->value);
    return found == told.items.end() ? std::nullopt : std::optional(found->second.category);
}

std::string topic_words(const AdjustedTold& told, const AdjustedPerson& person) {
    const auto topic = topic_of(told, person);
    return topic ? told.categories[*topic] : std::string();
}

ScreenParts offer_parts(const AdjustedTold& told, const AdjustedPerson& person, const Text& text) {
    const auto topic = topic_of(told, person);
    Offer offer{.pattern = topic ? person.pattern : Pattern::misalignment,
                .category = CategoryId(topic.value_or(0)),
                .other = CategoryId(0)};
    offer.style = backed_style(static_cast<CopyStyle>(told.policy.copy_style), offer.pattern,
                               person.item.has_value(), false);
    ScreenParts parts{.what = OnScreen::offer, .words = {}, .buttons = {}};
    const auto words =
        offer_words(offer, topic_words(told, person), Surface::phone, AskMoment::Kind::slate_over, text);
    if (!words) return parts;
    parts.words = words->words;
    for (const OfferButton& button : words->buttons)
        parts.buttons.push_back(button.words);
    return parts;
}

/// What is said of the change.
std::string change_words(const AdjustedTold& told, const AdjustedPerson& person, const Text& text) {
    const auto after = [&](OfferChoice choice) {
        const Promise promise{.level = person.promised, .visits = static_cast<std::uint8_t>(person.visits)};
        return after_choice_words({.choice = choice, .promise = promise}, topic_words(told, person), {},
                                  told.policy, text);
    };
    switch (person.adjustment) {
    case Adjustment::pause_source:
        return after(OfferChoice::pause_source);
    case Adjustment::cheaper:
        return after(OfferChoice::cheaper);
    case Adjustment::bolder:
        return after(OfferChoice::bolder);
    case Adjustment::later:
        return after(OfferChoice::later);
    case Adjustment::fewer:
        if (person.visits > 0) return after(OfferChoice::fewer);
        break;
    case Adjustment::other_topic:
    case Adjustment::fallback:
    case Adjustment::unasked:
        break;
    }
    return text.get("copy.done.noted");
}

std::string mark_words(const AdjustedTold& told, const AdjustedPerson& person, const Text& text) {
    const std::string what = text.get("adjusted.answer." + std::string(name(person.adjustment)));
    const std::string topic = topic_words(told, person);
    return topic.empty() ? text.get("adjusted.screen.mark", {{"what", what}})
                         : text.get("adjusted.screen.mark.about", {{"what", what}, {"about", topic}});
}

} // namespace

ScreenParts screen_parts(LoopState state, const AdjustedTold& told, const AdjustedPerson& person,
                         const Text& text) {
    const OnScreen what = on_screen(state);
    switch (what) {
    case OnScreen::offer:
        return offer_parts(told, person, text);
    case OnScreen::note:
        return {.what = what,
                .words = state == LoopState::fallback ? text.get("copy.done.withdrawn")
                                                      : change_words(told, person, text),
                .buttons = {text.get("copy.choice.undo")}};
    case OnScreen::mark:
        return {.what = what, .words = mark_words(told, person, text), .buttons = {}};
    case OnScreen::nothing:
        break;
    }
    return {.what = OnScreen::nothing, .words = text.get("adjusted.screen.nothing"), .buttons = {}};
}

} // namespace attune
