// The simulation that is fitted: given assumptions, the figures that a replication of a scenario under a
// policy gives.
#pragma once

#include "simulations/fit/figures.h"
#include "simulations/study/simulate.h"

#include <Eigen/Core>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

struct SimulationPlan {
    std::shared_ptr<const LoadedScenario> scenario; ///< its people and days are simulated, as many as it says
    Policy policy;
    bool log = false;                 ///< figures are all of log_figures(); otherwise `metrics`
    std::vector<std::string> metrics; ///< of target_metrics()
    int threads = 1;
    std::stop_token stop;
    std::function<void()> after_run;
};

/// One replication; its people, their days and their world follow from its number. Errors: those of
/// run_policy; cancelled.
Result<Figures> simulate_figures(const SimulationPlan& plan, const Assumptions& assumptions, int replication);

/// Several replications, numbers 0, 1, 2 ...
struct SampledFigures {
    Eigen::VectorXd mean;
    Eigen::MatrixXd people; ///< covariance of one replication's figures over other people
    Eigen::VectorXd
        worlds; ///< variance that other catalogues add to it: what replications differ beyond that
    Eigen::VectorXd counted; ///< of one replication, on average
    int replications = 0;
};
Result<SampledFigures> sample_figures(const SimulationPlan& plan, const Assumptions& assumptions,
                                      int replications);

} // namespace attune
