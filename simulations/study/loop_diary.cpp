#include "simulations/study/loop_diary.h"

#include "core/base/named.h"
#include "simulations/study/episodes.h"

#include <algorithm>

namespace attune {

std::string_view name(EpisodeSign sign) {
    constexpr std::array<std::string_view, 5> names = {"not_interested", "thumb_down", "few_stars", "mute",
                                                       "reason"};
    return name_in(names, sign);
}

LoopDiary::LoopDiary(const Catalogue& catalogue, int users)
    : catalogue_(&catalogue)
    , now_(static_cast<std::size_t>(users)) {
    for (Now& now : now_)
        now.sign.fill(EpisodeSign::reason);
}

void LoopDiary::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        Now& now = now_[event.user.value];
        switch (event.kind) {
        case LoggedKind::feedback:
        case LoggedKind::mute:
            if (is_overt_sign(event)) sign(event);
            break;
        case LoggedKind::offer:
            now.offer = event;
            break;
        case LoggedKind::promise:
            if (EpisodeTold* told = open_of(now, event.category)) {
                told->kept = event.kept;
                told->changed = event.hours;
            }
            break;
        case LoggedKind::episode:
            step(now, event);
            break;
        case LoggedKind::basis:
            if (EpisodeTold* told = open_of(now, event.category))
                told->basis.push_back({event.evidence, event.value});
            break;
        case LoggedKind::consent:
            now.consents = event.consent.permits(Purpose::adjust_my_recommendations);
            if (!now.consents) close_all(now, event.hours, &EpisodeTold::withdrawn);
            break;
        case LoggedKind::session:
            if (!now.consents) close_all(now, event.hours, &EpisodeTold::forgotten);
            break;
        default:
            break;
        }
    }
}

std::vector<EpisodeTold> LoopDiary::latest(std::size_t most) const {
    std::vector<EpisodeTold> all = episodes_;
    std::stable_sort(all.begin(), all.end(),
                     [](const EpisodeTold& a, const EpisodeTold& b) { return a.changed > b.changed; });
    all.resize(std::min(most, all.size()));
    return all;
}

void LoopDiary::close_all(Now& now, double hours, bool EpisodeTold::*why) {
    for (const std::size_t open : now.open) {
        EpisodeTold& told = episodes_[open];
        told.closed = told.*why = true;
        told.changed = hours;
    }
    now.open.clear();
}

EpisodeTold* LoopDiary::open_of(Now& now, CategoryId category) {
    const auto found = std::find_if(now.open.begin(), now.open.end(),
                                    [&](std::size_t open) { return episodes_[open].category == category; });
    return found == now.open.end() ? nullptr : &episodes_[*found];
}

void LoopDiary::sign(const LoggedEvent& event) {
    const CategoryId category = catalogue_->items[event.item.value].category;
    now_[event.user.value].sign[category.value] =
        event.kind == LoggedKind::mute                   ? EpisodeSign::mute
        : event.feedback == FeedbackKind::not_interested ? EpisodeSign::not_interested
        : event.feedback == FeedbackKind::thumb_down     ? EpisodeSign::thumb_down
                                                         : EpisodeSign::few_stars;
}

void LoopDiary::step(Now& now, const LoggedEvent& event) {
    // A weight that is lowered by itself is no episode.
    if (event.from == LoopState::watch || event.to == LoopState::watch) return;
    EpisodeTold* told = open_of(now, event.category);
    if (!told) {
        if (event.to == LoopState::stable) return;
        now.open.push_back(episodes_.size());
        told = &episodes_.emplace_back();
        told->user = event.user;
        told->category = event.category;
        told->opened = event.hours;
        told->sign = now.sign[event.category.value];
    }
    told->changed = event.hours;
    if (event.to == LoopState::stable) {
        told->closed = true;
        std::erase_if(now.open, [&](std::size_t open) { return &episodes_[open] == told; });
        return;
    }
    told->state = event.to;
    if (event.to != LoopState::clarify || !now.offer || now.offer->category != event.category) return;
    told->offered = {now.offer->pattern, now.offer->choice, now.offer->value, now.offer->slates};
    now.offer.reset();
}

} // namespace attune
