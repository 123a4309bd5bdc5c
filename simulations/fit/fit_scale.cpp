#include "simulations/fit/fit_scale.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

/// No logarithm reaches 0: an end of the range there counts as this share of a step.
constexpr double share_of_step = 0.1;

bool is_rate(const ParameterSpec& spec) {
    return spec.scale == Scale::log || spec.unit == "probability" || spec.unit == "per day";
}

bool is_share(const ParameterSpec& spec) {
    return spec.unit == "share" && spec.minimum >= 0 && spec.maximum <= 1;
}

} // namespace

FitScale::FitScale(const ParameterSpec& spec)
    : form_(is_rate(spec) && spec.minimum >= 0 ? Form::logarithm
            : is_share(spec)                   ? Form::logit
                                               : Form::plain)
    , whole_(spec.kind == ParameterKind::integer)
    , minimum_(spec.minimum)
    , maximum_(spec.maximum)
    , least_(spec.step * share_of_step) {
    assert(can_be_fitted(spec) && minimum_ < maximum_);
    low_ = stretched(minimum_);
    high_ = stretched(maximum_);
}

double FitScale::stretched(double value) const {
    switch (form_) {
    case Form::logarithm:
        return std::log(std::max(value, least_));
    case Form::logit: {
        const double share = std::clamp(value, least_, 1 - least_);
        return std::log(share / (1 - share));
    }
    case Form::plain:
        break;
    }
    return value;
}

double FitScale::position(double value) const {
    return (stretched(std::clamp(value, minimum_, maximum_)) - low_) / (high_ - low_);
}

double FitScale::value(double position) const {
    if (position <= 0) return minimum_;
    if (position >= 1) return maximum_;
    const double at = low_ + position * (high_ - low_);
    const double raw = form_ == Form::logarithm ? std::exp(at)
                       : form_ == Form::logit   ? 1 / (1 + std::exp(-at))
                                                : at;
    return std::clamp(whole_ ? std::round(raw) : raw, minimum_, maximum_);
}

bool can_be_fitted(const ParameterSpec& spec) {
    return spec.kind == ParameterKind::real || spec.kind == ParameterKind::integer;
}

} // namespace attune
