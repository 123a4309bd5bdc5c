#include "simulations/fit/findings.h"

#include "core/measures/statistics/intervals.h"
#include "simulations/fit/fit_scale.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// An assumption is pinned if its interval takes less than this share of its range, on the scale it is fitted
/// on.
constexpr double narrow = 0.5;
constexpr double together = 0.5; ///< correlation from which two assumptions are a combination
constexpr double decides = 0.2;  ///< share of the strongest from which another is named too
constexpr double plain = 3;      ///< standard errors from which a change is more than chance
constexpr std::size_t most_named = 3;
constexpr double many_degrees = 1000; ///< as good as the normal distribution

/// Numbers 0 .. n-1 of values at least `least`, largest first.
std::vector<std::size_t> largest(const VectorXd& values, double least) {
    std::vector<std::size_t> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return values[static_cast<Index>(a)] > values[static_cast<Index>(b)];
    });
    std::erase_if(order, [&](std::size_t k) { return !(values[static_cast<Index>(k)] >= least); });
    if (order.size() > most_named) order.resize(most_named);
    return order;
}

std::vector<std::string> named(const std::vector<std::string>& names, const std::vector<std::size_t>& rows) {
    std::vector<std::string> result;
    for (const std::size_t row : rows)
        result.push_back(names[row]);
    return result;
}

/// How plainly each figure shows a position, squared, as a share of the plainest.
VectorXd reaction(const Fitted& fitted, Index position) {
    const VectorXd squared =
        fitted.slopes.mean.col(position).cwiseAbs2().cwiseQuotient(fitted.covariance.diagonal());
    const double most = squared.maxCoeff();
    return most > 0 ? VectorXd(squared / most) : squared;
}

double error_of(const Fitted& fitted, Index i) {
    return std::sqrt(fitted.uncertainty.covariance(i, i));
}

/// Half of a 95 % interval in standard errors. What a few replications say of other worlds is known with
/// their few degrees of freedom alone (Satterthwaite, Biometrics Bulletin 1946).
double reach_of(const Fitted& fitted, Index i) {
    const double of_worlds = fitted.uncertainty.gain.row(i).cwiseAbs2().dot(fitted.worlds);
    if (!(of_worlds > 0)) return normal_reach();
    const double share = fitted.uncertainty.covariance(i, i) / of_worlds;
    return t_reach(std::min((fitted.replications - 1) * share * share, many_degrees));
}

} // namespace

std::vector<FittedAssumption> findings_of(const Fitted& fitted) {
    std::vector<FittedAssumption> all;
    for (Index i = 0; i < fitted.position.size(); ++i) {
        FittedAssumption one;
        one.key = fitted.assumptions[static_cast<std::size_t>(i)];
        const FitScale scale(world_parameters().find(one.key)->spec);
        const double reach = reach_of(fitted, i) * error_of(fitted, i);
        one.lower = scale.value(fitted.position[i] - reach);
        one.upper = scale.value(fitted.position[i] + reach);
        one.at_end = fitted.position[i] <= 0 || fitted.position[i] >= 1;
        const double alone = 2 * normal_reach() * fitted.uncertainty.alone[i];
        one.finding = 2 * reach < narrow ? Finding::pinned
                      : alone < narrow   ? Finding::combination
                                         : Finding::unseen;
        if (one.finding != Finding::unseen)
            one.by = named(fitted.figures, largest(reaction(fitted, i), decides));
        if (one.finding == Finding::combination) {
            VectorXd tied = VectorXd::Zero(fitted.position.size());
            for (Index k = 0; k < tied.size(); ++k)
                if (k != i)
                    tied[k] = std::abs(fitted.uncertainty.covariance(i, k)) /
                              (error_of(fitted, i) * error_of(fitted, k));
            // Where no single one stands out, the one it is tied to most is still the best that can be said.
            one.with = named(fitted.assumptions, largest(tied, std::min(together, tied.maxCoeff())));
        }
        all.push_back(std::move(one));
    }
    return all;
}

HeldAssumption judge_held(const Fitted& fitted, const Moved& moved, const VectorXd& noise,
                          std::vector<FittedAssumption>& estimates) {
    HeldAssumption held{.key = moved.key, .value = moved.value, .with = {}};
    const VectorXd error = (fitted.covariance.diagonal() + noise).cwiseSqrt();
    const auto shows = [&](const VectorXd& change) {
        return !change.allFinite() || (change.cwiseAbs().cwiseQuotient(error).array() > plain).any();
    };
    if (!shows(moved.change)) return held;
    if (!moved.change.allFinite()) {
        held.finding = Finding::open;
        return held;
    }
    // What the fitted ones would do to make up for it.
    const VectorXd answer = -(fitted.uncertainty.gain * moved.change);
    held.finding = shows(moved.change + fitted.slopes.mean * answer) ? Finding::open : Finding::same_as;
    if (held.finding == Finding::same_as)
        held.with =
            named(fitted.assumptions, largest(answer.cwiseAbs(), decides * answer.cwiseAbs().maxCoeff()));
    for (Index i = 0; i < answer.size(); ++i) {
        FittedAssumption& one = estimates[static_cast<std::size_t>(i)];
        if (held.finding != Finding::same_as || one.finding != Finding::pinned ||
            std::abs(answer[i]) < reach_of(fitted, i) * error_of(fitted, i))
            continue;
        const FitScale scale(world_parameters().find(one.key)->spec);
        one.given.push_back({moved.key, moved.to, scale.value(fitted.position[i] + answer[i])});
    }
    return held;
}

void keep_strongest(std::vector<FittedAssumption>& estimates) {
    for (FittedAssumption& one : estimates) {
        const FitScale scale(world_parameters().find(one.key)->spec);
        const auto shift = [&](const Given& given) {
            return std::abs(scale.position(given.becomes) - scale.position(one.value));
        };
        std::stable_sort(one.given.begin(), one.given.end(),
                         [&](const Given& a, const Given& b) { return shift(a) > shift(b); });
        if (one.given.size() > most_named) one.given.resize(most_named);
    }
}

std::vector<std::string> pinned_by(const Fitted& fitted, Index figure) {
    VectorXd share(fitted.position.size());
    for (Index i = 0; i < share.size(); ++i)
        share[i] = reaction(fitted, i)[figure];
    return named(fitted.assumptions, largest(share, decides));
}

} // namespace attune
