#include "simulations/study/opened_visits.h"

#include "simulations/study/episodes.h"

namespace attune {

void OpenedVisits::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        Now& now = people_[event.user.value];
        if (is_overt_sign(event))
            sign(now, event);
        else if (event.kind == LoggedKind::episode && !treated_)
            opening(now, event);
        else if (event.kind == LoggedKind::session)
            session(now, event);
    }
}

void OpenedVisits::sign(Now& now, const LoggedEvent& event) {
    if (now.told.opened || now.other) return;
    now.signs.push_back({event.visit, event.slate, event.item.value, event.hours});
    if (!treated_) return;
    const Now& treated = treated_->people_[event.user.value];
    const std::size_t said = now.signs.size();
    now.other =
        !treated.told.opened || said > treated.signs.size() || now.signs.back() != treated.signs[said - 1];
    now.told.opened = !now.other && said == treated.signs.size();
}

void OpenedVisits::opening(Now& now, const LoggedEvent& event) {
    if (event.to != LoopState::acknowledge || now.told.opened || now.other) return;
    // It is logged once the list is over on which the sign was given.
    const bool by_sign =
        !now.signs.empty() && now.signs.back().visit == event.visit && now.signs.back().slate == event.slate;
    (by_sign ? now.told.opened : now.other) = true;
}

void OpenedVisits::session(Now& now, const LoggedEvent& event) {
    Person& told = now.told;
    if (!told.opened) return;
    const auto minutes = static_cast<double>(event.value);
    if (!told.over) {
        told.over = true;
        told.begun = event.hours;
        told.minutes = minutes;
    } else if (told.came < after && event.hours <= told.begun + within_hours)
        told.later[static_cast<std::size_t>(told.came++)] = minutes;
}

} // namespace attune
