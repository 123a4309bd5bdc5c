#include "simulations/study/replication.h"

#include "core/measures/statistics/guardrail.h"
#include "core/policy/parameters.h"
#include "simulations/population/synthetic.h"
#include "simulations/report/guardrails.h"

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

} // namespace

std::uint64_t seed_of(const Scenario& scenario, int replication) {
    return scenario.seed + static_cast<std::uint64_t>(replication);
}

std::shared_ptr<const WorldData> world_of(const LoadedScenario& loaded, std::uint64_t seed) {
    if (loaded.world) return {std::shared_ptr<const WorldData>(), &*loaded.world};
    return std::make_shared<const WorldData>(
        make_synthetic_world(loaded.scenario.assumptions, loaded.scenario.items, seed));
}

RunRequest request_for(const LoadedScenario& loaded, const Policy& policy, const WorldData& world,
                       std::uint64_t seed, const SimulateOptions& options) {
    RunRequest request;
    request.world = &world;
    request.assumptions = loaded.scenario.assumptions;
    request.policy = policy;
    if (loaded.consent) request.consent = {loaded.consent, &loaded.consent->rules};
    request.seed = seed;
    request.users = loaded.scenario.users;
    request.days = loaded.scenario.days;
    request.threads = options.threads;
    request.stop = options.stop;
    return request;
}

tl::unexpected<Error> stopped() {
    return fail(ErrorCode::cancelled, "stopped before the run was finished");
}

Result<Observation> run_to_the_end(const Runner& run, const RunRequest& request) {
    auto observation = run(request);
    if (observation && observation->cancelled) return stopped();
    return observation;
}

RunRecord blank_record(const LoadedScenario& loaded, const Policy& policy, int replications,
                       const std::string& created) {
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
    record.replications = replications;
    record.program_version = program_version();
    record.created = created;
    const MatrixInForce& matrix = in_force(loaded.consent);
    record.matrix_version = matrix.version;
    record.matrix_sha256 = matrix.sha256;
    // An imported world is part of what made the run; a synthetic one follows from the scenario. So is a
    // matrix of one's own; the one that ships follows from the program.
    std::string world = loaded.world ? digits_of(world_to_bytes(*loaded.world)) : std::string();
    if (!same_matrix(loaded.consent, shipped_in_force())) world += matrix.sha256;
    record.id = record_id("r-", {record.scenario_json, record.policy_json, std::to_string(replications),
                                 record.program_version, world});
    return record;
}

void Gathered::add(Measured values, const Fingerprint& events) {
    measured.push_back(std::move(values));
    fingerprint.add(events);
}

void Gathered::fill(RunRecord& record) const {
    Measured all = over_replications(measured, false);
    record.metrics = std::move(all.values);
    record.series = std::move(all.series);
    record.fingerprint = fingerprint.hex();
}

ComparisonRecord comparison_of(const RunRecord& baseline, const RunRecord& candidate, Measured difference) {
    ComparisonRecord record;
    record.id = record_id("c-", {baseline.id, candidate.id});
    record.baseline_run = baseline.id;
    record.candidate_run = candidate.id;
    record.created = candidate.created;
    if (const auto policy = policy_from_json(candidate.policy_json, candidate.policy_name))
        record.guardrails = coercion_verdicts(*policy);
    for (const MetricValue& value : difference.values) {
        const MetricSpec* spec = find_metric(value.key);
        if (spec && spec->guardrail && value.group == "all")
            record.guardrails.push_back(judge_guardrail(*spec, value));
    }
    record.difference = std::move(difference.values);
    record.series = std::move(difference.series);
    return record;
}

} // namespace attune
