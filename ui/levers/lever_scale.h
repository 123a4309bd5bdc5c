// The places a lever's slider can stand at, and where each lies on the groove: even steps on a linear scale,
// round numbers at growing distances on a logarithmic one. Where the default lies crowded at the low end of a
// linear range, small values get more of the groove, so that a hand can tell 1 from 2 of 50.
#pragma once

#include "core/base/parameter.h"

#include <vector>

namespace attune::ui {

class LeverScale {
public:
    /// Of a real or integer lever.
    explicit LeverScale(const ParameterSpec& spec);

    int last() const { return static_cast<int>(values_.size()) - 1; }
    double value_at(int position) const { return values_[static_cast<std::size_t>(position)]; }
    int nearest(double value) const; ///< position; values between two places go to the nearer one
    /// Where a value lies on the groove, 0 at its start to 1 at its end; values off the places as well.
    double share(double value) const;
    int nearest_to_share(double share) const;
    /// Places a page step moves by: a day for hours, a week for days, a tenth of the range otherwise.
    int page() const { return page_; }
    /// The value `steps` steps of the lever further, within its range.
    double stepped(double value, int steps) const;

private:
    double minimum_, maximum_, step_;
    bool log_;
    double knee_ = 0; ///< of a crowded range: below it the groove is about linear, above about logarithmic
    std::vector<double> values_;
    int page_ = 1;
};

} // namespace attune::ui
