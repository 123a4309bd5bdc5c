#include "simulations/fit/fit_simulation.h"

#include "core/measures/statistics/summary.h"
#include "simulations/fit/log_figures.h"
#include "simulations/study/replication.h"

#include <cmath>

namespace attune {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// Away from the seeds a log of the same scenario was made with: its own people must not help the fit.
constexpr int own_people = 1'000'000;

/// Half of a 95 % interval as a standard error; over blocks of people as they are in one run.
double error_of(const MetricValue& value, std::size_t blocks) {
    const double reach = blocks > 1 ? t_reach(static_cast<double>(blocks - 1)) : normal_reach();
    return (value.upper - value.lower) / 2 / reach;
}

MetricValue metric_of(const Observation& observation, const std::string& metric) {
    constexpr auto everyone = static_cast<std::size_t>(PersonGroup::all);
    std::vector<Tallies> totals;
    std::vector<RiskTable> risks;
    for (const Cluster& cluster : observation.clusters) {
        Tallies total;
        std::vector<Tallies> days;
        for (const GroupTallies& day : cluster.days) {
            add_day(total, day[everyone]);
            days.push_back(day[everyone]);
        }
        totals.push_back(total);
        risks.push_back(risk_table(days));
    }
    if (const RatioSpec* ratio = find_ratio(metric)) return summarise(*ratio, "all", totals);
    return summarise_churn("all", risks);
}

Figures metric_figures(const Observation& observation, const std::vector<std::string>& metrics) {
    const std::size_t m = metrics.size();
    Figures figures;
    figures.keys = metrics;
    figures.covariance.assign(m * m, 0);
    for (std::size_t i = 0; i < m; ++i) {
        const MetricValue value = metric_of(observation, metrics[i]);
        const double error = error_of(value, observation.clusters.size());
        figures.values.push_back(value.value);
        figures.counted.push_back(value.n);
        if (std::isfinite(error)) figures.covariance[i * m + i] = error * error;
    }
    return figures;
}

} // namespace

Result<Figures> simulate_figures(const SimulationPlan& plan, const Assumptions& assumptions,
                                 int replication) {
    LoadedScenario tried{plan.scenario->scenario, std::nullopt};
    tried.scenario.assumptions = assumptions;
    const std::uint64_t seed = seed_of(tried.scenario, own_people + replication);
    // An imported world stays where it is; a synthetic one follows from the assumptions.
    const auto world = world_of(plan.scenario->world ? *plan.scenario : tried, seed);
    SimulateOptions options;
    options.threads = plan.threads;
    options.stop = plan.stop;
    RunRequest request = request_for(tried, plan.policy, *world, seed, options);
    LogReducer reducer;
    if (plan.log)
        request.log = [&](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events)
                reducer.add(event);
        };
    auto observation = run_to_the_end(run_policy, request);
    if (!observation) return pass_on(observation);
    if (plan.after_run) plan.after_run();
    return plan.log ? reducer.figures(request.days) : metric_figures(*observation, plan.metrics);
}

Result<SampledFigures> sample_figures(const SimulationPlan& plan, const Assumptions& assumptions,
                                      int replications) {
    SampledFigures sample;
    sample.replications = replications;
    std::vector<VectorXd> all;
    for (int r = 0; r < replications; ++r) {
        auto figures = simulate_figures(plan, assumptions, r);
        if (!figures) return pass_on(figures);
        const auto m = static_cast<Index>(figures->values.size());
        const VectorXd values = Eigen::Map<const VectorXd>(figures->values.data(), m);
        if (r == 0) {
            sample.people = Eigen::MatrixXd::Zero(m, m);
            sample.mean = sample.counted = VectorXd::Zero(m);
        }
        sample.people += Eigen::Map<const Eigen::MatrixXd>(figures->covariance.data(), m, m) / replications;
        sample.mean += values / replications;
        sample.counted += Eigen::Map<const VectorXd>(figures->counted.data(), m) / replications;
        all.push_back(values);
    }
    sample.worlds = VectorXd::Zero(sample.mean.size());
    if (replications < 2) return sample;
    for (const VectorXd& one : all)
        sample.worlds += (one - sample.mean).cwiseAbs2() / (replications - 1);
    sample.worlds = (sample.worlds - sample.people.diagonal()).cwiseMax(0);
    return sample;
}

} // namespace attune
