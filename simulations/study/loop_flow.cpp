#include "simulations/study/loop_flow.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double hours_per_day = 24;

bool is_active(LoopState state) {
    Episode episode;
    episode.state = state;
    return episode.active();
}

} // namespace

LoopFlow::LoopFlow(int users, int days)
    : now_(static_cast<std::size_t>(users))
    , people_(static_cast<std::size_t>(days)) {}

void LoopFlow::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        if (event.kind != LoggedKind::episode && event.kind != LoggedKind::consent &&
            event.kind != LoggedKind::session)
            continue;
        Now& now = now_[event.user.value];
        const int day = day_of(event.hours);
        if (event.kind == LoggedKind::consent) {
            const bool consents = event.consent.permits(Purpose::adjust_my_recommendations);
            if (now.consents && !consents) clear(now, day);
            now.consents = consents;
        } else if (event.kind == LoggedKind::session) {
            // What is derived under the consent for one visit goes with it.
            if (!now.consents) clear(now, day);
        } else if (event.from == LoopState::watch || event.to == LoopState::watch) {
            watch(now, event.category.value, event.to == LoopState::watch, day);
        } else {
            move(now, event, day);
        }
    }
}

void LoopFlow::finish() {
    const int last = days() - 1;
    for (Now& now : now_)
        for (std::size_t kind = 0; kind < kinds; ++kind)
            while (now.standing[kind].categories > 0)
                leave(now, kind, last);
}

Estimate LoopFlow::share(int day, std::size_t kind) const {
    return wilson_interval(people(day, kind), users());
}

/// A visit that goes on past midnight of the last day is of that day.
int LoopFlow::day_of(double hours) const {
    return std::clamp(static_cast<int>(hours / hours_per_day), 0, days() - 1);
}

void LoopFlow::enter(Now& now, std::size_t kind, int day) {
    Standing& standing = now.standing[kind];
    if (standing.categories++ == 0) standing.since = day;
}

void LoopFlow::leave(Now& now, std::size_t kind, int day) {
    Standing& standing = now.standing[kind];
    if (--standing.categories > 0) return;
    for (int d = std::max(standing.since, standing.counted); d <= day; ++d)
        ++people_[static_cast<std::size_t>(d)][kind];
    standing.counted = std::max(standing.counted, day + 1);
}

void LoopFlow::move(Now& now, const LoggedEvent& event, int day) {
    const auto found = std::find_if(now.episodes.begin(), now.episodes.end(), [&](const auto& episode) {
        return episode.first == event.category.value;
    });
    const LoopState before = found == now.episodes.end() ? LoopState::stable : found->second;
    // Entered first: what is under way on both sides has never ended.
    if (is_active(event.to)) enter(now, under_way, day);
    if (event.to != LoopState::stable) enter(now, static_cast<std::size_t>(event.to), day);
    if (is_active(before)) leave(now, under_way, day);
    if (before != LoopState::stable) leave(now, static_cast<std::size_t>(before), day);
    if (found == now.episodes.end()) {
        if (event.to != LoopState::stable) now.episodes.emplace_back(event.category.value, event.to);
    } else if (event.to == LoopState::stable) {
        now.episodes.erase(found);
    } else {
        found->second = event.to;
    }
}

void LoopFlow::watch(Now& now, std::uint32_t category, bool on, int day) {
    const std::uint32_t bit = 1U << category;
    if (((now.watched & bit) != 0) == on) return;
    now.watched ^= bit;
    if (on)
        enter(now, static_cast<std::size_t>(LoopState::watch), day);
    else
        leave(now, static_cast<std::size_t>(LoopState::watch), day);
}

/// What was derived is gone, and every episode with it.
void LoopFlow::clear(Now& now, int day) {
    for (std::size_t kind = 0; kind < kinds; ++kind)
        while (now.standing[kind].categories > 0)
            leave(now, kind, day);
    now.episodes.clear();
    now.watched = 0;
}

} // namespace attune
