#include "simulations/study/refined_slates.h"

#include "simulations/study/episodes.h"

#include <algorithm>

namespace attune {

RefinedSlates::RefinedSlates(int users)
    : slates_(users)
    , twin_slates_(users)
    , signs_(static_cast<std::size_t>(users))
    , twin_signs_(signs_.size())
    , kept_(signs_.size())
    , next_(signs_.size())
    , picks_(signs_.size()) {}

RefinedSlates::Kept RefinedSlates::kept(const SeenSlate& slate) {
    Kept kept{.visit = slate.visit,
              .number = slate.number,
              .count = static_cast<std::uint8_t>(std::min(slate.items.size(), kept.items.size())),
              .seen = static_cast<std::uint8_t>(std::min(slate.seen(), kept.items.size())),
              .picked = static_cast<std::int8_t>(slate.picked)};
    std::copy_n(slate.items.begin(), kept.count, kept.items.begin());
    return kept;
}

bool RefinedSlates::after(const Sign& sign, const SeenSlate& slate) {
    return sign.hours >= 0 && slate.hours >= sign.hours && slate.hours <= sign.hours + longest;
}

void RefinedSlates::note(const LoggedEvent& event, Sign& sign) {
    if (sign.hours < 0 && is_overt_sign(event)) sign = {event.hours, event.item.value};
}

void RefinedSlates::keep(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        slates_.take(event, [this](std::uint32_t user, const SeenSlate& slate) {
            if (after(signs_[user], slate)) kept_[user].push_back(kept(slate));
        });
        note(event, signs_[event.user.value]);
    }
}

void RefinedSlates::compare(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        twin_slates_.take(event, [this](std::uint32_t user, const SeenSlate& slate) {
            const Sign& sign = twin_signs_[user];
            if (!after(sign, slate) || sign.hours != signs_[user].hours || sign.item != signs_[user].item ||
                next_[user] >= kept_[user].size())
                return;
            const Kept& with = kept_[user][next_[user]];
            const Kept without = kept(slate);
            if (with.visit != without.visit || with.number != without.number) {
                next_[user] = kept_[user].size(); // the two lives have parted
                return;
            }
            ++next_[user];
            RefinedPicks& picks = picks_[user];
            picks.slates += 1;
            count(with, without, picks.risen, picks.risen_picked);
            count(without, with, picks.displaced, picks.displaced_picked);
        });
        note(event, twin_signs_[event.user.value]);
    }
}

/// Items seen on `slate` that do not stand on `other`, and the pick if it is one of them.
void RefinedSlates::count(const Kept& slate, const Kept& other, double& seen, double& picked) {
    const auto end = other.items.begin() + other.count;
    for (int rank = 0; rank < slate.seen; ++rank) {
        if (std::find(other.items.begin(), end, slate.items[static_cast<std::size_t>(rank)]) != end) continue;
        seen += 1;
        picked += slate.picked == rank ? 1 : 0;
    }
}

} // namespace attune
