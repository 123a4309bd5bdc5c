#include "core/recommender/deescalation/mismatch.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

/// logit(0.04). Section 3 has 0.08, with which a belief of 0.6 was right in one of three cases.
constexpr float prior = -3.1780538F;
constexpr float stands_out = 0.5F;          ///< belief in one category, section 3: then it is about that one
constexpr float most = 5.0F, least = -2.0F; ///< nat, of the level
// Our choices: who finds nothing searches in about 0.45 of the lists left, otherwise at the person's own
// rate; something is picked from 0.25 of the lists instead of from 0.40.
constexpr float search_if_misfit = 0.45F;
constexpr float base_search = 0.10F, habit_strength = 20.0F; ///< slates
constexpr float no_pick_says = 0.22F, pick_says = -0.47F;    ///< nat
constexpr float abandoned_says = 0.85F;                      ///< nat, 3.8
constexpr float complaint_says = 3.0F; ///< nat; 3.7 times the share of complaints that are read right

} // namespace

Mismatch::Mismatch(const Policy& policy)
    : enabled_(policy.deescalation && policy.conversation && policy.ask_direction)
    , ask_at_(static_cast<float>(policy.direction_at)) {}

void Mismatch::slate_over(DerivedState& state, const SlateEnd& end, bool may_search, bool may_words) const {
    Restlessness& restless = state.restless;
    float said = end.picked_rank < 0 ? no_pick_says : pick_says;
    if (may_search) {
        const float all = restless.slates + habit_strength;
        const float own = (restless.searches + base_search * habit_strength) / all;
        if (end.picked_rank < 0)
            said += end.searched ? portable_log(search_if_misfit / own)
                                 : portable_log((1.0F - search_if_misfit) / (1.0F - own));
        if (end.picked_rank < 0) restless.slates += 1.0F;
        restless.searches += end.searched ? 1.0F : 0.0F;
    }
    if (may_words && end.complaint == Pattern::misalignment) said += complaint_says;
    restless.level = std::clamp(restless.level + said, least, most);
}

void Mismatch::abandoned(DerivedState& state) const {
    state.restless.level = std::min(state.restless.level + abandoned_says, most);
}

float Mismatch::belief(const DerivedState& state) {
    return portable_logistic(prior + state.restless.level);
}

bool Mismatch::asks(const DerivedState& state, float highest) const {
    return enabled_ && highest < stands_out && belief(state) >= ask_at_;
}

} // namespace attune
