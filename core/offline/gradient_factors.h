// Biased matrix factorisation by stochastic gradient descent in a fixed order (Koren, Bell, Volinsky, "Matrix
// factorization techniques", IEEE Computer 2009).
#pragma once

#include "core/offline/bias_model.h"

#include <functional>

namespace attune::offline {

struct GradientOptions {
    std::size_t factors = 20;
    int epochs = 30;
    double rate = 0.005; ///< tuned on a scale ten points wide
    double regularisation = 0.1;
    std::uint64_t seed = 42;
    /// Called after each epoch with the share done; false ends the fit early. May be empty.
    std::function<bool(double share)> go_on{};
};

struct GradientFactors {
    BiasModel bias;
    std::size_t factors = 0;
    std::vector<double> user, item; ///< rows of `factors`

    /// mean + b_u + b_i + p_u . q_i; who or what is unknown adds nothing.
    double predict(std::uint32_t u, std::uint32_t i) const;
};

/// Per row in the order of `train`, with e = r - predicted: b_u += rate (e - reg b_u), b_i likewise, then
/// from the old values p_u += rate (e q_i - reg p_u) and q_i += rate (e p_u - reg q_i). Factors start uniform
/// in +-0.1 sqrt(3), users first.
GradientFactors fit_gradient_factors(const Split& split, const GradientOptions& options);

} // namespace attune::offline
