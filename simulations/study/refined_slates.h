// Whether what came up in the place of what was rejected is taken (acceptance of refined suggestions,
// de-escalation proposal, section 9, ARS): the slates of a run beside those that the same people were shown
// in its twin, where nothing answers a sign of dissatisfaction.
//
// What stands on a slate and not on the twin's slate in the same place has risen; what stands on the twin's
// alone was displaced. Two slates are in the same place if they are the same person's, in the same visit,
// with the same number. That holds for a while after the first overt sign, which must be the same in both
// runs, and ends for good where the two lives part: from then on nothing of that person is counted. So the
// measure says how the first slates after a sign are taken, not the later ones, and on these the two runs may
// differ by what else was learned from different slates.
#pragma once

#include "core/recommender/ranking/slate.h"
#include "simulations/study/seen_slates.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// Of one person, over the slates that were compared: items seen, down to the pick, and how many were picked.
struct RefinedPicks {
    double slates = 0;
    double risen = 0, risen_picked = 0;
    double displaced = 0, displaced_picked = 0;
};

class RefinedSlates {
public:
    static constexpr double longest = 30 * 24; ///< hours after the sign

    explicit RefinedSlates(int users);

    /// All events of the run with an answer, then all of its twin.
    void keep(std::span<const LoggedEvent> events);
    void compare(std::span<const LoggedEvent> events);

    const std::vector<RefinedPicks>& people() const { return picks_; }

private:
    struct Kept {
        std::uint32_t visit = 0, number = 0;
        std::array<std::uint32_t, slate_length> items{};
        std::uint8_t count = 0, seen = 0;
        std::int8_t picked = -1;
    };
    struct Sign {
        double hours = -1;
        std::uint32_t item = 0;
    };
    static Kept kept(const SeenSlate& slate);
    static void count(const Kept& slate, const Kept& other, double& seen, double& picked);
    static bool after(const Sign& sign, const SeenSlate& slate);
    static void note(const LoggedEvent& event, Sign& sign);

    SeenSlates slates_, twin_slates_;
    std::vector<Sign> signs_, twin_signs_; ///< by person, as the next three
    std::vector<std::vector<Kept>> kept_;
    std::vector<std::size_t> next_; ///< of the kept ones, to be compared
    std::vector<RefinedPicks> picks_;
};

} // namespace attune
