#include "simulations/fit/gauss_newton.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace attune {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double difference = 0.06;   ///< of a range, to either side
constexpr double longest_step = 0.25; ///< of a range
constexpr int most_steps = 8;
constexpr int most_halvings = 3;
constexpr double plain = 2;         ///< standard errors from which a slope is more than chance
constexpr double least_kept = 0.25; ///< of a slope, however much of it is chance
constexpr double settled = 0.05;    ///< gain in squared standard errors that is not worth another step

/// Squared standard errors of figures and of the pull to the start; infinite where a figure is missing.
double misfit(const FitProblem& problem, const VectorXd& at, const VectorXd& simulated) {
    if (!simulated.allFinite()) return std::numeric_limits<double>::infinity();
    const VectorXd gap = problem.wanted - simulated;
    return gap.cwiseAbs2().cwiseQuotient(problem.variance).sum() + (at - problem.start).squaredNorm();
}

} // namespace

Result<Slopes> differences(const Simulate& simulate, const VectorXd& at, int replications, Sides sides) {
    MatrixXd jacobian;
    MatrixXd variance; // of its entries, from how replications differ
    Result<MatrixXd> here = MatrixXd();
    if (sides == Sides::one)
        if (here = simulate(at, replications); !here) return pass_on(here);
    for (Index i = 0; i < at.size(); ++i) {
        VectorXd low = at;
        VectorXd high = at;
        if (sides == Sides::both || at[i] > 0.5) low[i] = std::max(0.0, at[i] - difference);
        if (sides == Sides::both || at[i] <= 0.5) high[i] = std::min(1.0, at[i] + difference);
        auto below = low[i] == at[i] && sides == Sides::one ? here : simulate(low, replications);
        if (!below) return pass_on(below);
        auto above = high[i] == at[i] && sides == Sides::one ? here : simulate(high, replications);
        if (!above) return pass_on(above);
        if (i == 0) jacobian = variance = MatrixXd::Zero(below->rows(), at.size());
        const MatrixXd each = ((*above - *below) / (high[i] - low[i])).unaryExpr([](double x) {
            return std::isfinite(x) ? x : 0.0;
        });
        jacobian.col(i) = each.rowwise().mean();
        if (replications > 1)
            variance.col(i) = (each.colwise() - jacobian.col(i)).rowwise().squaredNorm() /
                              (replications - 1.0) / replications;
    }
    const double all = variance.mean();
    if (all == 0) return Slopes{jacobian, variance};
    // A few replications say little about one entry; its row and its column together say enough.
    const VectorXd by_figure = variance.rowwise().mean();
    const VectorXd by_position = variance.colwise().mean().transpose() / all;
    const MatrixXd noise = by_figure * by_position.transpose();
    const auto chance = (jacobian.array().square() < plain * plain * noise.array()).eval();
    return Slopes{chance.select(0, jacobian), chance.select(0, noise)};
}

VectorXd bounded_step(const FitProblem& problem, const MatrixXd& jacobian, const VectorXd& at,
                      const VectorXd& simulated, double longest) {
    const VectorXd weight = problem.variance.cwiseInverse();
    const MatrixXd curvature =
        jacobian.transpose() * weight.asDiagonal() * jacobian + MatrixXd::Identity(at.size(), at.size());
    const VectorXd pull =
        jacobian.transpose() * weight.asDiagonal() * (problem.wanted - simulated) + (problem.start - at);
    VectorXd step = VectorXd::Zero(at.size());
    std::vector<Index> open(static_cast<std::size_t>(at.size()));
    for (Index i = 0; i < at.size(); ++i)
        open[static_cast<std::size_t>(i)] = i;
    // What would go too far is held at its limit, and the others are solved again around it.
    while (!open.empty()) {
        const VectorXd rest = pull - curvature * step;
        const VectorXd more = curvature(open, open).ldlt().solve(rest(open));
        std::vector<Index> still;
        VectorXd next = step;
        for (std::size_t k = 0; k < open.size(); ++k) {
            const Index i = open[k];
            const double wished = step[i] + more[static_cast<Index>(k)];
            const double least = std::max(-longest, -at[i]);
            const double most = std::min(longest, 1 - at[i]);
            next[i] = std::clamp(wished, least, most);
            if (next[i] == wished) still.push_back(i);
        }
        if (still.size() == open.size()) return next;
        for (const Index i : open)
            step[i] = std::find(still.begin(), still.end(), i) == still.end() ? next[i] : 0.0;
        open = std::move(still);
    }
    return step;
}

Result<VectorXd> fit_positions(const FitProblem& problem, const Simulate& simulate) {
    VectorXd at = problem.start;
    const auto mean_at = [&](const VectorXd& position) -> Result<VectorXd> {
        auto each = simulate(position, problem.replications);
        if (!each) return pass_on(each);
        return VectorXd(each->rowwise().mean());
    };
    auto simulated = mean_at(at);
    if (!simulated) return pass_on(simulated);
    double now = misfit(problem, at, *simulated);
    auto slopes = differences(simulate, at, problem.slope_replications, Sides::one);
    if (!slopes) return pass_on(slopes);
    MatrixXd jacobian = std::move(slopes->mean);
    bool fresh = true; ///< the Jacobian was taken here
    for (int n = 0; n < most_steps; ++n) {
        VectorXd step = bounded_step(problem, jacobian, at, *simulated, longest_step);
        const VectorXd expected = *simulated + jacobian * step;
        if (now - misfit(problem, at + step, expected) < settled) break;
        bool better = false;
        for (int halving = 0; halving <= most_halvings && !better; ++halving) {
            auto tried = mean_at(at + step);
            if (!tried) return pass_on(tried);
            const double then = misfit(problem, at + step, *tried);
            if (tried->allFinite()) {
                // Broyden 1965: what this step taught about its own direction.
                const VectorXd surprise = *tried - *simulated - jacobian * step;
                jacobian += surprise * step.transpose() / step.squaredNorm();
            }
            if (then < now) {
                at += step;
                simulated = std::move(tried);
                now = then;
                better = true;
            } else
                step *= 0.5;
        }
        if (better) {
            fresh = false;
            continue;
        }
        // As near as chance lets it be, or nothing new to learn here.
        if (fresh || now < static_cast<double>(problem.wanted.size())) break;
        slopes = differences(simulate, at, problem.slope_replications, Sides::one);
        if (!slopes) return pass_on(slopes);
        jacobian = std::move(slopes->mean);
        fresh = true;
    }
    return at;
}

Uncertainty uncertainty_of(const Slopes& slopes, const MatrixXd& figures) {
    const MatrixXd& jacobian = slopes.mean;
    const Index p = jacobian.cols();
    const VectorXd weight = figures.diagonal().cwiseInverse();
    const MatrixXd information = jacobian.transpose() * weight.asDiagonal() * jacobian;
    const MatrixXd curvature = information + MatrixXd::Identity(p, p);
    const Eigen::LDLT<MatrixXd> solver(curvature);
    // The part of each slope that is not chance, on average: a steeper one promises more than it keeps.
    const VectorXd by_chance = slopes.variance.transpose() * weight;
    VectorXd kept(p);
    for (Index i = 0; i < p; ++i)
        kept[i] = information(i, i) > 0 ? std::max(least_kept, 1 - by_chance[i] / information(i, i)) : 1;
    const VectorXd wider = kept.cwiseInverse();
    Uncertainty result;
    result.gain = wider.asDiagonal() * solver.solve(MatrixXd(jacobian.transpose() * weight.asDiagonal()));
    // The figures are weighed one by one although they hang together; their whole covariance says what that
    // costs.
    const MatrixXd inverse = solver.solve(MatrixXd::Identity(p, p));
    result.covariance = result.gain * figures * result.gain.transpose() + inverse * inverse;
    result.alone = information.diagonal().cwiseProduct(kept.cwiseAbs2()).unaryExpr([](double x) {
        return 1 / std::sqrt(x + 1);
    });
    const Eigen::JacobiSVD<MatrixXd> svd(weight.cwiseSqrt().asDiagonal() * jacobian,
                                         Eigen::ComputeThinU | Eigen::ComputeThinV);
    result.singular = svd.singularValues();
    result.directions = svd.matrixV();
    return result;
}

} // namespace attune
