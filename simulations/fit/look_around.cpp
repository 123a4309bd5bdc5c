#include "simulations/fit/look_around.h"

#include "simulations/fit/fit_scale.h"
#include "simulations/fit/plain_values.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double move = 0.5; ///< of its range, by which an assumption is moved
constexpr int most_people = 500;

} // namespace

Result<std::vector<HeldAssumption>> try_held(const SimulationPlan& plan, const Fitted& fitted,
                                             const Assumptions& assumptions,
                                             const std::vector<Eigen::Index>& rows,
                                             std::vector<FittedAssumption>& estimates) {
    SimulationPlan smaller = plan;
    LoadedScenario fewer = *plan.scenario;
    fewer.scenario.users = std::min(fewer.scenario.users, most_people);
    smaller.scenario = std::make_shared<const LoadedScenario>(std::move(fewer));
    auto here = simulate_figures(smaller, assumptions, 0);
    if (!here) return pass_on(here);
    const Eigen::VectorXd before = values_of(*here, rows);
    const Eigen::VectorXd noise = covariance_of(*here, rows).diagonal();
    std::vector<HeldAssumption> all;
    for (const auto& entry : world_parameters().entries()) {
        const ParameterSpec& spec = entry.spec;
        const auto& is_fitted = fitted.assumptions;
        if (!can_be_fitted(spec) || spec.is_family() ||
            std::find(is_fitted.begin(), is_fitted.end(), spec.key) != is_fitted.end())
            continue;
        const FitScale scale(spec);
        const double value = assumption_value(assumptions, spec.key);
        const double from = scale.position(value);
        const double to = on_step(spec, scale.value(from < 0.5 ? from + move : from - move));
        Assumptions moved = assumptions;
        set_assumption_value(moved, spec.key, to);
        auto there = simulate_figures(smaller, moved, 0);
        if (!there) return pass_on(there);
        all.push_back(
            judge_held(fitted, {spec.key, value, to, values_of(*there, rows) - before}, noise, estimates));
    }
    keep_strongest(estimates);
    return all;
}

} // namespace attune
