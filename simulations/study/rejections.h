// What becomes of people's first "no", read from the log of one run: how much of what they rejected still
// comes, what else went with it, and whether what was promised came true. The truth about items is the
// world's.
#pragma once

#include "simulations/engine/event_log.h"
#include "simulations/population/world_data.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// A promise made to a person, to be looked for in the log of a twin as well.
struct PromiseMade {
    UserId user;
    std::uint32_t visit = 0; ///< in which it was made; it counts from the next on
    double hours = 0;
    std::uint8_t category = 0;
    std::uint8_t visits = 0;
    float level = 0;
};

/// One person after the first item said no to.
struct Rejection {
    double hours = -1; ///< of the first "not interested"; < 0 where there was none
    std::uint32_t visit = 0;
    std::uint32_t item = 0;
    std::uint8_t category = 0;
    bool allowed = false; ///< whether the person let recommendations be adjusted by then
    // In the fourteen days after:
    double pairs = 0;                     ///< items shown, each beside the rejected one, itself apart
    double bad = 0;                       ///< ... too much like it (alike.h)
    double slates = 0, with_category = 0; ///< slates, and those with something of the category
    std::array<std::uint16_t, max_categories> shown{}; ///< by category
    // Over the whole run:
    double taps = 0, answered = 0; ///< taps followed by another slate; those whose item was not on it
    bool back = false; ///< the rejected item itself came again in a later visit of the fourteen days
};

class Rejections {
public:
    static constexpr double window = 14 * 24; ///< hours

    /// `own` if the promises made in this very run are to be judged.
    Rejections(const WorldData& world, int users, bool own = false);

    /// The events of a run in their order.
    void take(std::span<const LoggedEvent> events);
    /// Promises of another run of the same people, to be judged by what this one shows.
    void watch(const std::vector<PromiseMade>& promises);

    const std::vector<Rejection>& people() const { return people_; }
    /// What was promised in this run.
    const std::vector<PromiseMade>& promises() const { return made_; }
    /// Of the watched promises, from the visit after they were made on: how many could be judged, and were
    /// kept, by person.
    struct Judged {
        double due = 0, kept = 0;
    };
    const std::vector<Judged>& judged() const { return judged_; }
    /// When a watched promise came true: after how many of its visits the category was as rare as promised,
    /// and stayed so up to the end of the promise; 0: it was not at the end.
    struct Came {
        std::uint32_t user = 0;
        int promised = 0; ///< visits
        int visits = 0;
    };
    const std::vector<Came>& came() const { return came_; }

private:
    struct Open {
        std::vector<std::uint32_t> slate; ///< items by rank
        int picked = -1;
        std::uint32_t visit = 0;
        double hours = 0;
        std::vector<std::uint32_t> tapped; ///< on the slate before
        std::vector<std::uint32_t> taps;   ///< on this one
    };
    struct Watched {
        PromiseMade promise;
        double seen = 0, hits = 0;
        int visits = 0;
        int true_since = 0; ///< visits after which it has been as promised; 0: it is not
    };

    void impression(const LoggedEvent& event);
    void slate_over(std::uint32_t user);
    void visit_over(std::uint32_t user, std::uint32_t visit);

    const WorldData* world_;
    bool own_;
    std::vector<Rejection> people_;
    std::vector<Open> open_;
    std::vector<bool> allows_; ///< by person, now
    std::vector<PromiseMade> made_;
    std::vector<std::vector<Watched>> watched_; ///< by person
    std::vector<Judged> judged_;
    std::vector<Came> came_;
};

} // namespace attune
