// What providers lose in a week because of a mechanism: the share of all exposure each has with it beside
// what it has without it, over the same people (de-escalation proposal, section 9, CRE).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// One week: exposure by provider, with the mechanism and without it, in the same unit. Blocks of people add
/// up.
struct ExposureWeek {
    std::vector<std::uint64_t> with, without;

    ExposureWeek& operator+=(const ExposureWeek& other);
    ExposureWeek& operator-=(const ExposureWeek& other);
    bool empty() const; ///< nobody was shown anything
};

/// For each provider, 1 - share with / share without: 0.3 is a loss of three tenths, what is negative a gain.
/// NaN for providers with less than `least` exposure without the mechanism, whose loss would be chance, and
/// in a week in which one side shows nothing.
std::vector<double> weekly_losses(const ExposureWeek& week, std::uint64_t least);

/// The largest of all losses in these weeks; NaN where no provider can be judged.
double largest_weekly_loss(std::span<const ExposureWeek> weeks, std::uint64_t least);

} // namespace attune
