#include "simulations/study/patterns.h"

#include "core/recommender/recommender.h"

#include <algorithm>
#include <numeric>

namespace attune {

int PatternTable::of(std::size_t truth) const {
    return std::accumulate(count[truth].begin(), count[truth].end(), 0);
}

int PatternTable::right() const {
    int right = 0;
    for (std::size_t p = 0; p < pattern_count; ++p)
        right += count[p][p];
    return right;
}

void Patterns::feel(std::span<const Felt> felt) {
    static_assert(people == block_size);
    for (const Felt& one : felt)
        if (one.moment == Felt::Moment::slate_over) causes_[one.user.value].push_back({one.slate, one.cause});
}

void Patterns::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        std::vector<Cause>& causes = causes_[event.user.value];
        const bool opened = event.kind == LoggedKind::episode && event.to == LoopState::acknowledge;
        if (opened || event.kind == LoggedKind::direction) {
            const auto cause = std::find_if(causes.begin(), causes.end(),
                                            [&](const Cause& one) { return one.slate == event.slate; });
            if (cause == causes.end()) continue;
            const std::size_t truth =
                cause->pattern ? static_cast<std::size_t>(*cause->pattern) : PatternTable::nothing;
            ++tables_[event.user.value / people].at(truth, event.pattern);
        } else if (event.kind == LoggedKind::session) {
            // The slates of this visit are over: nothing more is said of them.
            std::erase_if(causes, [&](const Cause& one) { return one.slate <= event.slate; });
        }
    }
}

} // namespace attune
