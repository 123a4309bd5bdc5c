#include "simulations/population/factor_fit.h"

namespace attune {

double FactorFit::affinity(std::size_t user, std::size_t item) const {
    return offline::affinity(user_factors.data() + user * factors, item_factors.data() + item * factors,
                             factors);
}

FactorFit fit_factors(std::span<const Rating> rows, std::size_t users, std::size_t items,
                      const FactorFitOptions& options) {
    FactorFit fit;
    fit.factors = options.factors;
    double sum = 0;
    for (const Rating& row : rows)
        sum += double{row.value};
    if (!rows.empty()) fit.mean = sum / static_cast<double>(rows.size());
    offline::descend(rows, users, items, options,
                     {fit.mean, fit.user_bias, fit.item_bias, fit.user_factors, fit.item_factors});
    return fit;
}

} // namespace attune
