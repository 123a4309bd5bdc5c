// How a person meets a question: whether it is answered, what is said, what it costs. Behaviour
// model 3.9, 3.10 and 3.14.
#include "core/base/portable_math.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/behaviour/losses.h"

#include <algorithm>

namespace attune {
namespace {

// Constants of the behaviour model that are structure rather than assumption; each is a grade D choice there.
constexpr float receptive_break = 0.5F, receptive_busy = -0.7F; ///< 3.9: a natural break, mid-item
constexpr float receptivity_noise = 0.5F;                       ///< 3.9
constexpr float fatigue_limit = 2.5F;                           ///< 3.8, 3.9: beyond it prompts annoy
constexpr float frustration_prompt = 0.08F;                     ///< 3.8
constexpr float usual_efficacy = 0.45F;                         ///< 3.9: what the term counts from
constexpr float answered_fatigue = 0.7F;                        ///< 3.9

/// Times the usual rate of turning prompts off.
float opt_out_times(PromptPlace place) {
    switch (place) {
    case PromptPlace::below:
        break;
    case PromptPlace::window:
        return 2.0F; // our choice: between the other two
    case PromptPlace::forced:
        return 4.0F; // 3.9
    }
    return 1.0F;
}

/// What the person thinks of what is asked about, nat: of the pick, or of what was looked at in vain.
float opinion_of(const SlateOutcome& outcome) {
    return outcome.picked_rank >= 0 ? outcome.enjoyment : outcome.looked_worth;
}

/// Whether the answer led to a "why?".
bool asked_why(const Prompt& prompt, const SlateOutcome& outcome, const PromptOutcome& told) {
    return prompt.asks_reason && told.is_no() && outcome.picked_rank >= 0;
}

} // namespace

ThumbAnswer Behaviour::manipulated(const Person& person, const SlateOutcome& outcome) const {
    switch (person.role) {
    case Role::brigade:
        return outcome.target ? ThumbAnswer::down : ThumbAnswer::none;
    case Role::promoter:
        return outcome.target ? ThumbAnswer::up : ThumbAnswer::none;
    case Role::griefer:
        return uniform(outcome.prompt_words[2]) < 0.5F ? ThumbAnswer::up : ThumbAnswer::down;
    case Role::spammer:
    case Role::genuine:
        break;
    }
    return ThumbAnswer::up;
}

/// A thumb in the form of the question: the most or the least of a scale.
PromptOutcome Behaviour::in_form(ThumbAnswer thumb, Channel channel) {
    PromptOutcome told;
    const int points = thumb == ThumbAnswer::none ? 0 : thumb == ThumbAnswer::up ? 5 : 1;
    switch (channel) {
    case Channel::thumb:
        told.answer = thumb;
        break;
    case Channel::stars:
        told.stars = points;
        break;
    case Channel::survey:
        told.survey = points;
        break;
    }
    return told;
}

/// R of 3.9: how open the person is to any question now, logit.
float Behaviour::receptivity(const SlateOutcome& outcome, const VisitMood& mood, Trigger trigger) {
    // By lot a question comes while an item is on, or while somebody looks around.
    const float moment = trigger != Trigger::random ? receptive_break
                         : outcome.picked_rank >= 0 ? receptive_busy
                                                    : 0.0F;
    return moment + mood.receptivity + receptivity_noise * normal_quantile(uniform(outcome.prompt_words[1]));
}

/// How much more likely a question is answered for standing in the way, logit.
float Behaviour::pressure(PromptPlace place) const {
    switch (place) {
    case PromptPlace::below:
        break;
    case PromptPlace::window:
        return response_window_;
    case PromptPlace::forced:
        return response_coerced_;
    }
    return 0;
}

bool Behaviour::gives_reason(const Person& person, float u) const {
    return u < portable_logistic(reason_base_ + reason_trust_ * (person.trust - usual_trust));
}

/// What a person brings to any question, logit.
float Behaviour::willingness(const Person& person) const {
    const float s = satisfaction(person) - 0.5F;
    return response_base_ - response_fatigue_ * person.fatigue - person.habituation +
           response_efficacy_ * (person.efficacy() - usual_efficacy) +
           response_trust_ * (person.trust - usual_trust) + response_satisfaction_ * s +
           response_extremes_ * 4.0F * s * s + person.response_effect;
}

PromptOutcome Behaviour::answer(Person& person, const SlateOutcome& outcome, const VisitMood& mood,
                                const Prompt& prompt) const {
    PromptOutcome result;
    if (person.role != Role::genuine) {
        result = in_form(manipulated(person, outcome), prompt.channel);
        result.effort = effort_of(prompt, result.answered(), asked_why(prompt, outcome, result), false,
                                  person.slate_time);
        return result;
    }
    if (person.fatigue > fatigue_limit) {
        person.frustration += frustration_prompt;
        person.trust -= trust_gain_ * loss_per_gain * 0.4F * person.trust;
    }
    if (prompt.place == PromptPlace::forced)
        person.trust -= trust_gain_ * loss_per_gain * person.trust; // 3.9: an event of -1
    const float open = receptivity(outcome, mood, prompt.trigger);
    result.receptive = open > 0;
    if (prompt.channel != Channel::survey) result.opinion = opinion_of(outcome);
    const float logit = willingness(person) + open +
                        response_trigger_[static_cast<std::size_t>(prompt.trigger)] +
                        response_channel_[static_cast<std::size_t>(prompt.channel)] + pressure(prompt.place);
    const bool finishes = prompt.questions <= 1 || uniform(outcome.prompt_words[5]) <
                                                       answers_.completion(person.device, prompt.questions);
    if (finishes && uniform(outcome.prompt_words[0]) < portable_logistic(logit))
        say(person, outcome, prompt, result);
    tire(person, outcome, prompt, result);
    result.effort = effort_of(prompt, result.answered(), asked_why(prompt, outcome, result),
                              result.reason.has_value() || result.wrote, person.slate_time,
                              result.wrote ? result.wrote->length : 0);
    person.weariness += interruption_cost_ * result.effort.seconds;
    return result;
}

/// What a person who answers says.
void Behaviour::say(Person& person, const SlateOutcome& outcome, const Prompt& prompt,
                    PromptOutcome& result) const {
    const float opinion = opinion_of(outcome);
    const float noise = normal_quantile(uniform(outcome.prompt_words[2]));
    const float times = prompt.place == PromptPlace::forced ? answers_.constants().coerced_noise : 1.0F;
    const bool careless = answers_.careless(person.fatigue, uniform(outcome.prompt_words[4]));
    switch (prompt.channel) {
    case Channel::thumb: {
        const int thumb =
            careless && person.last_answer != 0 ? person.last_answer : answers_.thumb(opinion, noise, times);
        if (thumb == 0) return;
        result.answer = thumb > 0 ? ThumbAnswer::up : ThumbAnswer::down;
        person.last_answer = static_cast<std::int8_t>(thumb);
        break;
    }
    case Channel::stars:
        result.stars = careless && person.last_stars != 0
                           ? person.last_stars
                           : answers_.stars(opinion, answers_.positivity(person.positivity), noise, times);
        person.last_stars = static_cast<std::uint8_t>(result.stars);
        break;
    case Channel::survey:
        result.survey = answers_.satisfaction(satisfaction(person), noise, times);
        return;
    }
    if (!result.is_no() || outcome.picked_rank < 0) return;
    start_watching(person.watch, outcome.category, watch_);
    if (!prompt.asks_reason || !gives_reason(person, uniform(outcome.prompt_words[6]))) return;
    float u = uniform(outcome.prompt_words[7]);
    if (prompt.own_words && u < own_words_) {
        result.wrote = &shipped_own_words().text(outcome.drawback, outcome.prompt_words[8]);
        result.reason = result.wrote->read;
        result.reason_true = result.reason == outcome.drawback;
        return;
    }
    if (prompt.own_words) u = (u - own_words_) / (1.0F - own_words_); // uniform again
    result.reason = answers_.reason(outcome.drawback, u, outcome.prompt_words[8]);
    result.reason_true = *result.reason == outcome.drawback;
}

/// What a question costs, answered or not.
void Behaviour::tire(Person& person, const SlateOutcome& outcome, const Prompt& prompt,
                     PromptOutcome& result) const {
    const bool answered = result.answered();
    const float out =
        opt_out_rate_ * opt_out_times(prompt.place) *
        portable_exp(0.9F * person.fatigue + 2.4F * (usual_trust - person.trust) - (answered ? 1.5F : 0.0F));
    const float limit = std::min(out, 0.5F);
    const float drawn = uniform(outcome.prompt_words[3]);
    if (drawn < limit) {
        result.form_off = drawn < limit * form_off_;
        result.opted_out = !result.form_off;
        person.opted_out = person.opted_out || result.opted_out;
        if (result.form_off)
            person.channels_off =
                static_cast<std::uint8_t>(person.channels_off | 1U << static_cast<int>(prompt.channel));
    }
    // Passing by a question is half a dismissal, getting rid of one that covers the items a whole one. A
    // "why?" passed by is a question passed by.
    const bool passed_why = asked_why(prompt, outcome, result) && !result.reason && !result.wrote;
    const float dismissed = (answered                             ? 0.0F
                             : prompt.place == PromptPlace::below ? 0.5F
                                                                  : 1.0F) +
                            (passed_why ? 0.5F : 0.0F);
    person.fatigue += person.fatigue_rate * (fatigue_per_prompt_ * (answered ? answered_fatigue : 1.0F) +
                                             dismissed * fatigue_per_dismissal_);
    person.habituation += habituation_;
}

TourOutcome Behaviour::answer_tour(Person& person, std::uint32_t user, const Slate& slate, int items,
                                   const VisitMood& mood) const {
    TourOutcome tour;
    if (person.role != Role::genuine) return tour;
    const StreamKey key = stream_key(seed_, user);
    const Words first = words_at(key, Stream::tour, 0);
    const float open =
        mood.receptivity + receptive_break + receptivity_noise * normal_quantile(uniform(first[1]));
    const float logit =
        willingness(person) + open + response_trigger_[static_cast<std::size_t>(Trigger::tour)];
    if (uniform(first[0]) < portable_logistic(logit)) {
        int balance = 0;
        bool decided = false;
        for (int rank = 0; rank < std::min(items, slate.count); ++rank) {
            const auto r = static_cast<std::size_t>(rank);
            // Judged by its looks: the worth as it would be, without what only consuming it shows.
            const float looks = worth(person, user, slate.item[r]) + mood.shift[slate.category[r]];
            const int thumb = answers_.thumb(
                looks, normal_quantile(
                           uniform(words_at(key, Stream::tour, 1, static_cast<std::uint32_t>(rank))[0])));
            tour.said[r] = thumb > 0 ? ThumbAnswer::up : thumb < 0 ? ThumbAnswer::down : ThumbAnswer::none;
            balance += thumb;
            decided = decided || thumb != 0;
        }
        if (decided) tour.prompt.answer = balance >= 0 ? ThumbAnswer::up : ThumbAnswer::down;
    }
    SlateOutcome moment;
    moment.prompt_words[3] = first[2];
    tire(person, moment, Prompt(Trigger::tour), tour.prompt);
    tour.prompt.receptive = open > 0;
    tour.prompt.effort =
        tour_effort(static_cast<int>(tour.said.size()) -
                        static_cast<int>(std::count(tour.said.begin(), tour.said.end(), ThumbAnswer::none)),
                    person.slate_time);
    person.weariness += interruption_cost_ * tour.prompt.effort.seconds;
    return tour;
}

} // namespace attune
