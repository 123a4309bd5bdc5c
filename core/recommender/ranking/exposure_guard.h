// The debt guard: what makes exposure floors and caps hard. It changes one slate by the smallest price that
// keeps every debt within its limit, and where prices do not settle it gives places out by need.
#pragma once

#include "core/recommender/ranking/candidates.h"

#include <array>
#include <cstdint>

namespace attune {

/// What every group must still get, and may still get, from the places left on a slate.
struct ExposureNeed {
    GroupExposure least{};
    GroupExposure most{};
    bool capped = false; ///< whether `most` counts

    /// The key to take for this rank and its booking: the best one that leaves the groups what they need, or
    /// else the best of the group in greatest need. Keys that are gone are Candidates::no_key.
    std::int32_t choose(const Candidates& candidates, const std::array<std::int32_t, max_candidates>& keys,
                        const std::array<std::uint8_t, max_categories>& taken, int category_cap, int rank);
};

/// Raises of groups, in score units; negative lowers.
using GroupBonus = std::array<std::int32_t, max_provider_groups>;

/// Fills the slate anew.
class SlateFilling {
public:
    SlateFilling() = default;
    SlateFilling(const SlateFilling&) = delete;
    SlateFilling& operator=(const SlateFilling&) = delete;
    virtual ~SlateFilling() = default;
    /// What the slate then gives to every group; `bonus` and `need` may be null.
    virtual GroupExposure fill(const GroupBonus* bonus, std::uint32_t exploration_ranks,
                               ExposureNeed* need) = 0;
};

/// Changes the slate until every limit holds, as far as the candidates go; whether it had to. `shown` is what
/// the slate gives and is kept up to date.
bool hold_limits(const ExposureController& fairness, const ExposureLedger& ledger, Candidates& candidates,
                 std::uint32_t exploration_ranks, GroupExposure& shown, SlateFilling& slate);

/// Adds each group's share of what the request was predicted to like: the softmax of the candidates' scores
/// without the prices of the groups. What was said no to has no merit.
void add_merit(const Candidates& candidates, const ExposureController& fairness, GroupExposure& merit);

} // namespace attune
