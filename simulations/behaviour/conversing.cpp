// How a person meets an offer after having said no to something, and what comes of a promise. Behaviour model
// 3.7 to 3.9; de-escalation proposal, sections 5 and 8.
#include "core/base/portable_math.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/behaviour/losses.h"

#include <algorithm>

namespace attune {
namespace {

// Trust, 3.7: weights of events.
constexpr float plain_words = 0.1F, explained = 0.4F, effect_seen = 1.5F, effect_missing = 2.0F,
                stop_honoured = 0.5F, too_many = 0.4F;
constexpr float calmed = 0.6F;        ///< 3.8: an acknowledgement takes from frustration, times
constexpr float fatigue_limit = 2.5F; ///< 3.8, 3.9
constexpr float answered_fatigue = 0.7F;
/// Our choice; direction: E25, machines do better to speak of the situation than to blame themselves.
constexpr float by_situation = 0.5F;
// What is chosen of the three by those who want less of the topic; our choice.
constexpr float choose_fewer = 0.65F, choose_other = 0.85F;
constexpr int least_looked_at = 20; ///< items, for a before

float share_before(const Watch& watch, std::size_t category) {
    const auto hits = std::count(watch.looked_at.begin(), watch.looked_at.begin() + watch.filled,
                                 static_cast<std::uint8_t>(category));
    return static_cast<float>(hits) / static_cast<float>(watch.filled);
}

float weight_of(CopyStyle style) {
    switch (style) {
    case CopyStyle::plain:
        break;
    case CopyStyle::explanatory:
        return explained;
    case CopyStyle::situation:
        return by_situation;
    }
    return plain_words;
}

/// Who is after something says which way, or by mistake another; who is not says "no thanks", or by mistake
/// any.
OfferChoice chosen_direction(Quest quest, bool right, float which) {
    const auto any = static_cast<OfferChoice>(static_cast<int>(OfferChoice::cheaper) +
                                              std::min(static_cast<int>(which * 3), 2));
    if (quest == Quest::none) return right ? OfferChoice::decline : any;
    const auto own = static_cast<OfferChoice>(static_cast<int>(OfferChoice::cheaper) +
                                              static_cast<int>(quest) - static_cast<int>(Quest::cheaper));
    return right ? own : any;
}

} // namespace

OfferOutcome Behaviour::meet_offer(Person& person, const SlateOutcome& outcome, const VisitMood& mood,
                                   const Offer& offer) const {
    OfferOutcome result;
    const bool direction = offer.pattern == Pattern::misalignment;
    const std::size_t c = offer.category.value;
    result.unwanted =
        direction ? mood.quest != Quest::none : person.taste[c] + mood.shift[c] < unwanted_below_;
    if (person.role != Role::genuine) return result;
    if (person.fatigue > fatigue_limit) person.trust -= trust_gain_ * loss_per_gain * too_many * person.trust;
    // An explanation that is more than somebody wants to read does no more than the plain words.
    result.less_detail = offer.style != CopyStyle::plain &&
                         uniform(outcome.prompt_words[2]) < less_detail_ * person.slate_time;
    const float words = result.less_detail ? plain_words : weight_of(offer.style);
    person.trust += trust_gain_ * words * (1.0F - person.trust);
    person.frustration *= calmed;
    const float open = receptivity(outcome, mood, Trigger::pause);
    result.ignored =
        uniform(outcome.prompt_words[0]) >= portable_logistic(willingness(person) + open + to_offer_);
    if (!result.ignored) {
        const bool right = uniform(outcome.prompt_words[7]) < offer_right_;
        const bool wants_less = result.unwanted == right;
        const float which = uniform(outcome.prompt_words[5]);
        if (direction)
            result.choice = chosen_direction(mood.quest, right, which);
        else if (wants_less)
            result.choice = which < choose_fewer                  ? OfferChoice::fewer
                            : which < choose_other && offer.other ? OfferChoice::other_topic
                            : offer.may_pause                     ? OfferChoice::pause_source
                                                                  : OfferChoice::fewer;
    }
    const bool took = accepts(result.choice);
    const float out =
        opt_out_rate_ *
        portable_exp(0.9F * person.fatigue + 2.4F * (usual_trust - person.trust) - (took ? 1.5F : 0.0F));
    if (uniform(outcome.prompt_words[3]) < std::min(out, 0.5F)) {
        result.choice = OfferChoice::stop;
        person.trust += trust_gain_ * stop_honoured * (1.0F - person.trust);
    }
    person.fatigue += person.fatigue_rate * (fatigue_per_prompt_ * (took ? answered_fatigue : 1.0F) +
                                             (took ? 0.0F : 0.5F) * fatigue_per_dismissal_);
    return result;
}

void Behaviour::take_answer(Person& person, const Offer& offer, const Answered& answered) const {
    if (!answered.promise.made() || person.watch.filled < least_looked_at) return;
    const float before = share_before(person.watch, offer.category.value);
    if (before <= 0) return;
    person.promise = {.category = static_cast<std::uint8_t>(offer.category.value),
                      // The rest of this visit, and those that were named.
                      .visits_left = static_cast<std::uint8_t>(answered.promise.visits + 1),
                      .before = before};
}

void Behaviour::end_visit(Person& person) const {
    PromiseWatch& promise = person.promise;
    if (promise.visits_left == 0 || --promise.visits_left > 0 || promise.looked_at == 0) return;
    const float fallen =
        1.0F - static_cast<float>(promise.hits) / (static_cast<float>(promise.looked_at) * promise.before);
    if (fallen > watch_.notice)
        person.trust += trust_gain_ * effect_seen * (1.0F - person.trust);
    else if (fallen < watch_.notice / 3.0F)
        person.trust -= trust_gain_ * loss_per_gain * effect_missing * person.trust;
}

} // namespace attune
