#include "simulations/engine/run.h"

#include "simulations/engine/simulation.h"

#include <algorithm>

namespace attune {

int block_count(int users) {
    return (users + block_size - 1) / block_size;
}

int cluster_count(int users) {
    return std::min(block_count(users), max_clusters);
}

Result<Observation> run_policy(const RunRequest& request) {
    auto simulation = Simulation::start(request);
    if (!simulation) return pass_on(simulation);
    simulation->run_until(request.days);
    return simulation->observation();
}

} // namespace attune
