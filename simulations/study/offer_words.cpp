#include "simulations/study/offer_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr int undecided_stars = 3;

std::string_view label_of(OfferChoice choice) {
    switch (choice) {
    case OfferChoice::other_topic:
        return "switch";
    case OfferChoice::pause_source:
        return "pause";
    case OfferChoice::fewer:
    case OfferChoice::cheaper:
    case OfferChoice::bolder:
    case OfferChoice::later:
    case OfferChoice::decline:
    case OfferChoice::stop:
        break;
    }
    return name(choice);
}

std::string label(OfferChoice choice, const Text& text) {
    return text.get("copy.choice." + std::string(label_of(choice)));
}

std::string key_of(const Offer& offer, Surface surface) {
    const std::string pattern(name(offer.pattern));
    if (surface == Surface::spoken) return "copy.voice." + pattern;
    if (offer.pattern == Pattern::disinterest && offer.little_known && offer.style == CopyStyle::explanatory)
        return "copy.ack.unsure";
    return "copy.ack." + std::string(name(offer.style)) + "." + pattern;
}

std::string when(const Promise& promise, const Text& text) {
    if (promise.visits == 1) return text.get("copy.when.visit");
    return text.get("copy.when.visits", {{"count", std::to_string(promise.visits)}});
}

} // namespace

std::optional<OfferWords> offer_words(const Offer& offer, const std::string& topic, Surface surface,
                                      AskMoment::Kind moment, const Text& text) {
    if (moment == AskMoment::Kind::under_way || moment == AskMoment::Kind::first_slate) return std::nullopt;
    OfferWords told{.key = key_of(offer, surface), .words = {}, .buttons = {}};
    told.words = text.get(told.key, {{"topic", topic}});
    if (surface == Surface::spoken) return told; // silence is "no thanks"
    const auto add = [&](OfferChoice choice) {
        told.buttons.push_back({.choice = choice, .words = label(choice, text)});
    };
    const Choices choices = choices_of(offer);
    for (int c = 0; c < choices.count; ++c)
        add(choices.choice[static_cast<std::size_t>(c)]);
    for (const OfferChoice out : {OfferChoice::decline, OfferChoice::stop})
        add(out);
    return told;
}

std::optional<std::string> confirmation_words(FeedbackKind kind, float value, const Policy& policy,
                                              bool adjusts, const Text& text) {
    const auto rests = [&](const char* key, int days) {
        if (!adjusts || days == 0) return text.get("copy.done.visit");
        return text.get(key, {{"days", std::to_string(days)}});
    };
    switch (kind) {
    case FeedbackKind::not_interested:
        return rests("copy.done.item", policy.item_days);
    case FeedbackKind::muted:
        return rests("copy.done.pause", policy.pause_days);
    case FeedbackKind::stars:
        if (stars_of_value(value) >= undecided_stars) return std::nullopt;
        [[fallthrough]];
    case FeedbackKind::thumb_down:
    case FeedbackKind::reason:
    case FeedbackKind::own_words:
        return text.get(adjusts ? "copy.done.noted" : "copy.done.noted_visit");
    case FeedbackKind::picked:
    case FeedbackKind::consumed:
    case FeedbackKind::thumb_up:
        break;
    }
    return std::nullopt;
}

int of_hundred(float share) {
    return static_cast<int>(std::lround(100 * static_cast<double>(share)));
}

std::string after_choice_words(const Answered& answered, const std::string& topic, const std::string& other,
                               const Policy& policy, const Text& text) {
    switch (answered.choice) {
    case OfferChoice::pause_source:
        return text.get("copy.done.pause", {{"days", std::to_string(policy.pause_days)}});
    case OfferChoice::cheaper:
        return text.get("copy.done.price");
    case OfferChoice::bolder:
        return text.get("copy.done.bolder");
    case OfferChoice::later:
        return text.get("copy.done.later");
    case OfferChoice::decline:
    case OfferChoice::stop:
        return text.get("copy.done." + std::string(name(answered.choice)));
    case OfferChoice::other_topic:
        return text.get("copy.done.switch", {{"topic", other}});
    case OfferChoice::fewer:
        break;
    }
    const int before = of_hundred(answered.share_before), after = of_hundred(answered.share_after);
    if (answered.weight_change >= 0 || after >= before)
        // No weight moved by which anybody could see it: nothing is said of it.
        return answered.promise.made() ? text.get("copy.done.fewer", {{"when", when(answered.promise, text)}})
                                       : text.get("copy.done.as_rare");
    const std::string was = std::to_string(before), is = std::to_string(after);
    return answered.promise.made()
               ? text.get("copy.done.fewer_by", {{"topic", topic},
                                                 {"before", was},
                                                 {"after", is},
                                                 {"when", when(answered.promise, text)}})
               : text.get("copy.done.fewer_some", {{"topic", topic}, {"before", was}, {"after", is}});
}

} // namespace attune
