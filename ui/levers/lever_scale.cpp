#include "ui/levers/lever_scale.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr int log_places = 120;

/// The number nearest to `value` with at most six decimals: sums of steps collect errors in the last bit.
double tidy(double value) {
    constexpr double grain = 1e6;
    return std::round(value * grain) / grain;
}

/// With two leading digits: 187.3 becomes 190.
double rounded(double value) {
    const double grain = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return std::round(value / grain) * grain;
}

constexpr double crowded = 0.1; ///< a default within this share of the range from its low end

double page_in_units(const ParameterSpec& spec) {
    constexpr double day_in_hours = 24, week_in_days = 7;
    if (spec.unit == "h") return day_in_hours;
    if (spec.unit == "days") return week_in_days;
    return (spec.maximum - spec.minimum) / 10;
}

} // namespace

LeverScale::LeverScale(const ParameterSpec& spec)
    : minimum_(spec.minimum)
    , maximum_(spec.maximum)
    , step_(spec.step)
    , log_(spec.scale == Scale::log) {
    const auto on_step = [&](double value) {
        return std::clamp(tidy(minimum_ + std::round((value - minimum_) / step_) * step_), minimum_,
                          maximum_);
    };
    if (log_) {
        for (int i = 0; i <= log_places; ++i)
            values_.push_back(on_step(
                rounded(minimum_ * std::pow(maximum_ / minimum_, static_cast<double>(i) / log_places))));
        values_.back() = maximum_;
        std::sort(values_.begin(), values_.end());
        values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
        page_ = std::max(1, last() / 10);
        return;
    }
    if (spec.minimum == 0 && spec.standard > 0 && spec.standard <= crowded * spec.maximum)
        knee_ = spec.standard;
    for (int i = 0; tidy(minimum_ + i * step_) < maximum_; ++i)
        values_.push_back(tidy(minimum_ + i * step_));
    values_.push_back(maximum_);
    page_ = std::max(1, static_cast<int>(std::round(page_in_units(spec) / step_)));
}

int LeverScale::nearest(double value) const {
    const auto above = std::lower_bound(values_.begin(), values_.end(), value);
    if (above == values_.begin()) return 0;
    if (above == values_.end()) return last();
    const auto place = static_cast<int>(above - values_.begin());
    return value - *(above - 1) < *above - value ? place - 1 : place;
}

double LeverScale::share(double value) const {
    const double inside = std::clamp(value, minimum_, maximum_);
    if (log_) return std::log(inside / minimum_) / std::log(maximum_ / minimum_);
    if (knee_ > 0) return std::log1p(inside / knee_) / std::log1p(maximum_ / knee_);
    return (inside - minimum_) / (maximum_ - minimum_);
}

int LeverScale::nearest_to_share(double share) const {
    const double inside = std::clamp(share, 0.0, 1.0);
    if (knee_ > 0) return nearest(knee_ * std::expm1(inside * std::log1p(maximum_ / knee_)));
    return nearest(log_ ? minimum_ * std::pow(maximum_ / minimum_, inside)
                        : minimum_ + inside * (maximum_ - minimum_));
}

double LeverScale::stepped(double value, int steps) const {
    return std::clamp(tidy(value + steps * step_), minimum_, maximum_);
}

} // namespace attune::ui
