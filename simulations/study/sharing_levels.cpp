#include "simulations/study/sharing_levels.h"

#include "simulations/study/replication.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

constexpr auto levels = static_cast<std::size_t>(sharing_level_count);

/// Of everyone over the whole run; NaN where there was nothing to measure.
MetricValue value_of(const Measured& measured, const char* key) {
    for (const MetricValue& value : measured.values)
        if (value.key == key && value.group == "all") return value;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {.key = key, .value = none, .lower = none, .upper = none};
}

} // namespace

Assumptions everybody_at(SharingLevel level, Assumptions assumptions) {
    const ConsentState permitted = permitted_at(level);
    const auto set = [&](Purpose purpose, double& share) { share = permitted.has(purpose) ? 1 : 0; };
    set(Purpose::adjust_this_session, assumptions.consent_session);
    set(Purpose::adjust_my_recommendations, assumptions.consent_adjust);
    set(Purpose::improve_models, assumptions.consent_improve);
    set(Purpose::experiments, assumptions.consent_experiments);
    set(Purpose::fairness_audit, assumptions.consent_fairness);
    set(Purpose::keep_my_comments, assumptions.consent_comments);
    set(Purpose::share_aggregates, assumptions.consent_share);
    assumptions.consent_renewal = 1;
    assumptions.withdrawal_rate = 0;
    return assumptions;
}

Result<std::vector<SharingOutcome>> measure_sharing(const LoadedScenario& scenario, const Policy& policy,
                                                    const SimulateOptions& options) {
    std::array<std::vector<Measured>, levels> values, differences;
    const double all_days = static_cast<double>(scenario.scenario.days) * options.replications * levels;
    int days_done = 0;
    for (int r = 0; r < options.replications; ++r) {
        const std::uint64_t seed = seed_of(scenario.scenario, r);
        const auto world = world_of(scenario, seed);
        Observation nothing_shared;
        for (std::size_t l = 0; l < levels; ++l) {
            RunRequest request = request_for(scenario, policy, *world, seed, options);
            request.assumptions = everybody_at(static_cast<SharingLevel>(l), request.assumptions);
            request.after_day = [&](int) {
                ++days_done;
                if (options.progress) options.progress(static_cast<double>(days_done) / all_days);
            };
            auto observation = run_to_the_end(run_policy, request);
            if (!observation) return pass_on(observation);
            if (l == 0) nothing_shared = *observation;
            values[l].push_back(measure(*observation));
            differences[l].push_back(measure_difference(nothing_shared, *observation));
        }
    }
    std::vector<SharingOutcome> outcomes;
    for (std::size_t l = 0; l < levels; ++l) {
        const Measured value = over_replications(values[l], false);
        const Measured difference = over_replications(differences[l], true);
        SharingOutcome& outcome = outcomes.emplace_back();
        outcome.level = static_cast<SharingLevel>(l);
        for (std::size_t m = 0; m < sharing_measures.size(); ++m)
            outcome.figures[m] = {value_of(value, sharing_measures[m]),
                                  value_of(difference, sharing_measures[m])};
    }
    return outcomes;
}

} // namespace attune
