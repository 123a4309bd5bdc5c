#include "simulations/study/rejections.h"

#include "simulations/study/alike.h"

#include <algorithm>

namespace attune {

Rejections::Rejections(const WorldData& world, int users, bool own)
    : world_(&world)
    , own_(own)
    , people_(static_cast<std::size_t>(users))
    , open_(people_.size())
    , allows_(people_.size())
    , watched_(people_.size())
    , judged_(people_.size()) {}

void Rejections::watch(const std::vector<PromiseMade>& promises) {
    for (const PromiseMade& promise : promises)
        watched_[promise.user.value].push_back({.promise = promise});
}

void Rejections::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        const std::uint32_t user = event.user.value;
        switch (event.kind) {
        case LoggedKind::impression:
            impression(event);
            break;
        case LoggedKind::feedback: {
            Open& open = open_[user];
            if (event.feedback == FeedbackKind::picked) {
                const auto at = std::find(open.slate.begin(), open.slate.end(), event.item.value);
                open.picked = at == open.slate.end() ? -1 : static_cast<int>(at - open.slate.begin());
            }
            if (event.feedback != FeedbackKind::not_interested) break;
            open.taps.push_back(event.item.value);
            Rejection& person = people_[user];
            if (person.hours >= 0) break;
            person.hours = event.hours;
            person.visit = event.visit;
            person.allowed = allows_[user];
            person.item = event.item.value;
            person.category =
                static_cast<std::uint8_t>(world_->catalogue.items[event.item.value].category.value);
            break;
        }
        case LoggedKind::consent:
            allows_[user] = event.consent.permits(Purpose::adjust_my_recommendations);
            break;
        case LoggedKind::offer:
            if (event.slates == 0) break;
            made_.push_back({event.user, event.visit, event.hours,
                             static_cast<std::uint8_t>(event.category.value),
                             static_cast<std::uint8_t>(event.slates), event.value});
            if (own_) watched_[user].push_back({.promise = made_.back()});
            break;
        case LoggedKind::session:
            slate_over(user);
            visit_over(user, event.visit);
            break;
        default:
            break;
        }
    }
}

void Rejections::impression(const LoggedEvent& event) {
    const std::uint32_t user = event.user.value;
    Open& open = open_[user];
    Rejection& person = people_[user];
    if (event.rank == 0) {
        slate_over(user);
        open.visit = event.visit;
        open.hours = event.hours;
    }
    open.slate.push_back(event.item.value);
    const std::uint32_t category = world_->catalogue.items[event.item.value].category.value;
    if (person.hours < 0 || event.hours <= person.hours || event.hours > person.hours + window) return;
    person.pairs += event.item.value != person.item ? 1 : 0;
    person.back = person.back || (event.item.value == person.item && event.visit != person.visit);
    person.bad += alike(*world_, event.item.value, person.item) ? 1 : 0;
    ++person.shown[category];
}

void Rejections::slate_over(std::uint32_t user) {
    Open& open = open_[user];
    if (open.slate.empty()) return;
    Rejection& person = people_[user];
    for (const std::uint32_t item : open.tapped) {
        person.taps += 1;
        person.answered += std::find(open.slate.begin(), open.slate.end(), item) == open.slate.end() ? 1 : 0;
    }
    open.tapped = std::move(open.taps);
    open.taps.clear();
    const auto& items = world_->catalogue.items;
    if (person.hours >= 0 && open.hours > person.hours && open.hours <= person.hours + window) {
        person.slates += 1;
        person.with_category +=
            std::any_of(open.slate.begin(), open.slate.end(),
                        [&](std::uint32_t item) { return items[item].category.value == person.category; })
                ? 1
                : 0;
    }
    const std::size_t seen = open.picked < 0 ? open.slate.size() : static_cast<std::size_t>(open.picked) + 1;
    for (Watched& one : watched_[user]) {
        if (one.visits >= one.promise.visits || open.visit <= one.promise.visit) continue;
        for (std::size_t rank = 0; rank < seen; ++rank) {
            one.seen += 1;
            one.hits += items[open.slate[rank]].category.value == one.promise.category ? 1 : 0;
        }
    }
    open.slate.clear();
    open.picked = -1;
}

void Rejections::visit_over(std::uint32_t user, std::uint32_t visit) {
    for (Watched& one : watched_[user]) {
        if (visit <= one.promise.visit || one.visits >= one.promise.visits) continue;
        ++one.visits;
        const bool as_promised = one.hits <= static_cast<double>(one.promise.level) * one.seen;
        if (!as_promised)
            one.true_since = 0;
        else if (one.true_since == 0 && one.seen > 0)
            one.true_since = one.visits;
        if (one.visits < one.promise.visits || one.seen == 0) continue;
        judged_[user].due += 1;
        judged_[user].kept += as_promised ? 1 : 0;
        came_.push_back({user, one.promise.visits, one.true_since});
    }
}

} // namespace attune
