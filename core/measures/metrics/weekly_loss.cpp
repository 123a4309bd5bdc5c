#include "core/measures/metrics/weekly_loss.h"

#include "core/measures/metrics/exposure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace attune {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

template <typename Change>
void each(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from, const Change& change) {
    to.resize(std::max(to.size(), from.size()));
    for (std::size_t i = 0; i < from.size(); ++i)
        change(to[i], from[i]);
}

bool nothing(const std::vector<std::uint64_t>& exposure) {
    return std::all_of(exposure.begin(), exposure.end(), [](std::uint64_t one) { return one == 0; });
}

} // namespace

ExposureWeek& ExposureWeek::operator+=(const ExposureWeek& other) {
    const auto add = [](std::uint64_t& a, std::uint64_t b) { a += b; };
    each(with, other.with, add);
    each(without, other.without, add);
    return *this;
}

ExposureWeek& ExposureWeek::operator-=(const ExposureWeek& other) {
    const auto take = [](std::uint64_t& a, std::uint64_t b) { a -= b; };
    each(with, other.with, take);
    each(without, other.without, take);
    return *this;
}

bool ExposureWeek::empty() const {
    return nothing(with) && nothing(without);
}

std::vector<double> weekly_losses(const ExposureWeek& week, std::uint64_t least) {
    assert(week.with.size() == week.without.size());
    std::vector<double> losses(week.with.size(), none);
    const std::vector<double> with = shares(week.with), without = shares(week.without);
    for (std::size_t p = 0; p < losses.size(); ++p)
        if (week.without[p] >= std::max<std::uint64_t>(least, 1)) losses[p] = 1 - with[p] / without[p];
    return losses;
}

double largest_weekly_loss(std::span<const ExposureWeek> weeks, std::uint64_t least) {
    double largest = none;
    for (const ExposureWeek& week : weeks)
        for (const double loss : weekly_losses(week, least))
            if (!std::isnan(loss) && !(loss <= largest)) largest = loss;
    return largest;
}

} // namespace attune
