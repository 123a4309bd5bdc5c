// Whether nothing fits just now: evidence from whole slates and visits that no single category accounts for.
// It fades within a day, lowers nothing by itself, and opens one question: which way to go. De-escalation
// proposal, section 3 (global frustration G, pattern "misalignment").
#pragma once

#include "core/policy/policy.h"
#include "core/recommender/signals/user_store.h"

#include <optional>

namespace attune {

/// How a person left a slate, as far as a server sees it.
struct SlateEnd {
    int picked_rank = -1;  ///< -1: nothing was picked
    bool searched = false; ///< looked for something else instead
    /// What the device made of a complaint in own words; the words stay there.
    std::optional<Pattern> complaint{};
};

class Mismatch {
public:
    explicit Mismatch(const Policy& policy);

    /// Takes in the end of a slate. `may_search`, `may_words`: whether these signs may be used.
    void slate_over(DerivedState& state, const SlateEnd& end, bool may_search, bool may_words) const;
    /// A visit ended after at most two slates with nothing picked.
    void abandoned(DerivedState& state) const;
    /// The person has said what to do about it.
    static void settled(DerivedState& state) { state.restless.level = 0; }

    /// G: belief in [0, 1] that nothing fits just now.
    static float belief(const DerivedState& state);
    /// Whether to ask which way to go, after an overt sign about the slate as a whole; `highest` is the
    /// belief in the category that is most believed unwanted.
    bool asks(const DerivedState& state, float highest) const;

private:
    bool enabled_;
    float ask_at_;
};

} // namespace attune
