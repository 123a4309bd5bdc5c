#include "core/recommender/feedback/weight.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float contradiction_window = 7 * 24; // hours

void count_up(std::uint16_t& counter) {
    if (counter != std::numeric_limits<std::uint16_t>::max()) ++counter;
}

/// Compares a statement with what the person said about the same item before, and remembers it.
void take_stance(const FeedbackEvent& event, int stance, PerUserFeedbackState& state) {
    const bool positive = stance > 0;
    const auto hours = static_cast<float>(event.hours);
    int slot = event.kind == FeedbackKind::consumed ? 0 : -1;
    int latest = -1;
    for (int i = 0; i < PerUserFeedbackState::stance_count; ++i) {
        const auto& known = state.stances[static_cast<std::size_t>(i)];
        if (known.item != event.item.value) continue;
        if (i > 0 && slot < 0) slot = i;
        const float gap = hours < known.hours ? known.hours - hours : hours - known.hours;
        if (gap > contradiction_window) continue;
        if (latest < 0 || known.hours >= state.stances[static_cast<std::size_t>(latest)].hours) latest = i;
    }
    if (latest >= 0) {
        const bool was_positive = (state.positive & (1U << latest)) != 0;
        count_up(was_positive == positive ? state.agreements : state.contradictions);
    }
    if (slot < 0) slot = state.oldest_answer;
    if (slot > 0) state.oldest_answer = static_cast<std::uint8_t>(slot == 1 ? 2 : 1);
    state.stances[static_cast<std::size_t>(slot)] = {event.item.value, hours};
    const auto bit = static_cast<std::uint8_t>(1U << slot);
    state.positive = static_cast<std::uint8_t>(positive ? state.positive | bit : state.positive & ~bit);
}

} // namespace

FeedbackWeights feedback_weights(const Policy& policy) {
    FeedbackWeights weights;
    weights.recency_half_life = static_cast<float>(policy.recency_half_life * 24);
    weights.frequency_saturation = static_cast<float>(policy.frequency_saturation);
    return weights;
}

float recency_weight(double age, float half_life) {
    return half_life_decay(static_cast<float>(std::max(age, 0.0)), half_life);
}

float frequency_weight(float n, float saturation) {
    return saturation / (saturation + n);
}

float kind_reliability(FeedbackKind kind) {
    constexpr std::array<float, feedback_kind_count> reliability = {
        0.05F / (0.05F + 0.006F),      // picked
        0.60F / (0.60F + 0.21F),       // consumed
        0.924F,                        // thumb_up
        0.012F / (0.012F + 0.0009F),   // thumb_down
        0.0105F / (0.0105F + 0.0004F), // not_interested
        0.924F,                        // stars
        0.75F,                         // reason
        0.004F / (0.004F + 0.00002F),  // muted
        0.75F * 0.8F,                  // own_words: a reason, as often as the lexicon reads it right
    };
    return reliability[static_cast<std::size_t>(kind)];
}

float person_reliability(std::uint32_t agreements, std::uint32_t contradictions) {
    const auto a = static_cast<float>(agreements);
    const auto c = static_cast<float>(contradictions);
    return std::clamp(2.0F * (1.0F + a) / (2.0F + a + c), 0.2F, 1.0F);
}

float confidence_weight(FeedbackKind kind, const PerUserFeedbackState& state) {
    return kind_reliability(kind) * person_reliability(state.agreements, state.contradictions);
}

int stance_of(FeedbackKind kind, float value) {
    switch (kind) {
    case FeedbackKind::picked:
        return 0;
    case FeedbackKind::consumed:
        return value >= 0.8F ? 1 : (value <= 0.1F ? -1 : 0);
    case FeedbackKind::thumb_up:
        return 1;
    case FeedbackKind::thumb_down:
    case FeedbackKind::not_interested:
        return -1;
    case FeedbackKind::stars:
        return value > 0.5F ? 1 : (value < 0.5F ? -1 : 0);
    case FeedbackKind::reason:
    case FeedbackKind::muted:
    case FeedbackKind::own_words:
        return 0;
    }
    return 0;
}

void weigh(std::span<WeightedFeedback> rows, double arrival, const FeedbackWeights& weights,
           PerUserFeedbackState& state) {
    if (rows.empty()) return;
    if (arrival > state.counted_at) {
        const float fade = recency_weight(arrival - state.counted_at, weights.frequency_half_life);
        for (float& count : state.counts)
            count *= fade;
        state.counted_at = arrival;
    }
    for (WeightedFeedback& row : rows) {
        const FeedbackEvent& event = row.event;
        if (const int stance = stance_of(event.kind, event.value)) take_stance(event, stance, state);
        float& count = state.counts[static_cast<std::size_t>(event.kind)];
        row.weight = recency_weight(arrival - event.hours, weights.recency_half_life) *
                     frequency_weight(count, weights.frequency_saturation) *
                     confidence_weight(event.kind, state);
        count += 1.0F;
    }
}

} // namespace attune
