// How many people are in each state of the answer to dissatisfaction, day by day, read from the log of one
// run. De-escalation proposal, section 6.
#pragma once

#include "core/measures/statistics/intervals.h"
#include "simulations/engine/event_log.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

class LoopFlow {
public:
    /// Any state between acknowledgement and outcome (Episode::active), beside the ten.
    static constexpr std::size_t under_way = loop_state_count;
    static constexpr std::size_t kinds = loop_state_count + 1;

    LoopFlow() = default;
    LoopFlow(int users, int days);

    void take(std::span<const LoggedEvent> events);
    /// The run is over: what stands now stands until its last day. Once, before anything is asked.
    void finish();

    int days() const { return static_cast<int>(people_.size()); }
    int users() const { return static_cast<int>(now_.size()); }
    /// People who had some category in a state at any moment of a day, from 0. A lowered weight (watch) goes
    /// beside whatever else the category is in; without the consent to adjust
    /// nothing stands beyond the visit.
    int people(int day, std::size_t kind) const { return people_[static_cast<std::size_t>(day)][kind]; }
    /// The same as a share of everybody.
    Estimate share(int day, std::size_t kind) const;

private:
    struct Standing {
        std::uint8_t categories = 0; ///< that are in it
        std::int32_t since = 0;      ///< day, while there are some
        std::int32_t counted = 0;    ///< days before this one have been counted
    };
    struct Now {
        std::array<Standing, kinds> standing;
        std::vector<std::pair<std::uint32_t, LoopState>> episodes; ///< by category, those that are not stable
        std::uint32_t watched = 0;                                 ///< categories, one bit each
        bool consents = false;
    };

    int day_of(double hours) const;
    void enter(Now& now, std::size_t kind, int day);
    void leave(Now& now, std::size_t kind, int day);
    void move(Now& now, const LoggedEvent& event, int day);
    void watch(Now& now, std::uint32_t category, bool on, int day);
    void clear(Now& now, int day);

    std::vector<Now> now_; ///< by person
    std::vector<std::array<int, kinds>> people_;
};

} // namespace attune
