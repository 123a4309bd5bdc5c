#include "core/measures/metrics/prompts_per_session.h"

#include <algorithm>
#include <numeric>

namespace attune {

void PromptsPerSession::add(int prompts) {
    ++visits[static_cast<std::size_t>(std::clamp(prompts, 0, most))];
}

std::uint64_t PromptsPerSession::all() const {
    return std::accumulate(visits.begin(), visits.end(), std::uint64_t{0});
}

std::optional<int> PromptsPerSession::highest() const {
    for (int k = most; k >= 0; --k)
        if (visits[static_cast<std::size_t>(k)] > 0) return k;
    return std::nullopt;
}

std::uint64_t PromptsPerSession::within(int prompts) const {
    std::uint64_t sum = 0;
    for (int k = 0; k <= std::min(prompts, most); ++k)
        sum += visits[static_cast<std::size_t>(k)];
    return sum;
}

std::optional<int> prompts_within(const PromptsPerSession& sessions, double share) {
    const double all = static_cast<double>(sessions.all());
    if (all == 0) return std::nullopt;
    for (int k = 0; k < PromptsPerSession::most; ++k)
        if (static_cast<double>(sessions.within(k)) >= share * all) return k;
    return PromptsPerSession::most;
}

} // namespace attune
