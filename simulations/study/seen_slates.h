// The events of a log gathered to slates, one person after another: what stood on each, and how far down it
// was seen.
#pragma once

#include "simulations/engine/event_log.h"

#include <cstdint>
#include <vector>

namespace attune {

struct SeenSlate {
    std::uint32_t visit = 0;
    std::uint32_t number = 0;         ///< of the person, over all visits
    double hours = -1;                ///< when it came
    std::vector<std::uint32_t> items; ///< by rank
    int picked = -1;                  ///< rank

    bool open() const { return !items.empty(); }
    /// Items seen, as a server knows it: down to the pick, or all.
    std::size_t seen() const { return picked < 0 ? items.size() : static_cast<std::size_t>(picked) + 1; }
};

/// The slate each person is looking at. `over(user, slate)` is told once of every slate, when the person has
/// moved on: to the next slate, out of the visit, or to what the recommender makes of it (episode).
class SeenSlates {
public:
    explicit SeenSlates(int users)
        : open_(static_cast<std::size_t>(users)) {}

    /// Takes an event in. Before anything else is done with it: a slate that ends with the event is over
    /// before the event happens.
    template <typename Over>
    void take(const LoggedEvent& event, const Over& over) {
        SeenSlate& slate = open_[event.user.value];
        const bool next = event.kind == LoggedKind::impression && event.rank == 0;
        if (slate.open() &&
            (next || event.kind == LoggedKind::session || event.kind == LoggedKind::episode)) {
            over(event.user.value, static_cast<const SeenSlate&>(slate));
            slate.items.clear();
            slate.picked = -1;
        }
        if (event.kind == LoggedKind::impression) {
            slate.visit = event.visit;
            slate.number = event.slate;
            if (next) slate.hours = event.hours;
            slate.items.push_back(event.item.value);
        } else if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked) {
            for (std::size_t rank = 0; rank < slate.items.size(); ++rank)
                if (slate.items[rank] == event.item.value) slate.picked = static_cast<int>(rank);
        }
    }

private:
    std::vector<SeenSlate> open_; ///< by person
};

} // namespace attune
