// What happens around an item that was said no to: for some slates a few places go to its neighbours - others
// of its category, others of its provider -, and what turns out to be liked is left in peace. Where signs
// contradict each other, lists rest on what was known before. De-escalation proposal, section 7.
#include "core/base/portable_math.h"
#include "core/recommender/recommender.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float trusted_topic = 0.4F;       ///< belief that it is unwanted, at most
constexpr float stable_half_life = 15 * 24; ///< hours: an average over about a month
constexpr std::uint8_t most_picks = 255;

} // namespace

/// A tap begins tries near the item; a second overt no on either side of tries under way ends them.
void Recommender::begin_near(DerivedState& derived, ItemId item, bool tap) const {
    if (!policy_.deescalation || policy_.near_slates == 0 ||
        policy_.ranker == static_cast<int>(Ranker::random))
        return;
    const Item& no = catalogue_->items[item.value];
    NearTries& near = derived.near;
    if (near.slates_left > 0 && near.item != item.value &&
        (near.category == no.category.value || near.provider == no.provider.value)) {
        near.slates_left = 0;
        return;
    }
    if (!tap || (near.slates_left > 0 && near.item == item.value)) return;
    near = {.item = item.value,
            .provider = no.provider.value,
            .category = static_cast<std::uint8_t>(no.category.value),
            .slates_left = static_cast<std::uint8_t>(policy_.near_slates)};
}

void Recommender::near_picked(DerivedState& derived, ItemId item) const {
    NearTries& near = derived.near;
    if (near.slates_left == 0) return;
    const Item& picked = catalogue_->items[item.value];
    const bool of_category = picked.category.value == near.category;
    const bool of_provider = picked.provider.value == near.provider;
    if (of_category == of_provider) return;
    std::uint8_t& count = of_category ? near.of_category : near.of_provider;
    if (count < most_picks) ++count;
}

/// Lets the next slate's tries be neighbours, if there are any; when the last such slate comes, what was
/// picked before it is drawn on.
bool Recommender::offer_near(OpenVisit& visit, DerivedState& derived, double hours) const {
    NearTries& near = derived.near;
    if (near.slates_left == 0) return false;
    // Where the topic itself is believed to be unwanted, it is not tried: the risk is theirs.
    const bool topic_too = dissatisfaction_.belief(derived, CategoryId(near.category)) < trusted_topic &&
                           derived.category_weight[near.category] >= 0;
    Candidates& candidates = visit.candidates;
    std::array<std::uint16_t, exploration_candidates> found;
    int count = 0;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        const Item& item = catalogue_->items[candidates.item[j]];
        const bool of_category = topic_too && item.category.value == near.category;
        const bool of_provider = item.provider.value == near.provider && item.category.value != near.category;
        if (candidates.state[j] != Candidates::fresh || of_category == of_provider) continue;
        // The best ones: a try is no punishment.
        int at = std::min(count, exploration_candidates - 1);
        if (count == exploration_candidates && candidates.score[j] <= candidates.score[found.back()])
            continue;
        count = std::min(count + 1, exploration_candidates);
        for (; at > 0 && candidates.score[found[static_cast<std::size_t>(at - 1)]] < candidates.score[j];
             --at)
            found[static_cast<std::size_t>(at)] = found[static_cast<std::size_t>(at - 1)];
        found[static_cast<std::size_t>(at)] = static_cast<std::uint16_t>(j);
    }
    if (--near.slates_left == 0 && near.of_category != near.of_provider) {
        // Whatever was picked of it, it was not that.
        const bool topic = near.of_category > near.of_provider;
        const auto known =
            std::find_if(derived.excluded.begin(), derived.excluded.end(), [&](const Excluded& one) {
                return one.topic == topic && one.which == (topic ? near.category : near.provider) &&
                       static_cast<double>(one.until) > hours;
            });
        auto& place =
            known != derived.excluded.end()
                ? *known
                : *std::min_element(derived.excluded.begin(), derived.excluded.end(),
                                    [](const Excluded& a, const Excluded& b) { return a.until < b.until; });
        place = {static_cast<float>(hours) + excluded_hours, topic, topic ? near.category : near.provider};
    }
    if (count == 0) return false;
    candidates.exploration = found;
    candidates.exploration_count = count;
    return true;
}

/// What is left in peace during the visit that begins.
void Recommender::recall_excluded(DerivedState& derived, double hours) const {
    derived.at_peace = 0;
    for (const Excluded& one : derived.excluded)
        if (one.topic && static_cast<double>(one.until) > hours) derived.at_peace |= 1U << one.which;
}

/// Takes what has been learned of a person into the long average, while nothing contradicts it.
void Recommender::keep_stable(DerivedState& derived, double hours) const {
    if (derived.frozen != 0) return;
    const auto now = static_cast<float>(hours);
    if (derived.stable_at < 0) {
        derived.stable = derived.vector;
    } else {
        const float keep = half_life_decay(std::max(now - derived.stable_at, 0.0F), stable_half_life);
        for (std::size_t f = 0; f < derived.stable.size(); ++f)
            derived.stable[f] = keep * derived.stable[f] + (1.0F - keep) * derived.vector[f];
    }
    derived.stable_at = now;
}

int Recommender::near_slates_left(UserId user) const {
    const DerivedState* derived = gate_.derived(user);
    return derived ? derived->near.slates_left : 0;
}

} // namespace attune
