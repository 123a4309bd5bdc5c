// The scale an assumption is fitted on: its range in the table, stretched so that figures react about evenly
// along it - rates by their logarithm, shares by their logit, everything else as it is. Position 0 is the
// low end of the range, 1 the high end; nothing fitted ever leaves the range.
#pragma once

#include "core/base/parameter.h"

namespace attune {

class FitScale {
public:
    /// Of a real or integer parameter with minimum < maximum.
    explicit FitScale(const ParameterSpec& spec);

    /// Position of a value, in [0, 1]; a value outside the range counts as its nearer end.
    double position(double value) const;
    /// Value at a position; exactly the minimum at 0 and the maximum at 1. Whole for an integer.
    double value(double position) const;

private:
    enum class Form { plain, logarithm, logit };
    double stretched(double value) const;

    Form form_ = Form::plain;
    bool whole_ = false;
    double minimum_ = 0, maximum_ = 1;
    double least_ = 0; ///< what an end of the range that cannot be stretched to counts as, from the end
    double low_ = 0, high_ = 1; ///< ends of the range, stretched
};

/// Whether a parameter has a scale at all: numbers do, switches and choices do not.
bool can_be_fitted(const ParameterSpec& spec);

} // namespace attune
