#include "simulations/study/first_taps.h"

#include "simulations/study/alike.h"

#include <algorithm>

namespace attune {

FirstTaps::FirstTaps(const WorldData& world, int users)
    : world_(&world)
    , slates_(users)
    , people_(static_cast<std::size_t>(users)) {}

void FirstTaps::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        slates_.take(event, [this](std::uint32_t user, const SeenSlate& slate) { slate_over(user, slate); });
        AfterTap& person = people_[event.user.value];
        if (event.kind != LoggedKind::feedback || event.feedback != FeedbackKind::not_interested ||
            person.hours >= 0)
            continue;
        person.hours = event.hours;
        person.item = event.item.value;
    }
}

void FirstTaps::slate_over(std::uint32_t user, const SeenSlate& slate) {
    AfterTap& person = people_[user];
    if (person.hours < 0 || slate.hours < person.hours || person.slates == slates_after_tap.back()) return;
    ++person.slates;
    const auto& items = world_->catalogue.items;
    AfterTap::Shown shown;
    for (const std::uint32_t item : slate.items) {
        if (item == person.item) continue;
        shown.items += 1;
        shown.alike += std::max(0.0, similarity(*world_, item, person.item));
        shown.other += items[item].category != items[person.item].category ? 1 : 0;
    }
    for (std::size_t h = 0; h < slates_after_tap.size(); ++h) {
        if (person.slates > slates_after_tap[h]) continue;
        person.shown[h].items += shown.items;
        person.shown[h].alike += shown.alike;
        person.shown[h].other += shown.other;
    }
}

} // namespace attune
