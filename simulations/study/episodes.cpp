#include "simulations/study/episodes.h"

#include "core/recommender/feedback/annotation.h"
#include "simulations/behaviour/attendance.h"
#include "simulations/engine/run.h"
#include "simulations/study/alike.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double hours_per_day = 24, hours_per_week = 168;
constexpr int undecided_stars = 3;

} // namespace

bool is_overt_sign(const LoggedEvent& event) {
    if (event.kind == LoggedKind::mute) return true;
    if (event.kind != LoggedKind::feedback) return false;
    return event.feedback == FeedbackKind::not_interested || event.feedback == FeedbackKind::thumb_down ||
           (event.feedback == FeedbackKind::stars && stars_of_value(event.value) < undecided_stars);
}

Episodes::Episodes(const Setup& setup)
    : setup_(setup)
    , slates_(static_cast<int>(setup.people.size()))
    , now_(setup.people.size())
    , first_(setup.people.size())
    , spoken_(setup.people.size())
    , trust_(setup.people.size())
    , clocks_(setup.people.size())
    , sessions_(static_cast<std::size_t>(block_count(static_cast<int>(setup.people.size())))) {
    for (std::size_t u = 0; u < now_.size(); ++u) {
        now_[u].satisfaction = static_cast<double>(satisfaction_of(setup.people[u]));
        trust_[u] = static_cast<double>(setup.people[u].trust);
    }
}

void Episodes::feel(std::span<const Felt> felt) {
    for (const Felt& one : felt) {
        const std::uint32_t user = one.user.value;
        Now& now = now_[user];
        if (one.moment == Felt::Moment::slate_over) {
            now.felt.push_back(one);
            continue;
        }
        pass(user, one.hours);
        now.gone = one.moment == Felt::Moment::left;
        if (now.gone) close_all(user, one.hours);
    }
}

void Episodes::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        slates_.take(event, [this](std::uint32_t user, const SeenSlate& slate) { slate_over(user, slate); });
        const std::uint32_t user = event.user.value;
        pass(user, event.hours);
        if (is_overt_sign(event)) sign(event);
        FirstSign& first = first_[user];
        switch (event.kind) {
        case LoggedKind::impression:
            impression(event);
            break;
        case LoggedKind::feedback:
            if (event.feedback != FeedbackKind::consumed || static_cast<double>(event.value) < completed ||
                first.hours < 0 || event.hours <= first.hours)
                break;
            first.enjoyed_in_day |= event.hours <= first.hours + hours_per_day;
            first.enjoyed_in_week |= event.hours <= first.hours + hours_per_week;
            break;
        case LoggedKind::prompt:
            ++now_[user].spoken;
            break;
        case LoggedKind::offer:
            offer(event);
            break;
        case LoggedKind::direction:
            ++now_[user].spoken;
            if (event.choice == OfferChoice::stop) turned_off(user, event.hours);
            break;
        case LoggedKind::opt_out:
            turned_off(user, event.hours);
            break;
        case LoggedKind::consent: {
            Now& now = now_[user];
            const bool consents = event.consent.permits(Purpose::adjust_my_recommendations);
            if (now.consents && !consents) {
                close_all(user, event.hours);
                for (DetectionClock& clock : clocks_[user])
                    clock.stop(now.items);
            }
            now.consents = consents;
            break;
        }
        case LoggedKind::episode:
            step(event);
            break;
        case LoggedKind::session:
            session(event);
            break;
        default:
            break;
        }
    }
}

/// Time goes on: what was to be looked at before `hours` is looked at as things stood then.
void Episodes::pass(std::uint32_t user, double hours) {
    Now& now = now_[user];
    FirstSign& first = first_[user];
    std::erase_if(now.open, [&](const Open& open) {
        if (hours <= open.hours + longest) return false;
        close(user, open, longest, WaitEnd::waiting);
        return true;
    });
    if (first.hours < 0) return;
    if (std::isnan(first.satisfaction_after) && hours > first.hours + longest)
        first.satisfaction_after = now.satisfaction;
    while (now.next_later < later_days.size() &&
           hours > first.hours + later_days[now.next_later] * hours_per_day) {
        FirstSign::Later& later = first.later[now.next_later++];
        later.satisfaction = now.satisfaction;
        later.trust = trust_[user];
        later.gone = now.gone;
    }
}

void Episodes::sign(const LoggedEvent& event) {
    const std::uint32_t user = event.user.value;
    Now& now = now_[user];
    const auto category =
        static_cast<std::uint8_t>(setup_.world->catalogue.items[event.item.value].category.value);
    if (std::none_of(now.open.begin(), now.open.end(),
                     [&](const Open& open) { return open.category == category; }))
        now.open.push_back({event.hours, now.items, category});
    FirstSign& first = first_[user];
    if (first.hours >= 0) return;
    first.hours = first.counted_from = event.hours;
    first.item = event.item.value;
    first.category = category;
    first.satisfaction = now.satisfaction;
    if (!treated_) return;
    const FirstSign& treated = treated_->first()[user];
    if (!same_sign(first, treated)) return;
    first.counted_from = treated.counted_from;
    first.rest_until = treated.rest_until;
}

void Episodes::step(const LoggedEvent& event) {
    const std::uint32_t user = event.user.value;
    Now& now = now_[user];
    const std::size_t category = event.category.value;
    if (event.to == LoopState::watch || event.to == LoopState::acknowledge)
        clocks_[user][category].noticed(true, now.items);
    else if (event.from == LoopState::watch)
        clocks_[user][category].noticed(false, now.items);
    const bool good = event.to == LoopState::resolved;
    if (good || event.to == LoopState::fallback || event.to == LoopState::opted_out)
        std::erase_if(now.open, [&](const Open& open) {
            if (open.category != category) return false;
            close(user, open, event.hours - open.hours, good ? WaitEnd::reached : WaitEnd::ruled_out);
            return true;
        });
    FirstSign& first = first_[user];
    if (first.hours < 0 || treated_ || first.category != category || event.hours > first.hours + longest)
        return;
    if (event.to == LoopState::adjust && !now.adjusted) {
        now.adjusted = true;
        first.counted_from = event.hours;
        first.satisfaction_after = FirstSign::unknown;
        now.seen_after = 0;
    }
    if (event.to == LoopState::cool_down && first.rest_until < 0)
        first.rest_until =
            event.hours + (now.declined == first.category ? setup_.rest_declined : setup_.rest);
}

void Episodes::slate_over(std::uint32_t user, const SeenSlate& slate) {
    Now& now = now_[user];
    pass(user, slate.hours);
    const std::uint32_t unwanted =
        now.next_felt < now.felt.size() ? now.felt[now.next_felt].unwanted : std::uint32_t{0};
    const auto& items = setup_.world->catalogue.items;
    for (std::size_t rank = 0; rank < slate.seen(); ++rank) {
        const std::uint32_t category = items[slate.items[rank]].category.value;
        ++now.items;
        if (now.consents) clocks_[user][category].saw(((unwanted >> category) & 1U) != 0, now.items);
    }
    for (const std::uint8_t category : now.offered)
        spoken_[user].mistaken += ((unwanted >> category) & 1U) == 0 ? 1 : 0;
    now.offered.clear();
    if (now.next_felt < now.felt.size()) {
        const Felt& felt = now.felt[now.next_felt++];
        now.satisfaction = static_cast<double>(felt.satisfaction);
        trust_[user] = static_cast<double>(felt.trust);
    }
    if (now.next_felt == now.felt.size()) {
        now.felt.clear();
        now.next_felt = 0;
    }
    FirstSign& first = first_[user];
    if (first.hours < 0 || slate.hours < first.counted_from) return;
    now.seen_after += static_cast<std::uint32_t>(slate.seen());
    if (now.seen_after >= items_after && std::isnan(first.satisfaction_after))
        first.satisfaction_after = now.satisfaction;
}

void Episodes::impression(const LoggedEvent& event) {
    FirstSign& first = first_[event.user.value];
    if (first.hours < 0 || event.item.value == first.item) return;
    const double since = event.hours - first.hours;
    for (std::size_t d = 0; d < later_days.size(); ++d) {
        const double until = later_days[d] * hours_per_day;
        if (since <= until - hours_per_week || since > until) continue;
        first.later[d].pairs += 1;
        first.later[d].bad += alike(*setup_.world, event.item.value, first.item) ? 1 : 0;
    }
}

void Episodes::offer(const LoggedEvent& event) {
    const std::uint32_t user = event.user.value;
    Now& now = now_[user];
    ++now.spoken;
    spoken_[user].offers += 1;
    now.offered.push_back(static_cast<std::uint8_t>(event.category.value));
    if (!accepts(event.choice)) now.declined = static_cast<int>(event.category.value);
    if (event.choice == OfferChoice::stop) turned_off(user, event.hours);
}

void Episodes::turned_off(std::uint32_t user, double hours) {
    SpokenTo& spoken = spoken_[user];
    spoken.turned_off += 1;
    if (spoken.first_off < 0) spoken.first_off = hours;
}

void Episodes::session(const LoggedEvent& event) {
    const std::uint32_t user = event.user.value;
    Now& now = now_[user];
    spoken_[user].visits += 1;
    spoken_[user].spoken += now.spoken;
    sessions_[user / block_size].add(now.spoken);
    now.spoken = 0;
    now.declined = -1;
    FirstSign& first = first_[user];
    if (first.rest_until >= 0 && event.hours >= first.rest_until &&
        event.hours <= first.rest_until + hours_per_week)
        first.back = true;
}

void Episodes::close(std::uint32_t user, const Open& open, double after, WaitEnd end) {
    ended_.push_back({.user = user,
                      .hours = {std::max(0.0, after), end},
                      .items = {static_cast<double>(now_[user].items - open.items), end}});
}

void Episodes::close_all(std::uint32_t user, double hours) {
    for (const Open& open : now_[user].open)
        close(user, open, hours - open.hours, WaitEnd::ruled_out);
    now_[user].open.clear();
}

void Episodes::finish() {
    for (std::uint32_t user = 0; user < now_.size(); ++user) {
        Now& now = now_[user];
        FirstSign& first = first_[user];
        pass(user, setup_.end);
        for (const Open& open : now.open)
            close(user, open, setup_.end - open.hours, WaitEnd::waiting);
        now.open.clear();
        // Who has left sees nothing more: it stays as it is.
        if (first.hours >= 0 && now.gone && std::isnan(first.satisfaction_after))
            first.satisfaction_after = now.satisfaction;
        for (const DetectionClock& clock : clocks_[user])
            if (const auto wait = clock.wait(now.items))
                noticed_.push_back({user, *wait, *clock.wait_of_category()});
    }
    clocks_.clear();
    clocks_.shrink_to_fit();
}

} // namespace attune
