// What stands on a person's screen, and which of the ways of wording may be used there: no explanation
// without what it speaks of. De-escalation proposal, sections 6 and 8.
#pragma once

#include "core/recommender/deescalation/conversation.h"

#include <array>

namespace attune {

/// What people look at lists with. How many choices fit is the same everywhere; how they are given is not.
enum class Surface : std::uint8_t {
    phone,
    large_screen,
    spoken ///< a speaker, or a screen that nobody can point at
};
constexpr int surface_count = 3;
std::string_view name(Surface surface);

/// What the loop puts before the person in a state.
enum class OnScreen : std::uint8_t {
    nothing,
    offer, ///< with its choices and a way out; stays until it is answered or the list is left
    note,  ///< one line, with undo
    mark   ///< a line in the list of what is changed, nothing where the person looks
};
constexpr int on_screen_count = 4;
std::string_view name(OnScreen what);
OnScreen on_screen(LoopState state);

/// The style that an offer is worded in where `wanted` is the policy's: "you said no to this" needs an item
/// that was said no to, "we have little to go by" needs that to be so; else the plain words.
CopyStyle backed_style(CopyStyle wanted, Pattern pattern, bool of_item, bool little_known);

/// What is offered, in the order in which it stands: what the pattern asks for first. Never more than three.
struct Choices {
    std::array<OfferChoice, 3> choice{};
    int count = 0;
};
Choices choices_of(const Offer& offer);

/// Chance in [0, 1] that a topic that is known so well of somebody (Dissatisfaction::confidence) is one that
/// this person does not reject.
float match_chance(float confidence);

} // namespace attune
