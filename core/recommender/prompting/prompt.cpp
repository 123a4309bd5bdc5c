#include "core/recommender/prompting/prompt.h"

#include "core/base/named.h"

namespace attune {

std::string_view name(Channel channel) {
    constexpr std::array<std::string_view, channel_count> names = {"thumb", "stars", "survey"};
    return name_in(names, channel);
}

bool belongs(Audience audience, std::uint32_t slates_shown) {
    switch (audience) {
    case Audience::everyone:
        break;
    case Audience::newcomers:
        return slates_shown < newcomer_slates;
    case Audience::regulars:
        return slates_shown >= newcomer_slates;
    }
    return true;
}

Prompt::Prompt(Trigger why, const Policy& policy, int answers)
    : trigger(why)
    , channel(static_cast<Channel>(policy.channel))
    , questions(static_cast<std::uint8_t>(channel == Channel::survey ? policy.survey_questions : 1))
    , asks_reason(policy.ask_reason && answers >= policy.reason_after && channel != Channel::survey)
    , own_words(asks_reason && policy.own_words)
    , place(static_cast<PromptPlace>(policy.prompt_place)) {
    // The tour is a row of items with thumbs; nothing else makes sense there.
    if (trigger != Trigger::tour) return;
    channel = Channel::thumb;
    asks_reason = false;
    own_words = false;
    place = PromptPlace::below;
}

} // namespace attune
