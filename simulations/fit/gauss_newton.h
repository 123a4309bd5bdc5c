// Least squares over positions in [0, 1] for figures that only a simulation gives: damped steps from
// differences, the same people on both sides of every difference. What the figures do not tell stays where it
// was: every position is pulled to its start as if one figure had measured it with an error as wide as its
// whole range.
#pragma once

#include "core/base/result.h"

#include <Eigen/Core>
#include <functional>

namespace attune {

/// Figures at a position: one column for each replication, always the same ones. NaN where there is none.
using Simulate = std::function<Result<Eigen::MatrixXd>(const Eigen::VectorXd& position, int replications)>;

struct FitProblem {
    Eigen::VectorXd wanted;
    Eigen::VectorXd variance;   ///< of wanted minus simulated, at the right position; > 0
    Eigen::VectorXd start;      ///< positions
    int replications = 2;       ///< of every step
    int slope_replications = 1; ///< of the differences that the first step is made from
};

/// How figures change with positions: figures by positions, and how far chance may have moved each number.
struct Slopes {
    Eigen::MatrixXd mean;
    Eigen::MatrixXd variance; ///< 0 where a single replication cannot know
};
enum class Sides { both, one };
/// Slopes at `at` from differences to both sides or to the roomier one, never past an end of the range. What
/// two or more replications cannot tell from chance is 0, and so is what has no value: chance must not say
/// that a figure knows something.
Result<Slopes> differences(const Simulate& simulate, const Eigen::VectorXd& at, int replications,
                           Sides sides = Sides::both);

/// The change of position that a linear model of the figures asks for, at most `longest` for each, inside [0,
/// 1].
Eigen::VectorXd bounded_step(const FitProblem& problem, const Eigen::MatrixXd& jacobian,
                             const Eigen::VectorXd& at, const Eigen::VectorXd& simulated, double longest);

/// The position that fits best. Errors: those of `simulate`.
Result<Eigen::VectorXd> fit_positions(const FitProblem& problem, const Simulate& simulate);

/// What a linear model says of the uncertainty of fitted positions.
struct Uncertainty {
    Eigen::MatrixXd gain;       ///< change of each position per change of each wanted figure
    Eigen::MatrixXd covariance; ///< of positions, from `figures` and from the pull to the start
    Eigen::VectorXd alone;      ///< standard error of each position if all others were known
    Eigen::VectorXd singular;   ///< of the Jacobian in standard errors per whole range, largest first
    Eigen::MatrixXd directions; ///< one column for each singular value, over positions
};
/// `figures` is the covariance of wanted minus simulated. Slopes that chance has made steeper would make
/// positions look surer than they are; errors grow by as much (regression calibration: Carroll and Stefanski,
/// JASA 1990).
Uncertainty uncertainty_of(const Slopes& slopes, const Eigen::MatrixXd& figures);

} // namespace attune
