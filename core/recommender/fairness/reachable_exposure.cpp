#include "core/recommender/fairness/reachable_exposure.h"

#include <algorithm>

namespace attune {
namespace {

std::int64_t sum_over(const GroupExposure& per_group, std::uint32_t groups) {
    std::int64_t sum = 0;
    for (std::size_t g = 0; g < per_group.size(); ++g)
        if (((groups >> g) & 1U) != 0) sum += per_group[g];
    return sum;
}

/// The groups with an entry, one bit each.
std::uint32_t limited(const GroupExposure& per_group) {
    std::uint32_t groups = 0;
    for (std::size_t g = 0; g < per_group.size(); ++g)
        if (per_group[g] > 0) groups |= 1U << g;
    return groups;
}

} // namespace

ReachableExposure::ReachableExposure(const Catalogue& catalogue, int category_cap, int slate_length)
    : all_((1U << catalogue.provider_groups.size()) - 1) {
    std::array<std::array<int, max_categories>, max_provider_groups> items{};
    for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
        ++items[catalogue.group_of(ItemId(i)).value][catalogue.items[i].category.value];
    for (std::uint32_t groups = 0; groups <= all_; ++groups) {
        int fillable = 0;
        for (std::size_t c = 0; c < max_categories; ++c) {
            int here = 0;
            for (std::size_t g = 0; g < items.size(); ++g)
                if (((groups >> g) & 1U) != 0) here += items[g][c];
            fillable += std::min(here, category_cap);
        }
        for (int rank = 0; rank < std::min(fillable, slate_length); ++rank)
            most_[groups] += rank_exposure(rank);
    }
}

bool ReachableExposure::fits(const GroupExposure& floor, const GroupExposure& cap) const {
    for (std::size_t g = 0; g < floor.size(); ++g)
        if (cap[g] > 0 && floor[g] > cap[g]) return false;
    return crowded(floor) == 0 && overfull(cap) == 0;
}

std::uint32_t ReachableExposure::crowded(const GroupExposure& floor) const {
    const std::uint32_t floored = limited(floor);
    for (std::uint32_t some = 1; some <= floored; ++some)
        if ((some & floored) == some && sum_over(floor, some) > most(some)) return some;
    return 0;
}

std::uint32_t ReachableExposure::overfull(const GroupExposure& cap) const {
    const std::uint32_t capped = limited(cap);
    for (std::uint32_t some = 1; some <= capped; ++some)
        if ((some & capped) == some && sum_over(cap, some) < least(some)) return some;
    return 0;
}

} // namespace attune
