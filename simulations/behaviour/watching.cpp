#include "simulations/behaviour/watching.h"

#include <algorithm>

namespace attune {

void look_at(Watch& watch, std::size_t category, const WatchRules& rules) {
    watch.looked_at[watch.next] = static_cast<std::uint8_t>(category);
    watch.next = static_cast<std::uint8_t>((watch.next + 1) % longest_watch);
    watch.filled = std::min<std::uint8_t>(watch.filled + 1, longest_watch);
    if (watch.left == 0) return;
    if (category == watch.category) ++watch.after;
    if (--watch.left > 0) return;
    const float fallen = 1.0F - static_cast<float>(watch.after) / static_cast<float>(watch.before);
    const float shown = fallen > 0 ? rules.shown : 0.0F;
    if (fallen > rules.notice) {
        watch.effects += 1;
        return;
    }
    watch.effects += shown;
    if (fallen < rules.notice / 3.0F) watch.duds += 1.0F - shown;
}

void start_watching(Watch& watch, std::size_t category, const WatchRules& rules) {
    // Nobody compares with what they have not seen.
    if (watch.left > 0 || watch.filled < rules.items) return;
    watch.before = 0;
    for (int k = 1; k <= rules.items; ++k) {
        const int at = (watch.next - k + longest_watch) % longest_watch;
        if (watch.looked_at[static_cast<std::size_t>(at)] == category) ++watch.before;
    }
    if (watch.before == 0) return;
    watch.category = static_cast<std::uint8_t>(category);
    watch.after = 0;
    watch.left = static_cast<std::uint8_t>(rules.items);
}

} // namespace attune
