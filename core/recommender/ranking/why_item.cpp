#include "core/recommender/ranking/why_item.h"

namespace attune {

std::array<std::int32_t, why_parts> difference(const WhyItem& a, const WhyItem& b) {
    std::array<std::int32_t, why_parts> parts{};
    for (std::size_t k = 0; k < why_parts; ++k)
        parts[k] = a.parts[k] - b.parts[k];
    return parts;
}

ScoredBy::OfCategory ScoredBy::of(std::size_t category, int part) const {
    OfCategory all;
    if (!personal) return all;
    // Rounded together when it was scored, so the feedback is what it adds to the rounded affinity.
    const std::int32_t both = to_score(affinity[category] + category_weight[category]);
    all.taste = to_score(affinity[category]);
    all.feedback = both - all.taste;
    for (const OffHour& off : off_hours)
        if (off.weight < 0 && off.part == part && off.category == category)
            all.part_of_day += to_score(off.weight);
    all.further = adjustment[category] - both - all.part_of_day;
    return all;
}

} // namespace attune
