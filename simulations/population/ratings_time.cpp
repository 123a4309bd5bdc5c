#include "simulations/population/ratings_time.h"

#include "simulations/population/delimited_text.h"

#include <chrono>

namespace attune {
namespace {

constexpr std::int64_t last_second = 253402300799; // 9999-12-31T23:59:59Z

/// Takes exactly `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

/// Takes "hh:mm" off the front, in minutes.
std::optional<int> take_minutes(std::string_view& text) {
    const auto hours = take_number(text, 2);
    if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
    const auto minutes = take_number(text, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    return *hours * 60 + *minutes;
}

std::optional<std::int64_t> parse_date(std::string_view text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    if (!date.ok()) return std::nullopt;
    std::int64_t seconds = std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * 86400;
    if (text.empty()) return seconds;
    if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
    const auto minutes = take_minutes(text);
    if (!minutes) return std::nullopt;
    seconds += std::int64_t{*minutes} * 60;
    if (take(text, ':')) {
        const auto second = take_number(text, 2);
        if (!second || *second > 60) return std::nullopt;
        seconds += *second;
        if (take(text, '.')) {
            if (!take_number(text, 1)) return std::nullopt;
            while (take_number(text, 1)) {
            }
        }
    }
    if (take(text, 'Z') || text.empty()) return text.empty() ? std::optional(seconds) : std::nullopt;
    const int sign = text.front() == '+' ? -1 : text.front() == '-' ? 1 : 0;
    text.remove_prefix(1);
    const auto offset = take_minutes(text);
    if (sign == 0 || !offset || !text.empty()) return std::nullopt;
    return seconds + std::int64_t{sign} * *offset * 60;
}

/// How many of the unit of a number make a second, told by its size.
double units_per_second(double number) {
    return number >= 1e17 ? 1e9 : number >= 1e14 ? 1e6 : number >= 1e11 ? 1e3 : 1;
}

} // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
    std::optional<std::int64_t> seconds;
    if (const auto number = parse_number(text)) {
        if (!(*number >= 0 && *number < 1e19)) return std::nullopt;
        seconds = static_cast<std::int64_t>(*number / units_per_second(*number));
    } else
        seconds = parse_date(text);
    if (!seconds || *seconds < 0 || *seconds > last_second) return std::nullopt;
    return seconds;
}

std::optional<std::int64_t> parse_microseconds(std::string_view text) {
    constexpr std::int64_t per_second = 1'000'000;
    const auto seconds = parse_time(text);
    if (!seconds) return std::nullopt;
    const auto number = parse_number(text);
    if (!number) return *seconds * per_second;
    return static_cast<std::int64_t>(*number * (double{per_second} / units_per_second(*number)));
}

} // namespace attune
