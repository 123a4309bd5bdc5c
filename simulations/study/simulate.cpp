#include "simulations/study/simulate.h"

#include "simulations/study/replication.h"
#include "simulations/study/watched_simulation.h"

namespace attune {
namespace {

/// Runs policies side by side, replication by replication, on the same worlds.
class Simulation {
public:
    Simulation(const LoadedScenario& loaded, std::vector<const Policy*> policies,
               const SimulateOptions& options, std::function<void(RunRequest&)> first = {})
        : loaded_(loaded)
        , policies_(std::move(policies))
        , options_(options)
        , first_(std::move(first)) {}

    /// Calls each(observations) for every replication, with one observation per policy.
    template <typename Each>
    Status run(const Each& each) {
        for (int r = 0; r < options_.replications; ++r) {
            const std::uint64_t seed = seed_of(loaded_.scenario, r);
            const auto world = world_of(loaded_, seed);
            std::vector<Observation> observations;
            for (const Policy* policy : policies_) {
                RunRequest request = request_for(loaded_, *policy, *world, seed, options_);
                if (r == 0) request.log = options_.log;
                request.after_day = [&](int) { report_day(); };
                if (r == 0 && first_) first_(request);
                auto observation = run_to_the_end(run_policy, request);
                if (!observation) return pass_on(observation);
                observations.push_back(std::move(*observation));
            }
            each(observations);
        }
        return {};
    }

private:
    void report_day() {
        ++days_done_;
        if (!options_.progress) return;
        const double all = static_cast<double>(loaded_.scenario.days) * options_.replications *
                           static_cast<double>(policies_.size());
        options_.progress(static_cast<double>(days_done_) / all);
    }

    const LoadedScenario& loaded_;
    std::vector<const Policy*> policies_;
    const SimulateOptions& options_;
    std::function<void(RunRequest&)> first_;
    int days_done_ = 0;
};

} // namespace

const char* program_version() {
    return ATTUNE_VERSION;
}

Result<RunRecord> simulate_run(const LoadedScenario& scenario, const Policy& policy,
                               const SimulateOptions& options) {
    return simulate_watched(scenario, policy, options, {});
}

Result<RunRecord> simulate_watched(const LoadedScenario& scenario, const Policy& policy,
                                   const SimulateOptions& options,
                                   const std::function<void(RunRequest&)>& first) {
    RunRecord record = blank_record(scenario, policy, options.replications, options.created);
    Gathered gathered;
    auto done = Simulation(scenario, {&policy}, options, first).run([&](const std::vector<Observation>& o) {
        gathered.add(measure(o[0]), o[0].fingerprint);
    });
    if (!done) return pass_on(done);
    gathered.fill(record);
    return record;
}

Result<Comparison> simulate_comparison(const LoadedScenario& scenario, const Policy& baseline,
                                       const Policy& candidate, const SimulateOptions& options) {
    Comparison result;
    result.baseline = blank_record(scenario, baseline, options.replications, options.created);
    result.candidate = blank_record(scenario, candidate, options.replications, options.created);
    Gathered first;
    Gathered second;
    std::vector<Measured> differences;
    auto done =
        Simulation(scenario, {&baseline, &candidate}, options).run([&](const std::vector<Observation>& o) {
            first.add(measure(o[0]), o[0].fingerprint);
            second.add(measure(o[1]), o[1].fingerprint);
            differences.push_back(measure_difference(o[0], o[1]));
        });
    if (!done) return pass_on(done);
    first.fill(result.baseline);
    second.fill(result.candidate);
    result.record = comparison_of(result.baseline, result.candidate, over_replications(differences, true));
    return result;
}

} // namespace attune
