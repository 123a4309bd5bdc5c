#include "core/offline/gradient_factors.h"

#include "core/offline/start_values.h"

#include <cmath>

namespace attune::offline {

double GradientFactors::predict(std::uint32_t u, std::uint32_t i) const {
    double sum = bias.predict(u, i);
    if (u == unknown || i == unknown) return sum;
    const double* p = user.data() + u * factors;
    const double* q = item.data() + i * factors;
    for (std::size_t k = 0; k < factors; ++k)
        sum += p[k] * q[k];
    return sum;
}

GradientFactors fit_gradient_factors(const Split& split, const GradientOptions& options) {
    GradientFactors fit;
    fit.bias = global_mean(split);
    fit.bias.user.assign(split.users, 0);
    fit.bias.item.assign(split.items, 0);
    const std::size_t d = fit.factors = options.factors;
    const double spread = 0.1 * std::sqrt(3.0);
    fit.user.resize(split.users * d);
    fit.item.resize(split.items * d);
    for (std::size_t k = 0; k < fit.user.size(); ++k)
        fit.user[k] = start_value(options.seed, k, spread);
    for (std::size_t k = 0; k < fit.item.size(); ++k)
        fit.item[k] = start_value(options.seed, fit.user.size() + k, spread);
    const double rate = options.rate;
    const double reg = options.regularisation;
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        for (const Row& row : split.train) {
            const double error = row.value - fit.predict(row.user, row.item);
            double& user_bias = fit.bias.user[row.user];
            double& item_bias = fit.bias.item[row.item];
            user_bias += rate * (error - reg * user_bias);
            item_bias += rate * (error - reg * item_bias);
            double* p = fit.user.data() + row.user * d;
            double* q = fit.item.data() + row.item * d;
            for (std::size_t k = 0; k < d; ++k) {
                const double old = p[k];
                p[k] += rate * (error * q[k] - reg * old);
                q[k] += rate * (error * old - reg * q[k]);
            }
        }
        if (options.go_on && !options.go_on((epoch + 1.0) / options.epochs)) break;
    }
    return fit;
}

} // namespace attune::offline
