#include "simulations/study/simulate.h"

#include "core/measures/statistics/guardrail.h"
#include "core/policy/parameters.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "simulations/study/measure.h"

#include <cassert>

namespace attune {
namespace {

template <typename Bytes>
std::string digits_of(const Bytes& bytes) {
    Fingerprint hash;
    for (const auto byte : bytes)
        hash.add(static_cast<unsigned char>(byte));
    return hash.hex();
}

/// The names of records follow from what made them, so the same study done twice is found as one.
std::string record_id(const char* prefix, std::initializer_list<std::string> parts) {
    std::string all;
    for (const std::string& part : parts)
        all += digits_of(part);
    return prefix + digits_of(all).substr(0, 12);
}

RunRecord blank_record(const LoadedScenario& loaded, const Policy& policy, const SimulateOptions& options) {
    RunRecord record;
    record.scenario_name = loaded.scenario.name;
    record.scenario_json = scenario_to_json(loaded.scenario);
    record.policy_name = policy.name;
    record.policy_json = policy_to_json(policy);
    record.seed = loaded.scenario.seed;
    record.users = loaded.scenario.users;
    record.days = loaded.scenario.days;
    record.items =
        loaded.world ? static_cast<int>(loaded.world->catalogue.items.size()) : loaded.scenario.items;
    record.replications = options.replications;
    record.program_version = program_version();
    record.created = options.created;
    // An imported world is part of what made the run; a synthetic one follows from the scenario.
    const std::string world = loaded.world ? digits_of(world_to_bytes(*loaded.world)) : std::string();
    record.id = record_id("r-", {record.scenario_json, record.policy_json,
                                 std::to_string(options.replications), record.program_version, world});
    return record;
}

/// Runs policies side by side, replication by replication, on the same worlds.
class Simulation {
public:
    Simulation(const LoadedScenario& loaded, std::vector<const Policy*> policies,
               const SimulateOptions& options)
        : loaded_(loaded)
        , policies_(std::move(policies))
        , options_(options) {}

    /// Calls each(replication, observations) with one observation per policy.
    template <typename Each>
    Status run(const Each& each) {
        for (int r = 0; r < options_.replications; ++r) {
            const std::uint64_t seed = loaded_.scenario.seed + static_cast<std::uint64_t>(r);
            const WorldData synthetic = loaded_.world ? WorldData{}
                                                      : make_synthetic_world(loaded_.scenario.assumptions,
                                                                             loaded_.scenario.items, seed);
            const WorldData& world = loaded_.world ? *loaded_.world : synthetic;
            std::vector<Observation> observations;
            for (const Policy* policy : policies_) {
                RunRequest request;
                request.world = &world;
                request.assumptions = loaded_.scenario.assumptions;
                request.policy = *policy;
                request.seed = seed;
                request.users = loaded_.scenario.users;
                request.days = loaded_.scenario.days;
                request.threads = options_.threads;
                request.stop = options_.stop;
                if (r == 0) request.log = options_.log;
                request.after_day = [&](int) { report_day(); };
                auto observation = run_policy(request);
                if (!observation) return pass_on(observation);
                if (observation->cancelled)
                    return fail(ErrorCode::cancelled, "stopped before the run was finished");
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
    int days_done_ = 0;
};

/// What several replications of one policy add up to.
struct Gathered {
    std::vector<Measured> measured;
    Fingerprint fingerprint;

    void add(const Observation& observation) {
        measured.push_back(measure(observation));
        fingerprint.add(observation.fingerprint);
    }
    void fill(RunRecord& record) const {
        Measured all = over_replications(measured, false);
        record.metrics = std::move(all.values);
        record.series = std::move(all.series);
        record.fingerprint = fingerprint.hex();
    }
};

} // namespace

const char* program_version() {
    return ATTUNE_VERSION;
}

Result<RunRecord> simulate_run(const LoadedScenario& scenario, const Policy& policy,
                               const SimulateOptions& options) {
    RunRecord record = blank_record(scenario, policy, options);
    Gathered gathered;
    auto done = Simulation(scenario, {&policy}, options).run([&](const std::vector<Observation>& o) {
        gathered.add(o[0]);
    });
    if (!done) return pass_on(done);
    gathered.fill(record);
    return record;
}

Result<Comparison> simulate_comparison(const LoadedScenario& scenario, const Policy& baseline,
                                       const Policy& candidate, const SimulateOptions& options) {
    Comparison result;
    result.baseline = blank_record(scenario, baseline, options);
    result.candidate = blank_record(scenario, candidate, options);
    Gathered first;
    Gathered second;
    std::vector<Measured> differences;
    auto done =
        Simulation(scenario, {&baseline, &candidate}, options).run([&](const std::vector<Observation>& o) {
            first.add(o[0]);
            second.add(o[1]);
            differences.push_back(measure_difference(o[0], o[1]));
        });
    if (!done) return pass_on(done);
    first.fill(result.baseline);
    second.fill(result.candidate);
    Measured difference = over_replications(differences, true);
    result.record.id = record_id("c-", {result.baseline.id, result.candidate.id});
    result.record.baseline_run = result.baseline.id;
    result.record.candidate_run = result.candidate.id;
    result.record.created = options.created;
    for (const MetricValue& value : difference.values) {
        const MetricSpec* spec = find_metric(value.key);
        if (spec && spec->guardrail && value.group == "all")
            result.record.guardrails.push_back(judge_guardrail(*spec, value));
    }
    result.record.difference = std::move(difference.values);
    result.record.series = std::move(difference.series);
    return result;
}

} // namespace attune
