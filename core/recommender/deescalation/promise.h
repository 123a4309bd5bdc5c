// What people are promised after they have chosen: how rare a category will have become, and within how many
// visits. The level is what the applied weight is expected to reach - half where it can -, the time is long
// enough to be kept in nine of ten cases, although lists differ by chance. De-escalation proposal, sections 1
// and 8.
#pragma once

#include <cstdint>

namespace attune {

struct Promise {
    float level = 0;         ///< share of the category among what is seen, at most
    std::uint8_t visits = 0; ///< within so many; 0 = nothing was promised
    bool made() const { return visits > 0; }
};

/// How sure a promise must be when it is made.
constexpr double promise_sureness = 0.9;
/// A promise that would come true as often as this without the adjustment is none.
constexpr double hollow_from = 0.5;
/// Nobody waits for longer than this many visits.
constexpr int longest_promise = 12;

/// What to promise. `before` is the share the category has had among what was seen, `after` the share that is
/// expected from now on, `per_visit` how many items the person sees in a visit; all above 0. Half, where that
/// can be sure and worth something within the longest time; else the least that can; else nothing. That the
/// adjustment fades is left out: within the longest time it matters less than how lists differ by chance.
Promise promise_of(double before, double after, double per_visit);

/// Chance that of so many seen items at most `level` of them are of a category with this expected share:
/// Poisson.
double kept_chance(double items, double share, double level);

} // namespace attune
