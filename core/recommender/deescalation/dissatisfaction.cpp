#include "core/recommender/deescalation/dissatisfaction.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

// P(signal | category unwanted), behaviour model 3.8; the probability when all is well is the person's own.
constexpr float tap_if_unwanted = 0.0105F;
constexpr float down_if_unwanted = 0.012F;
constexpr float skip_if_unwanted = 0.60F;
constexpr float complete_if_unwanted = 0.15F;
constexpr float pick_if_unwanted = 0.006F;
// Population base rates with the number of observations they count for, so that a new person has sensible
// ones.
constexpr float base_tap = 0.0004F, tap_strength = 2500.0F;
constexpr float base_down = 0.0009F;
constexpr float base_skip = 0.21F, base_complete = 0.53F, consumption_strength = 20.0F;
constexpr float base_pick = 0.05F, pick_strength = 100.0F;
constexpr float least_odds = -6.0F, most_odds = 4.0F; ///< log-odds are cut to these, section 3
constexpr float lowest_price_weight = -1.0F;          ///< nat for each e-fold of price
constexpr float complaint_says = 3.0F;                ///< nat; 3.7 times the share that is read right
constexpr float silent_limit = -0.16251893F;          ///< ln 0.85, section 6, state WATCH

constexpr float second_step = 0.6F;         ///< of the first, section 7
constexpr float seen_half_life = 14 * 24;   ///< hours, of what was seen lately
constexpr float restless_half_life = 12;    ///< hours, section 3
constexpr float furthest = 1.0F;            ///< nat
constexpr float sure_from = 20.0F;          ///< items, section 4
constexpr float least_said = 1.0F / 512.0F; ///< nat; a sign that comes to less is none

float clipped(float nats) {
    return std::clamp(nats, -2.5F, 5.5F);
}

} // namespace

Dissatisfaction::Dissatisfaction(const Policy& policy)
    : enabled_(policy.deescalation)
    , prior_(portable_logit(static_cast<float>(policy.prior_dissatisfied)))
    , watch_(portable_logit(static_cast<float>(policy.watch_at)))
    , acknowledge_(portable_logit(static_cast<float>(policy.acknowledge_at)))
    , step_(static_cast<float>(policy.step))
    , lowest_(static_cast<float>(policy.lowest_weight))
    , evidence_half_life_(static_cast<float>(policy.evidence_half_life) * 24.0F)
    , recovery_half_life_(static_cast<float>(policy.recovery_half_life) * 24.0F) {
    assert(prior_ < 0 && "people are content with most categories");
}

void Dissatisfaction::advance(DerivedState& state, float hours) const {
    const float dt = hours - state.weights_at;
    if (dt <= 0) return;
    const float fade = half_life_decay(dt, evidence_half_life_);
    const float recover = half_life_decay(dt, recovery_half_life_);
    const float forget = half_life_decay(dt, seen_half_life);
    for (std::size_t c = 0; c < state.evidence.size(); ++c) {
        if (prior_ + state.evidence[c] < 0.0F) {
            state.category_weight[c] *= recover;
        } else if (state.category_weight[c] != 0.0F) {
            // Held until the fading evidence lets the belief fall below 0.5, however the time is cut into
            // steps.
            const float held = evidence_half_life_ * portable_log(state.evidence[c] / -prior_) * 1.44269504F;
            if (held < dt) state.category_weight[c] *= half_life_decay(dt - held, recovery_half_life_);
        }
        state.evidence[c] *= fade;
        state.basis[c].fade(fade);
        state.seen[c] *= forget;
        state.chosen[c] *= forget;
        if (state.category_weight[c] > -least_weight) state.asked_for &= ~(1U << c);
    }
    state.seen_all *= forget;
    state.visits *= forget;
    state.price_weight *= recover;
    state.further *= recover;
    state.restless.level *= half_life_decay(dt, restless_half_life);
    for (OffHour& off : state.off_hours)
        off.weight *= recover;
    state.weights_at = hours;
}

void Dissatisfaction::lower_category(DerivedState& state, CategoryId category, float by) const {
    if (!enabled_) return;
    float& current = state.category_weight[category.value];
    if (current > -least_weight) state.lowered_at[category.value] = state.weights_at;
    current = std::min(current, std::max(lowest_, current + by));
    state.asked_for |= 1U << category.value;
}

void Dissatisfaction::lower_price(DerivedState& state, float by) const {
    if (enabled_ && state.price_weight > -least_weight) state.price_since = state.weights_at;
    if (enabled_) state.price_weight = std::max(lowest_price_weight, state.price_weight + by);
}

void Dissatisfaction::lower_hour(DerivedState& state, CategoryId category, int part, float by,
                                 bool said) const {
    if (!enabled_) return;
    OffHour* place = nullptr;
    for (OffHour& off : state.off_hours) {
        if (off.weight < 0 && off.category == category.value && off.part == part) {
            if (off.weight > -least_weight) off.since = state.weights_at;
            off.weight = std::max(lowest_, off.weight + by);
            off.said = off.said || said;
            return;
        }
        const bool free = off.weight > -least_weight;
        if (off.said && !free && !said) continue;
        const auto stays = [](const OffHour& one) { return one.said && one.weight <= -least_weight; };
        if (!place || (stays(*place) && !stays(off)) ||
            (stays(*place) == stays(off) && off.weight > place->weight))
            place = &off;
    }
    if (!place) return;
    *place = {.weight = std::max(lowest_, by),
              .category = static_cast<std::uint8_t>(category.value),
              .part = static_cast<std::uint8_t>(part),
              .said = said,
              .since = state.weights_at};
}

void Dissatisfaction::go_further(DerivedState& state, float by) const {
    if (!enabled_) return;
    if (state.further < least_weight) state.further_since = state.weights_at;
    state.further = std::min(furthest, state.further + by);
}

float Dissatisfaction::further(const DerivedState& state, CategoryId category, int categories) {
    if (state.further <= 0 || state.seen_all <= 0) return 0;
    // Twice its even share and more gets nothing, none at all gets everything.
    const float share = state.seen[category.value] / state.seen_all * static_cast<float>(categories);
    return state.further * std::max(0.0F, 1.0F - 0.5F * share);
}

float Dissatisfaction::confidence(const DerivedState& state, CategoryId category) {
    const float seen = state.seen[category.value];
    const float expected =
        seen * (state.picks + base_pick * pick_strength) / (state.examined + pick_strength);
    // As if one more pick had come as expected: rates of next to nothing are no rates.
    const float fit = std::min(1.0F, (state.chosen[category.value] + 1.0F) / (expected + 1.0F));
    return seen / (seen + sure_from) * fit;
}

void Dissatisfaction::forget(DerivedState& state, CategoryId category) {
    const std::size_t c = category.value;
    state.category_weight[c] = 0;
    state.evidence[c] = 0;
    state.noes[c] = {};
    state.basis[c].clear();
    state.asked_for &= ~(1U << c);
    for (OffHour& off : state.off_hours)
        if (off.category == c && !off.said) off = {};
}

float Dissatisfaction::off_hour(const DerivedState& state, CategoryId category, int part) {
    float weight = 0;
    for (const OffHour& off : state.off_hours)
        if (off.category == category.value && off.part == part) weight += off.weight;
    return weight;
}

float Dissatisfaction::belief(const DerivedState& state, CategoryId category) const {
    return portable_logistic(prior_ + state.evidence[category.value]);
}

void Dissatisfaction::wish_fewer(DerivedState& state, CategoryId category) const {
    lower_category(state, category, -step_);
}

void Dissatisfaction::step_again(DerivedState& state, CategoryId category) const {
    lower_category(state, category, -second_step * step_ * belief(state, category));
}

Dissatisfaction::Taken Dissatisfaction::take(DerivedState& state, CategoryId category, Evidence evidence,
                                             float weight) const {
    float nats = 0;
    bool overt = false;
    switch (evidence) {
    case Evidence::not_interested:
        nats = clipped(portable_log(tap_if_unwanted * (state.examined + tap_strength) /
                                    (state.taps + base_tap * tap_strength)));
        state.taps += 1.0F;
        overt = true;
        break;
    case Evidence::thumb_down:
        nats = clipped(portable_log(down_if_unwanted / base_down));
        overt = true;
        break;
    case Evidence::complaint:
        nats = complaint_says;
        overt = true;
        break;
    case Evidence::thumb_up:
        nats = -clipped(portable_log(down_if_unwanted / base_down));
        break;
    case Evidence::quick_skip:
        nats = clipped(portable_log(skip_if_unwanted * (state.consumed + consumption_strength) /
                                    (state.quick_skips + base_skip * consumption_strength)));
        state.consumed += 1.0F;
        state.quick_skips += 1.0F;
        break;
    case Evidence::completed:
        nats = clipped(portable_log(complete_if_unwanted * (state.consumed + consumption_strength) /
                                    (state.completed + base_complete * consumption_strength)));
        state.consumed += 1.0F;
        state.completed += 1.0F;
        break;
    case Evidence::picked:
        nats = clipped(portable_log(pick_if_unwanted * (state.examined + pick_strength) /
                                    (state.picks + base_pick * pick_strength)));
        state.examined += 1.0F;
        state.picks += 1.0F;
        state.chosen[category.value] += 1.0F;
        break;
    case Evidence::passed_over: {
        // log((1 - pick_if_unwanted) / (1 - own rate)) as a series of (x - 1) / (x + 1), since this happens
        // ten times a slate: within 0.02 % up to an own rate of one half.
        const float all = state.examined + pick_strength;
        const float unwanted = (1.0F - pick_if_unwanted) * all;
        const float own = all - (state.picks + base_pick * pick_strength);
        const float z = (unwanted - own) / (unwanted + own);
        nats = 2.0F * z * (1.0F + z * z * (1.0F / 3.0F + z * z * 0.2F));
        state.examined += 1.0F;
        break;
    }
    }
    // Where signs have contradicted each other, silent ones against a category say nothing for a while.
    // Likewise where the category was tried since, and liked.
    const bool frozen = (((state.frozen | state.at_peace) >> category.value) & 1U) != 0;
    if (!overt && nats > 0 && frozen) return {};
    float& level = state.evidence[category.value];
    Basis& basis = state.basis[category.value];
    // What a belief rests on begins where it last rose above the usual.
    if (nats > 0 && level <= 0) basis.clear();
    basis.add(evidence, weight * nats);
    level = std::clamp(level + weight * nats, least_odds - prior_, most_odds - prior_);
    Taken taken{.nats = weight * nats};
    if (!enabled_) return taken;
    const float odds = prior_ + level;
    float& current = state.category_weight[category.value];
    const float before = current;
    if (overt && odds >= acknowledge_)
        current = std::max(lowest_, current - step_ * portable_logistic(odds));
    else if (!overt && odds >= watch_ && !frozen)
        current = std::min(current, silent_limit);
    taken.weight_change = current - before;
    if (before > -least_weight && current <= -least_weight)
        state.lowered_at[category.value] = state.weights_at;
    // Of who says no to everything, one more no says nothing of this category.
    taken.speakable = overt && taken.nats >= least_said && odds >= acknowledge_;
    taken.again = before < silent_limit;
    return taken;
}

} // namespace attune
