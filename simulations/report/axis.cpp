#include "simulations/report/axis.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace attune {
namespace {

/// digits * 10^power, correctly rounded (read as a decimal number, not multiplied up).
double decimal(const char* digits, int power) {
    const std::string text = std::string(digits) + "e" + std::to_string(power);
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

int power_below(double value) {
    std::array<char, 64> buffer{};
    const auto [end, code] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    const std::string text(buffer.data(), end);
    const std::size_t e = text.find('e');
    int power = 0;
    std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), power);
    return power;
}

} // namespace

Ticks nice_ticks(double low, double high, int most) {
    if (low > high) std::swap(low, high);
    // Below this width neighbouring ticks would be the same double.
    const double scale = std::max(std::fabs(low), std::fabs(high));
    if (high - low <= scale * 1e-12) {
        const double half = scale > 0 ? scale / 20 : 0.5;
        low -= half;
        high += half;
    }
    const double width = high / 2 - low / 2; // halved: the range of two huge values may not fit
    struct Step {
        const char* digits;
        int decimals;
    };
    constexpr std::array<Step, 4> steps = {{{"1", 0}, {"2", 0}, {"25", 1}, {"5", 0}}};
    for (int power = power_below(width) - 1;; ++power) {
        for (const Step& candidate : steps) {
            const double step = decimal(candidate.digits, power - (candidate.decimals ? 1 : 0));
            // A bound that stands on a tick stays there although its quotient may be a hair off.
            const double first = std::floor(low / step + 1e-9);
            const double last = std::ceil(high / step - 1e-9);
            const double count = last - first + 1;
            if (count > most) continue;
            Ticks ticks;
            ticks.step = step;
            ticks.decimals = std::max(0, candidate.decimals - power);
            for (double i = first; i <= last; i += 1) {
                const double value = i * step;
                ticks.at.push_back(value == 0.0 ? 0.0 : value);
            }
            return ticks;
        }
    }
}

ValueRange chart_range(double low, double high, bool share) {
    if (low > high) std::swap(low, high);
    const bool bounded = share && low >= 0 && high <= 1;
    if (low == high) {
        const double half = low == 0.0 ? 0.5 : std::fabs(low) / 10;
        if (low == 0.0) return {0, 1};
        low -= half;
        high += half;
    }
    if (low >= 0 && low < 0.4 * high) low = 0;
    if (bounded) {
        low = std::max(low, 0.0);
        high = std::min(high, 1.0);
    }
    return {low, high};
}

std::vector<int> day_ticks(int first, int last, int most) {
    if (last <= first) return {first};
    constexpr std::array<int, 19> steps = {1,  2,   5,   7,   10,  14,  20,   30,   50,  60,
                                           90, 100, 180, 200, 365, 500, 1000, 2000, 5000};
    int step = steps.back();
    for (const int candidate : steps)
        if ((last - first) / candidate + 1 <= most - 1) {
            step = candidate;
            break;
        }
    while ((last - first) / step + 1 > most - 1 && step < last - first)
        step *= 2;
    std::vector<int> days = {first};
    for (int day = (first / step + 1) * step; day < last; day += step)
        // A round day too near to an end would print over it.
        if (5 * (day - first) >= 3 * step && 5 * (last - day) >= 3 * step) days.push_back(day);
    days.push_back(last);
    return days;
}

} // namespace attune
