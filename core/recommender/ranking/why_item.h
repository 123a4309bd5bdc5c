// Why an item stands where it stands: what each thing that is known has added to its score, in the units of
// the score, so that the parts sum to the score to the last unit and the difference of two items is the
// difference of their parts.
#pragma once

#include "core/base/ids.h"
#include "core/recommender/ranking/panels.h"
#include "core/recommender/signals/user_store.h"

#include <array>
#include <cstdint>

namespace attune {

/// The first ones make up the score, those from `noise` on decide the place beside it.
enum class WhyPart : std::uint8_t {
    popularity,  ///< what is learned of the item from everybody
    taste,       ///< the person's own vector, or affinity to the category
    feedback,    ///< the category's weight from what the person said and did
    part_of_day, ///< the same for this part of the day
    further,     ///< the person wants things further from what is usual
    familiar,    ///< given back, since its provider is one the person is at home with
    price,       ///< "too expensive"
    alike,       ///< like something that was said no to
    said_now,    ///< what was said in this visit, since it was scored
    fairness,    ///< the price of its provider group
    lot,         ///< settles ties
    noise,       ///< sampling, with what rounding the key takes
    variety,     ///< for what stands above it
    mix,         ///< for the person's own mix of categories
    guard,       ///< the debt guard's push for its provider group
    count_,
};
constexpr std::size_t why_parts = static_cast<std::size_t>(WhyPart::count_);

struct WhyItem {
    ItemId item;
    CategoryId category;
    std::array<std::int32_t, why_parts> parts{}; ///< score units
    std::int32_t score = 0;                      ///< the sum of the parts before `noise`
    std::int32_t key = 0;                        ///< the sum of all; the largest key gets the place
    bool tried = false;                          ///< the place went to a random candidate
    /// Its place, from 1, among the visit's candidates that are not hidden, as they stand: now, and without
    /// what the person's feedback did to its category.
    int place = 0, place_without_feedback = 0;

    std::int32_t part(WhyPart which) const { return parts[static_cast<std::size_t>(which)]; }
    /// nat
    float nats(WhyPart which) const { return from_score(part(which)); }
};

/// What each part adds to how far `a` is above `b`; sums to the difference of their scores up to `noise`, and
/// to that of their keys in all.
std::array<std::int32_t, why_parts> difference(const WhyItem& a, const WhyItem& b);

/// What a visit's candidates were scored by, kept as long as they are.
struct ScoredBy {
    bool personal = false; ///< nothing of the person is in the scores otherwise, and the rest is not set
    bool spared = false;   ///< familiar candidates got back what their category had lost
    std::uint16_t lot = 0;
    float price_weight = 0;
    std::array<std::int16_t, factor_count> vector{};
    std::array<std::int32_t, max_categories> adjustment{};
    std::array<float, max_categories> affinity{}; ///< of the content ranker
    std::array<float, max_categories> category_weight{};
    std::array<OffHour, 4> off_hours{};

    /// Of a category, in score units: feedback, part_of_day and further.
    struct OfCategory {
        std::int32_t taste = 0, feedback = 0, part_of_day = 0, further = 0;
    };
    /// `part` of the day, or -1 where it may not be used.
    OfCategory of(std::size_t category, int part) const;
};

} // namespace attune
