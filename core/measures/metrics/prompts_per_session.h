// How many prompts a visit has at the most, and in all but one of a hundred (de-escalation proposal, section
// 9, PPS).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace attune {

/// Visits by how many prompts they had; what is beyond the last place counts there.
struct PromptsPerSession {
    static constexpr int most = 15;

    std::array<std::uint64_t, most + 1> visits{};

    void add(int prompts);
    std::uint64_t all() const;
    /// The most that any visit had; nothing for no visits.
    std::optional<int> highest() const;
    /// Visits with at most so many.
    std::uint64_t within(int prompts) const;
};

/// The smallest number that at least `share` of the visits stay within, counted in ascending order (nearest
/// rank); nothing for no visits.
std::optional<int> prompts_within(const PromptsPerSession& sessions, double share);

} // namespace attune
