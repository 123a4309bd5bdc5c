#include "simulations/fit/plain_values.h"

#include <algorithm>
#include <cmath>

namespace attune {

const ParameterSpec& assumption_spec(const std::string& key) {
    return world_parameters().find(key)->spec;
}

double assumption_value(const Assumptions& assumptions, const std::string& key) {
    return world_parameters().get(assumptions, *world_parameters().find(key), key);
}

void set_assumption_value(Assumptions& assumptions, const std::string& key, double value) {
    world_parameters().set(assumptions, *world_parameters().find(key), key, value);
}

double four_digits(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

double on_step(const ParameterSpec& spec, double value) {
    const double steps = std::round((value - spec.minimum) / spec.step);
    return four_digits(std::clamp(spec.minimum + steps * spec.step, spec.minimum, spec.maximum));
}

Eigen::VectorXd values_of(const Figures& figures, const std::vector<Eigen::Index>& rows) {
    return Eigen::Map<const Eigen::VectorXd>(figures.values.data(),
                                             static_cast<Eigen::Index>(figures.values.size()))(rows);
}

Eigen::MatrixXd covariance_of(const Figures& figures, const std::vector<Eigen::Index>& rows) {
    const auto m = static_cast<Eigen::Index>(figures.values.size());
    return Eigen::Map<const Eigen::MatrixXd>(figures.covariance.data(), m, m)(rows, rows);
}

} // namespace attune
