// How long the visit lasts in which somebody is first answered, and the visits after it: read from the log of
// a run, and from the log of the same people whom nothing answers (requirement DE-31).
#pragma once

#include "simulations/engine/event_log.h"

#include <array>
#include <span>
#include <vector>

namespace attune {

class OpenedVisits {
public:
    static constexpr int after = 3;                 ///< visits that are looked at after the one
    static constexpr double within_hours = 14 * 24; ///< ... if they come so soon after its beginning

    explicit OpenedVisits(int users)
        : people_(static_cast<std::size_t>(users)) {}

    /// For the run without an answer, before anything is taken: the run of the same people with one, all of
    /// it. It says whose visit is looked at here, and which.
    void beside(const OpenedVisits& treated) { treated_ = &treated; }

    void take(std::span<const LoggedEvent> events);

    /// One person's first episode. Without an answer: the same visit, if all that this person has said no to
    /// until then is the same in both runs, sign by sign. What follows that sign chose nobody.
    struct Person {
        bool opened = false;
        bool over = false; ///< the visit; nothing is known of its length before
        double begun = 0;  ///< hours: when it began
        double minutes = 0;
        std::array<double, after> later{}; ///< minutes of the visits after it
        int came = 0;                      ///< so many of them
    };
    Person person(std::size_t user) const { return people_[user].told; }

private:
    struct Sign {
        std::uint32_t visit = 0, slate = 0, item = 0;
        double hours = 0;
        bool operator==(const Sign&) const = default;
    };
    struct Now {
        Person told;
        std::vector<Sign> signs; ///< up to the one that opened the episode
        bool other = false;      ///< without an answer: something else was said no to
    };

    void sign(Now& now, const LoggedEvent& event);
    static void opening(Now& now, const LoggedEvent& event);
    static void session(Now& now, const LoggedEvent& event);

    const OpenedVisits* treated_ = nullptr;
    std::vector<Now> people_;
};

} // namespace attune
