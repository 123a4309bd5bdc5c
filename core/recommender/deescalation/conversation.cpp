#include "core/recommender/deescalation/conversation.h"

#include "core/base/named.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

constexpr float day = 24.0F; ///< hours
// Section 6.
constexpr int verify_items = 40, least_verify_items = 10;
constexpr float verify_hours = 7 * day;
constexpr float resolved_share = 0.5F; ///< of the share before
constexpr float failed_share = 0.75F;  ///< a fall of less than a quarter
constexpr int most_steps = 2;
constexpr float dwell = 3 * day; ///< between two escalations, and how long "resolved" stands
constexpr float fallback_hours = 14 * day;
constexpr float longest_episode = 30 * day, longest_wait = 60 * day; ///< the latter for a promise to fall due
constexpr float decline_rests = 2;                                   ///< times the cool-down
constexpr int offers_per_category = 2;
constexpr float offers_within = 30 * day;
constexpr int least_signals = 4;       ///< for a contradiction
constexpr float fallback_keeps = 0.5F; ///< of an inferred weight, a visit
constexpr double hysteresis = 0.05;    ///< section 11: an episode ends well below where the next one starts
// Our choices.
constexpr float other_topic_boost = 0.4F; ///< nat
constexpr float most_boost = 0.8F;        ///< nat
constexpr float rounding = 1.0e-5F;
constexpr float least_seen = 40.0F; ///< items, for a share to speak of

bool is_open_in(const DerivedState& state, CategoryId category) {
    return std::any_of(state.episodes.begin(), state.episodes.end(), [&](const Episode& episode) {
        return episode.open() && episode.category == category.value;
    });
}

} // namespace

std::string_view name(LoopState state) {
    constexpr std::array<std::string_view, loop_state_count> names = {
        "stable", "watch",     "acknowledge", "clarify",  "adjust",
        "verify", "cool_down", "resolved",    "fallback", "opted_out"};
    return name_in(names, state);
}

std::string_view name(Pattern pattern) {
    constexpr std::array<std::string_view, pattern_count> names = {"disinterest", "frustration",
                                                                   "misalignment"};
    return name_in(names, pattern);
}

std::string_view name(OfferChoice choice) {
    constexpr std::array<std::string_view, offer_choice_count> names = {
        "fewer", "other_topic", "pause_source", "cheaper", "bolder", "later", "decline", "stop"};
    return name_in(names, choice);
}

std::string_view name(CopyStyle style) {
    constexpr std::array<std::string_view, copy_style_count> names = {"plain", "explanatory", "situation"};
    return name_in(names, style);
}

Conversation::Conversation(const Policy& policy)
    : enabled_(policy.deescalation && policy.conversation)
    , style_(static_cast<CopyStyle>(policy.copy_style))
    , signs_(policy.signs)
    , exit_(static_cast<float>(std::min(policy.exit_at, policy.watch_at - hysteresis)))
    , cool_down_(static_cast<float>(policy.cool_down) * day)
    , fallback_(static_cast<float>(policy.fallback_at)) {}

void Conversation::move(DerivedState& state, Episode& episode, LoopState to, float hours,
                        LoopSteps& steps) const {
    steps.add({.from = episode.state,
               .to = to,
               .pattern = episode.pattern,
               .category = CategoryId(episode.category),
               .hours = hours});
    episode.state = to;
    episode.since = hours;
    const std::uint32_t bit = 1U << episode.category;
    state.frozen = to == LoopState::fallback ? state.frozen | bit : state.frozen & ~bit;
}

void Conversation::close(DerivedState& state, Episode& episode, float hours, LoopSteps& steps) const {
    move(state, episode, LoopState::stable, hours, steps);
    episode = Episode{};
    --state.episodes_open;
}

float Conversation::rest_after_decline() const {
    return decline_rests * cool_down_;
}

void Conversation::overt_sign(DerivedState& state, CategoryId category, float hours, LoopSteps& steps) const {
    if (state.episodes_open == 0) return;
    for (Episode& episode : state.episodes)
        if (episode.state == LoopState::fallback && episode.category == category.value &&
            hours - episode.since >= dwell && !episode.promise_runs())
            close(state, episode, hours, steps);
}

bool Conversation::opens(DerivedState& state, CategoryId category, ItemId item, bool again, int signs,
                         float hours, LoopSteps& steps) const {
    if (!enabled_ || signs < signs_) return false;
    if (is_open_in(state, category)) return false;
    int active = 0;
    Episode* place = nullptr;
    for (Episode& episode : state.episodes) {
        active += episode.active() ? 1 : 0;
        if (!episode.open()) place = &episode;
    }
    if (active >= most_active || !place) return false;
    const auto made = std::count_if(state.offers.begin(), state.offers.end(), [&](const OfferMade& offer) {
        return offer.category == category.value && hours - offer.hours < offers_within;
    });
    if (made >= offers_per_category) return false;
    *place = Episode{};
    place->category = static_cast<std::uint8_t>(category.value);
    place->opened = hours;
    place->pattern = again ? Pattern::frustration : Pattern::disinterest;
    place->item = item;
    if (const auto share = share_of(state, category)) place->before = static_cast<float>(*share);
    ++state.episodes_open;
    move(state, *place, LoopState::acknowledge, hours, steps);
    if (LoopStep* opened = steps.last()) {
        opened->item = item;
        state.basis[category.value].strongest(opened->basis);
    }
    return true;
}

Episode* Conversation::waiting(DerivedState& state) const {
    if (state.episodes_open == 0) return nullptr;
    const auto found = std::find_if(state.episodes.begin(), state.episodes.end(), [](const Episode& episode) {
        return episode.state == LoopState::acknowledge;
    });
    return found == state.episodes.end() ? nullptr : &*found;
}

void Conversation::missed(DerivedState& state, Episode& episode, float hours, LoopSteps& steps) const {
    move(state, episode, LoopState::cool_down, hours, steps);
}

void Conversation::shown(DerivedState& state, Episode& episode, float hours, LoopSteps& steps) const {
    auto oldest = std::min_element(state.offers.begin(), state.offers.end(),
                                   [](const OfferMade& a, const OfferMade& b) { return a.hours < b.hours; });
    *oldest = {hours, episode.category};
    move(state, episode, LoopState::clarify, hours, steps);
}

float Conversation::choose(DerivedState& state, Episode& episode, OfferChoice choice,
                           std::optional<CategoryId> other, const Dissatisfaction& dissatisfaction,
                           float hours, LoopSteps& steps) const {
    assert(episode.state == LoopState::clarify);
    if (choice == OfferChoice::stop) {
        move(state, episode, LoopState::opted_out, hours, steps);
        close(state, episode, hours, steps);
        return 0;
    }
    if (choice == OfferChoice::decline) {
        episode.declined = true;
        move(state, episode, LoopState::cool_down, hours, steps);
        return 0;
    }
    const CategoryId category(episode.category);
    episode.choice = choice;
    episode.weight_before = state.category_weight[episode.category];
    move(state, episode, LoopState::adjust, hours, steps);
    if (choice != OfferChoice::pause_source) {
        dissatisfaction.wish_fewer(state, category);
        episode.steps = 1;
    }
    if (choice == OfferChoice::other_topic && other) {
        float& more = state.category_weight[other->value];
        if (more < least_weight) state.lowered_at[other->value] = hours;
        more = std::min(std::max(more, 0.0F) + other_topic_boost, most_boost);
        episode.other = static_cast<std::uint8_t>(other->value);
    }
    episode.weight_after = state.category_weight[episode.category];
    move(state, episode, LoopState::verify, hours, steps);
    return episode.weight_after - episode.weight_before;
}

void Conversation::promised(Episode& episode, const Promise& promise) const {
    episode.promise = promise;
    episode.visits = 0;
    episode.counting = false;
    episode.due_seen = episode.due_hits = 0;
}

void Conversation::heard(DerivedState& state, CategoryId category, float nats, float hours,
                         LoopSteps& steps) const {
    if (state.episodes_open == 0) return;
    for (Episode& episode : state.episodes) {
        if (!episode.open() || episode.category != category.value) continue;
        episode.balance += nats;
        episode.weighed += nats < 0 ? -nats : nats;
        if (episode.signs < 255) ++episode.signs;
        // Only what was chosen is taken back; what goes on quietly is the same for who is never spoken to.
        if (episode.state != LoopState::verify || episode.signs < least_signals) continue;
        const float size = episode.balance < 0 ? -episode.balance : episode.balance;
        if (1.0F - size / episode.weighed >= fallback_)
            move(state, episode, LoopState::fallback, hours, steps);
    }
}

void Conversation::seen(DerivedState& state, std::span<const std::uint8_t> categories, float hours,
                        const Dissatisfaction& dissatisfaction, LoopSteps& steps) const {
    for (const std::uint8_t category : categories)
        state.seen[category] += 1.0F;
    state.seen_all += static_cast<float>(categories.size());
    if (state.episodes_open == 0) return;
    for (Episode& episode : state.episodes) {
        if (!episode.open()) continue;
        const auto all = static_cast<std::uint16_t>(categories.size());
        const auto hits =
            static_cast<std::uint16_t>(std::count(categories.begin(), categories.end(), episode.category));
        if (episode.promise_runs() && episode.counting) {
            episode.due_seen = static_cast<std::uint16_t>(episode.due_seen + all);
            episode.due_hits = static_cast<std::uint16_t>(episode.due_hits + hits);
        }
        if (episode.state != LoopState::verify) continue;
        episode.seen = static_cast<std::uint16_t>(episode.seen + all);
        episode.hits = static_cast<std::uint16_t>(episode.hits + hits);
        verify(state, episode, hours, dissatisfaction, steps);
    }
}

void Conversation::verify(DerivedState& state, Episode& episode, float hours,
                          const Dissatisfaction& dissatisfaction, LoopSteps& steps) const {
    const bool time = hours - episode.since >= verify_hours;
    if (episode.seen < (time ? least_verify_items : verify_items)) return;
    const float share = static_cast<float>(episode.hits) / static_cast<float>(episode.seen);
    const CategoryId category(episode.category);
    const bool known = episode.before > 0;
    if (dissatisfaction.belief(state, category) <= exit_ &&
        (!known || share <= resolved_share * episode.before)) {
        move(state, episode, LoopState::resolved, hours, steps);
        return;
    }
    // A paused provider is no weight, and without a share before nothing can be said to have failed.
    if (!known || episode.steps == 0 || share <= failed_share * episode.before ||
        hours - episode.since < dwell)
        return;
    if (episode.steps >= most_steps) {
        // Two steps have not helped: the weight stays and fades, and no third follows.
        if (!episode.promise_runs()) close(state, episode, hours, steps);
        return;
    }
    ++episode.steps;
    move(state, episode, LoopState::adjust, hours, steps);
    dissatisfaction.step_again(state, category);
    episode.seen = episode.hits = 0;
    move(state, episode, LoopState::verify, hours, steps);
}

void Conversation::visit_over(DerivedState& state, float hours, LoopSteps& steps) const {
    state.visits += 1.0F;
    if (state.episodes_open == 0) return;
    for (Episode& episode : state.episodes) {
        if (!episode.open()) continue;
        const float age = hours - episode.since;
        const bool counted = episode.promise_runs() && episode.counting;
        if (counted) ++episode.visits;
        episode.counting = true;
        if (counted && !episode.promise_runs() && episode.due_seen > 0) {
            const float share = static_cast<float>(episode.due_hits) / static_cast<float>(episode.due_seen);
            steps.add({.from = episode.state,
                       .to = episode.state,
                       .pattern = episode.pattern,
                       .category = CategoryId(episode.category),
                       .hours = hours,
                       .promise_due = true,
                       .promise_kept = share <= episode.promise.level * (1.0F + rounding),
                       .share = share});
        }
        const bool waits = episode.promise_runs() && hours - episode.opened < longest_wait;
        switch (episode.state) {
        case LoopState::acknowledge:
        case LoopState::clarify:
            missed(state, episode, hours, steps);
            break;
        case LoopState::cool_down:
            if (age >= (episode.declined ? decline_rests * cool_down_ : cool_down_))
                close(state, episode, hours, steps);
            break;
        case LoopState::resolved:
            if (age >= dwell && !waits) close(state, episode, hours, steps);
            break;
        case LoopState::fallback:
            if (state.category_weight[episode.category] < 0)
                state.category_weight[episode.category] *= fallback_keeps;
            if (age >= fallback_hours && !waits) close(state, episode, hours, steps);
            break;
        case LoopState::verify:
            if (hours - episode.opened >= longest_episode && !waits) close(state, episode, hours, steps);
            break;
        case LoopState::stable:
        case LoopState::watch:
        case LoopState::adjust:
        case LoopState::opted_out:
            break;
        }
    }
}

std::optional<Episode> Conversation::undo(DerivedState& state, CategoryId category, float hours,
                                          LoopSteps& steps) const {
    for (Episode& episode : state.episodes) {
        if (episode.state != LoopState::verify || episode.category != category.value) continue;
        // What was there before and what was chosen have faded alike since.
        float& weight = state.category_weight[category.value];
        if (weight == episode.weight_after)
            weight = episode.weight_before;
        else if (episode.weight_after < 0)
            weight *= std::clamp(episode.weight_before / episode.weight_after, 0.0F, 1.0F);
        state.asked_for &= ~(1U << category.value); // what is left was inferred
        if (episode.choice == OfferChoice::other_topic) {
            float& raised = state.category_weight[episode.other];
            raised = std::min(raised, 0.0F);
        }
        const Episode undone = episode;
        close(state, episode, hours, steps);
        return undone;
    }
    return std::nullopt;
}

void Conversation::end(DerivedState& state, CategoryId category, float hours, LoopSteps& steps) const {
    for (Episode& episode : state.episodes)
        if (episode.open() && episode.category == category.value) close(state, episode, hours, steps);
}

std::optional<double> Conversation::share_of(const DerivedState& state, CategoryId category) {
    if (state.seen_all < least_seen) return std::nullopt;
    return static_cast<double>(state.seen[category.value] / state.seen_all);
}

double Conversation::seen_per_visit(const DerivedState& state) {
    // The visit under way has not been counted yet.
    return static_cast<double>(state.seen_all / (state.visits + 1.0F));
}

} // namespace attune
