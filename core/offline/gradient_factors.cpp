#include "core/offline/gradient_factors.h"

namespace attune::offline {

double GradientFactors::predict(std::uint32_t u, std::uint32_t i) const {
    const double biased = bias.predict(u, i);
    if (u == unknown || i == unknown) return biased;
    return biased + affinity(user.data() + u * factors, item.data() + i * factors, factors);
}

GradientFactors fit_gradient_factors(const Split& split, const GradientOptions& options) {
    GradientFactors fit;
    fit.bias = global_mean(split);
    fit.factors = options.factors;
    descend(std::span<const Row>(split.train), split.users, split.items, options,
            {fit.bias.mean, fit.bias.user, fit.bias.item, fit.user, fit.item});
    return fit;
}

} // namespace attune::offline
