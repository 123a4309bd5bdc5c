// How strongly one accepted event may act: recency x frequency x confidence, each in [0, 1]. Recency fades by
// the clock, frequency gives the k-th repetition less than the one before, confidence is how far this kind of
// event, and this person, can be taken at their word. The small state kept per person for it is here too.
#pragma once

#include "core/policy/policy.h"
#include "core/recommender/feedback/feedback.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace attune {

/// The levers of the weights.
struct FeedbackWeights {
    float recency_half_life = 30 * 24; ///< hours, > 0
    float frequency_saturation = 4;    ///< events, > 0: after so many of a kind the next counts half
    /// Hours, > 0. Counts are meant to damp floods, not long memberships: with the 30 days of recency a
    /// person with three picks a day would settle at a count of 130 and every pick at 3 % of a newcomer's.
    float frequency_half_life = 24;
    bool operator==(const FeedbackWeights&) const = default;
};

/// The levers of a policy, in the units used here.
FeedbackWeights feedback_weights(const Policy& policy);

/// What weighting remembers of one person: 80 bytes, no pointers. It is derived from feedback, so it is to be
/// replaced by a fresh one when the person withdraws the consents that the feedback came under.
struct PerUserFeedbackState {
    /// The last statement about one item; hours are exact to a few seconds, which a 7-day rule does not
    /// notice.
    struct Stance {
        static constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();
        std::uint32_t item = nothing;
        float hours = 0;
        bool operator==(const Stance&) const = default;
    };
    static constexpr int stance_count = 3;

    std::array<float, feedback_kind_count>
        counts{};                 ///< accepted events of each kind, decayed to `counted_at`
    std::uint16_t agreements = 0; ///< both stay at 65,535 once there
    std::uint16_t contradictions = 0;
    double counted_at = 0; ///< hours
    std::array<Stance, stance_count>
        stances{};                  ///< [0] the last consumption, then the last two items answered on
    std::uint8_t positive = 0;      ///< bit i: stance i was a positive one
    std::uint8_t oldest_answer = 1; ///< which of stances 1 and 2 is replaced next
    bool operator==(const PerUserFeedbackState&) const = default;
};
static_assert(sizeof(PerUserFeedbackState) == 80);

/// 2^(-age / half_life), hours; ages below 0 count as 0.
float recency_weight(double age, float half_life);

/// saturation / (saturation + n): 1 for the first event of a kind, 1/2 after `saturation` of them, always
/// smaller for the next. n >= 0 is the decayed count of earlier ones; saturation > 0.
float frequency_weight(float n, float saturation);

/// The chance, at even odds beforehand, that an event of this kind means what it is taken to mean: P1 / (P1 +
/// P0) of the signal table of behaviour model 3.8 (tap 0.0105 : 0.0004, thumb down 0.012 : 0.0009, pick 0.05
/// : 0.006, consumption by its less certain end, the quick skip, 0.60 : 0.21). For a thumb up the test-retest
/// reliability of ratings, 0.924 (Amatriain, Pujol, Oliver, UMAP 2009), and so for stars; for a reason the
/// share that names the true cause, 0.75; for a mute 0.004 : 0.00002.
float kind_reliability(FeedbackKind kind);

/// rho in [0.2, 1]: twice (1 + agreements) / (2 + agreements + contradictions), cut to that range
/// (de-escalation proposal, section 3). Twice, because a person nothing is known about, at one half, is taken
/// at their word until they contradict themselves more often than they agree.
float person_reliability(std::uint32_t agreements, std::uint32_t contradictions);

/// kind_reliability x person_reliability.
float confidence_weight(FeedbackKind kind, const PerUserFeedbackState& state);

/// What an event says about its item: +1 liked (thumb up, 80 % or more consumed), -1 not (thumb down, "not
/// interested", 10 % or less consumed), 0 neither. Two statements about one item within 7 days agree or
/// contradict. Of stars, more than three are liked, less are not.
int stance_of(FeedbackKind kind, float value);

/// Weighs the joined rows of one person in order, in place, and takes them into `state`. The counts decay by
/// the clock of arrivals (hours), so that no client can age them; an arrival before the last one leaves them
/// as they are. A row that contradicts an earlier one already counts with the lowered reliability.
void weigh(std::span<WeightedFeedback> rows, double arrival, const FeedbackWeights& weights,
           PerUserFeedbackState& state);

} // namespace attune
