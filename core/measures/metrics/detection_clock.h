// How soon it is noticed that a category is unwanted: what the person saw between the first of five unwanted
// items of the category in a row and the moment the recommender turned against it (de-escalation proposal,
// section 9, DTR). One clock stands for one person and one category, and runs once.
#pragma once

#include "core/measures/metrics/resolution_time.h"

#include <cstdint>
#include <optional>

namespace attune {

class DetectionClock {
public:
    static constexpr int unwanted_run = 5; ///< items of the category in a row

    /// The person saw an item of the category, the `item`-th of all that they saw; counted from 1, ascending.
    void saw(bool unwanted, std::uint32_t item);
    /// The recommender turns against the category once the person has seen `item` items, or stops doing so.
    /// Noticed before there was anything to notice is no delay: it counts as 0 if it still holds then.
    void noticed(bool on, std::uint32_t item);
    /// Nobody watches any more, because nothing may be noticed any more: what goes on is censored at `item`.
    void stop(std::uint32_t item);

    /// Once the category was unwanted, the wait in items of all categories; `item` is how many the person saw
    /// up to the end. A wait that goes on is censored there.
    std::optional<Wait> wait(std::uint32_t item) const;
    /// The same wait in items of the category alone.
    std::optional<Wait> wait_of_category() const;

private:
    bool runs() const { return stopped_ == 0 && noticed_ == 0; }

    std::uint32_t first_ = 0;   ///< of the run
    std::uint32_t seen_ = 0;    ///< items of the category after it
    std::uint32_t noticed_ = 0; ///< since the first, for the first time; 0 = not
    std::uint32_t stopped_ = 0; ///< 0 = not
    std::uint8_t run_ = 0;
    bool on_ = false;
};

} // namespace attune
