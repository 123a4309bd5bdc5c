#include "simulations/study/loop_targets.h"

#include "simulations/study/brigade.h"
#include "simulations/study/loop_episodes.h"
#include "simulations/study/loop_gaps.h"
#include "simulations/study/loop_patterns.h"
#include "simulations/study/loop_promises.h"
#include "simulations/study/loop_rejected.h"
#include "simulations/study/loop_responses.h"
#include "simulations/study/loop_spoken.h"
#include "simulations/study/loop_trust.h"
#include "simulations/study/loop_visits.h"

namespace attune {
namespace {

LoopMeasure score(const char* key, const Measured& with, const Measured& difference) {
    LoopMeasure measure{.key = key,
                        .unit = LoopUnit::score,
                        .value = value_for_all(with, key),
                        .change = value_for_all(difference, key)};
    measure.twin.value = measure.value.value - measure.change.value;
    return measure;
}

} // namespace

Result<std::vector<LoopMeasure>> measure_loop(const LoadedScenario& scenario, const Policy& policy,
                                              const SimulateOptions& options) {
    LoopRejected rejected;
    LoopPromises promises;
    LoopEpisodes episodes;
    LoopVisits visits;
    LoopResponses responses;
    LoopSpoken spoken;
    LoopGaps gaps;
    LoopPatterns patterns;
    LoopTrust trust;
    LoopReliability reliability;
    BrigadeMeasures brigade;
    const bool attacked = has_brigade(scenario.scenario);
    std::vector<Measured> values, differences;
    const double all_days =
        1.0 * options.replications *
        (LoopRuns::runs * scenario.scenario.days + (attacked ? brigade_days(scenario.scenario) : 0));
    int days_done = 0;
    const auto after_day = [&] {
        ++days_done;
        if (options.progress) options.progress(static_cast<double>(days_done) / all_days);
    };
    for (int r = 0; r < options.replications; ++r) {
        const auto runs = run_loop(scenario, policy, r, options, after_day);
        if (!runs) return pass_on(runs);
        rejected.add(**runs);
        promises.add(**runs);
        episodes.add(**runs);
        visits.add(**runs);
        responses.add(**runs);
        spoken.add(**runs, policy.session_cap);
        gaps.add(**runs);
        patterns.add(**runs);
        trust.add(**runs);
        reliability.add((*runs)->reliability);
        values.push_back((*runs)->measured);
        differences.push_back((*runs)->difference);
        if (!attacked) continue;
        const auto paired = run_brigade(scenario, policy, r, options, after_day);
        if (!paired) return pass_on(paired);
        brigade.add(**paired);
    }
    std::vector<LoopMeasure> measures;
    rejected.write(measures);
    promises.write(measures);
    episodes.write(measures);
    visits.write(measures);
    responses.write(measures);
    spoken.write(measures);
    gaps.write(measures);
    patterns.write(measures);
    measures.push_back(reliability_measure(reliability));
    if (attacked) brigade.write(measures);
    const Measured with = over_replications(values, false);
    const Measured difference = over_replications(differences, true);
    for (const char* key : {"trust_true", "satisfaction_true"})
        measures.push_back(score(key, with, difference));
    trust.write(measures);
    for (LoopMeasure& measure : measures)
        judge(measure);
    return measures;
}

} // namespace attune
