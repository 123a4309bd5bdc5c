// What stands on the slates after a person's first "not interested": read from two runs of the same people,
// one in which the recommender gets that tap and one in which it does not, it says what one tap changes
// (responsiveness, de-escalation proposal, section 9, RSP).
#pragma once

#include "simulations/population/world_data.h"
#include "simulations/study/seen_slates.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// Slates after the tap, over which it is looked at.
constexpr std::array<int, 3> slates_after_tap = {1, 5, 20};

struct AfterTap {
    double hours = -1; ///< of the tap; < 0: none
    std::uint32_t item = 0;
    int slates = 0; ///< that followed, at most the last of slates_after_tap
    /// Over the first 1, 5 and 20 of them; the item itself is not counted.
    struct Shown {
        double items = 0;
        double alike = 0; ///< how alike they are to it, summed up; what points the other way counts 0
        double other = 0; ///< of another category
    };
    std::array<Shown, slates_after_tap.size()> shown;
};

class FirstTaps {
public:
    FirstTaps(const WorldData& world, int users);

    void take(std::span<const LoggedEvent> events);
    const std::vector<AfterTap>& people() const { return people_; }

private:
    void slate_over(std::uint32_t user, const SeenSlate& slate);

    const WorldData* world_;
    SeenSlates slates_;
    std::vector<AfterTap> people_;
};

} // namespace attune
