// The part of the day that a simulated time lies in.
#pragma once

namespace attune {

/// Quarter of the day, from midnight: 0 to 3. `hours` >= 0.
constexpr int day_part(double hours) {
    constexpr double hours_per_day = 24, hours_per_part = 6;
    return static_cast<int>((hours - static_cast<int>(hours / hours_per_day) * hours_per_day) /
                            hours_per_part);
}

} // namespace attune
