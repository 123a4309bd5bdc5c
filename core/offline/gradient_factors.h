// Ratings from biases and factors, fitted by stochastic gradient descent to the part that is learned from.
#pragma once

#include "core/offline/bias_model.h"
#include "core/offline/gradient_descent.h"

namespace attune::offline {

struct GradientFactors {
    BiasModel bias;
    std::size_t factors = 0;
    std::vector<double> user, item; ///< rows of `factors`

    /// mean + b_u + b_i + p_u . q_i; who or what is unknown adds nothing.
    double predict(std::uint32_t u, std::uint32_t i) const;
};

/// Goes through `train` in its order, see descend().
GradientFactors fit_gradient_factors(const Split& split, const GradientOptions& options);

} // namespace attune::offline
