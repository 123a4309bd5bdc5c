// One inferred weight per category: evidence of dissatisfaction accumulates as log-likelihood with the
// person's own base rates, for and against; the weight falls when the belief is high enough and recovers by
// clock. Evidence document "De-escalation", sections 3 and 7; behaviour model 3.8 for the likelihoods.
#pragma once

#include "core/policy/policy.h"
#include "core/recommender/deescalation/evidence.h"
#include "core/recommender/signals/user_store.h"

#include <cstdint>

namespace attune {

constexpr float least_weight = 0.05F; ///< nat; a weight nearer to 0 counts as recovered (section 7)

class Dissatisfaction {
public:
    explicit Dissatisfaction(const Policy& policy);

    /// Lets evidence and weights decay to `hours`. A weight waits while the belief in its category is 0.5 or
    /// more.
    void advance(DerivedState& state, float hours) const;

    /// What one piece of evidence came to.
    struct Taken {
        float weight_change = 0; ///< of the category's weight, nat, 0 or negative
        float nats = 0;          ///< against the category if positive, already weighted
        bool speakable = false;  ///< overt, and the belief is high enough to speak of it
        bool again = false;      ///< an earlier overt sign has already lowered the weight
    };
    /// Takes in one piece of evidence and counts it in the person's base rates; `weight` in [0, 1] is how far
    /// the pipeline trusts it.
    Taken take(DerivedState& state, CategoryId category, Evidence evidence, float weight) const;

    /// The person has said "fewer" when asked: a whole step, within the same bounds. A wish is no evidence;
    /// the belief stays as it is.
    void wish_fewer(DerivedState& state, CategoryId category) const;
    /// A second, smaller step where the first has not helped.
    void step_again(DerivedState& state, CategoryId category) const;

    // What a reason changes (feedback/annotation.h); `by` <= 0, and all of it recovers by clock. Nothing
    // where de-escalation is off.
    void lower_category(DerivedState& state, CategoryId category, float by) const;
    void lower_price(DerivedState& state, float by) const;
    /// At this quarter of the day alone. What people have said themselves is not crowded out by what was
    /// inferred.
    void lower_hour(DerivedState& state, CategoryId category, int part, float by, bool said) const;
    /// The person wants things further from what is usual; `by` >= 0, nat.
    void go_further(DerivedState& state, float by) const;
    /// What going further adds to a category: the more, the less of what was seen lately was of it; nat.
    static float further(const DerivedState& state, CategoryId category, int categories);
    /// The weight of a category at this quarter of the day, beyond its own, nat.
    static float off_hour(const DerivedState& state, CategoryId category, int part);

    /// Belief in [0, 1] that the category is unwanted.
    float belief(const DerivedState& state, CategoryId category) const;
    /// How well a category is known of this person, C in [0, 1]: n / (n + 20) of n items of it seen lately,
    /// times how many of the picks that the person's own rate makes likely there were. Section 4; without the
    /// part about contradictions, which belongs to an episode.
    static float confidence(const DerivedState& state, CategoryId category);
    /// Takes everything back that was inferred or asked about a category: weight, evidence, what it rests on.
    static void forget(DerivedState& state, CategoryId category);

private:
    bool enabled_;
    float prior_; ///< log-odds
    float watch_, acknowledge_;
    float step_, lowest_;
    float evidence_half_life_, recovery_half_life_; ///< hours
};

} // namespace attune
