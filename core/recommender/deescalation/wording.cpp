#include "core/recommender/deescalation/wording.h"

#include "core/base/named.h"
#include "core/base/portable_math.h"

namespace attune {
namespace {

// Fitted to one run of calm-baseline; held against other seeds, catalogues and worlds by a test.
constexpr float match_at_none = -1.8F, match_by_confidence = 9.1F; ///< logit

} // namespace

float match_chance(float confidence) {
    return portable_logistic(match_at_none + match_by_confidence * confidence);
}

std::string_view name(Surface surface) {
    constexpr std::array<std::string_view, surface_count> names = {"phone", "large_screen", "spoken"};
    return name_in(names, surface);
}

std::string_view name(OnScreen what) {
    constexpr std::array<std::string_view, on_screen_count> names = {"nothing", "offer", "note", "mark"};
    return name_in(names, what);
}

OnScreen on_screen(LoopState state) {
    switch (state) {
    case LoopState::stable:
    case LoopState::watch:       // what is noticed in silence is answered in silence
    case LoopState::acknowledge: // the offer waits for its moment
    case LoopState::cool_down:
    case LoopState::opted_out:
        return OnScreen::nothing;
    case LoopState::clarify:
        return OnScreen::offer;
    case LoopState::adjust:
    case LoopState::fallback: // what is taken back is said
        return OnScreen::note;
    case LoopState::verify:
    case LoopState::resolved:
        return OnScreen::mark;
    }
    return OnScreen::nothing;
}

CopyStyle backed_style(CopyStyle wanted, Pattern pattern, bool of_item, bool little_known) {
    switch (wanted) {
    case CopyStyle::plain:
        break;
    case CopyStyle::explanatory:
        // Of a question which way to go the explanation is that little is known, else that there was a no.
        if (pattern == Pattern::misalignment ? little_known : of_item) return wanted;
        break;
    case CopyStyle::situation:
        if (little_known) return wanted;
        break;
    }
    return CopyStyle::plain;
}

Choices choices_of(const Offer& offer) {
    Choices all;
    const auto add = [&](OfferChoice choice, bool fits = true) {
        if (fits) all.choice[static_cast<std::size_t>(all.count++)] = choice;
    };
    switch (offer.pattern) {
    case Pattern::misalignment:
        add(OfferChoice::cheaper);
        add(OfferChoice::bolder);
        add(OfferChoice::later);
        break;
    case Pattern::frustration: // the same again: a break first
        add(OfferChoice::pause_source, offer.may_pause);
        add(OfferChoice::fewer);
        add(OfferChoice::other_topic, offer.other.has_value());
        break;
    case Pattern::disinterest:
        add(OfferChoice::fewer);
        add(OfferChoice::other_topic, offer.other.has_value());
        add(OfferChoice::pause_source, offer.may_pause);
        break;
    }
    return all;
}

} // namespace attune
