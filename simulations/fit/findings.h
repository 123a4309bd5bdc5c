// What a fit may say: which assumptions the figures pin and which they leave open, found from how the
// simulated figures react and how surely the wanted ones are known.
#pragma once

#include "simulations/fit/fit_people.h"
#include "simulations/fit/gauss_newton.h"

namespace attune {

/// Everything known at the fitted positions.
struct Fitted {
    std::vector<std::string> assumptions; ///< fitted ones, in the order of positions
    std::vector<std::string> figures;
    Eigen::VectorXd position;
    Slopes slopes;
    Eigen::MatrixXd covariance; ///< of wanted minus simulated figures
    Uncertainty uncertainty;
    Eigen::VectorXd worlds; ///< part of the covariance that a few replications have estimated, by figure
    int replications = 0;   ///< that it comes from
};

/// finding, by, with and the interval of each fitted assumption; before and value are left as they are.
std::vector<FittedAssumption> findings_of(const Fitted& fitted);

/// How the figures changed when a held assumption was moved by half its range, nothing else changed. `noise`
/// is the variance of such a change by chance.
struct Moved {
    std::string key;
    double value = 0; ///< held at
    double to = 0;
    Eigen::VectorXd change;
};
/// Judges a held assumption, and adds it to what pinned estimates are given if it would move them out of
/// their intervals.
HeldAssumption judge_held(const Fitted& fitted, const Moved& moved, const Eigen::VectorXd& noise,
                          std::vector<FittedAssumption>& estimates);

/// Keeps the few strongest of what each estimate is given.
void keep_strongest(std::vector<FittedAssumption>& estimates);

/// The fitted assumptions that a figure decides.
std::vector<std::string> pinned_by(const Fitted& fitted, Eigen::Index figure);

} // namespace attune
