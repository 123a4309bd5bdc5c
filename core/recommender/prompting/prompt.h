// A question as it is put to a person: why it comes, and in which form.
#pragma once

#include "core/policy/policy.h"
#include "core/policy/prompt_place.h"
#include "core/recommender/prompting/trigger.h"

#include <cstdint>
#include <string_view>

namespace attune {

/// The forms a question can have; each is a template of its own, with its own rest and its own off switch.
enum class Channel : std::uint8_t {
    thumb, ///< up or down
    stars, ///< one to five
    survey ///< one to three questions, the first about satisfaction, on a scale of five
};
constexpr int channel_count = 3;
std::string_view name(Channel channel);

/// Whom a survey is meant for, by what every service knows: how much they have been shown.
enum class Audience : std::uint8_t { everyone, newcomers, regulars };
/// Slates after which a newcomer is a regular.
constexpr std::uint32_t newcomer_slates = 60;
bool belongs(Audience audience, std::uint32_t slates_shown);

struct Prompt {
    Trigger trigger = Trigger::pause;
    Channel channel = Channel::thumb;
    std::uint8_t questions = 1;
    bool asks_reason = false; ///< a "no" is followed by "why?", with a list
    bool own_words = false;   ///< ... and a line to write in
    PromptPlace place = PromptPlace::below;

    Prompt() = default;
    Prompt(Trigger why) // NOLINT: a plain thumb prompt is its trigger
        : trigger(why) {}
    /// `answers` is how many questions the person has answered so far.
    Prompt(Trigger why, const Policy& policy, int answers = 0);
};

} // namespace attune
