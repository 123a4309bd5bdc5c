// Assumptions by key and figures by row, as the fit handles them.
#pragma once

#include "simulations/fit/figures.h"
#include "simulations/population/assumptions.h"

#include <Eigen/Core>
#include <string>
#include <vector>

namespace attune {

/// `key` must be one of world_parameters().
const ParameterSpec& assumption_spec(const std::string& key);
double assumption_value(const Assumptions& assumptions, const std::string& key);
void set_assumption_value(Assumptions& assumptions, const std::string& key, double value);

/// To four significant digits: more would pretend to know.
double four_digits(double value);
/// The nearest value that people would set.
double on_step(const ParameterSpec& spec, double value);

/// These rows of figures.
Eigen::VectorXd values_of(const Figures& figures, const std::vector<Eigen::Index>& rows);
Eigen::MatrixXd covariance_of(const Figures& figures, const std::vector<Eigen::Index>& rows);

} // namespace attune
