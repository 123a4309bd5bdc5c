#include "core/base/parallel.h"
#include "simulations/study/lab_kept.h"
#include "simulations/study/lab_study.h"
#include "simulations/study/paired_preview.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace attune {
namespace {

/// Fewest runs that people are spread over when they learn by themselves: chance in learning shows only
/// between runs.
constexpr int fewest_own = 4;

/// The runs of a preview's one policy: so many, each with as many people, over the seeds in turn.
struct Spread {
    int seeds = 1;
    int runs = 1;
    int people = 1; ///< of each run
    int days = 1;
};

Spread spread_of(const LabSetup& setup, const PreviewStage& stage, bool borrowing) {
    Spread spread;
    spread.seeds = preview_seeds(setup.replications);
    spread.runs = borrowing || spread.seeds > 1 ? spread.seeds : fewest_own;
    spread.people = std::max(1, (preview_people(setup, stage) + spread.runs - 1) / spread.runs);
    spread.days = preview_days(setup.scenario->scenario, stage);
    return spread;
}

/// Another run of a seed meets other people in the same world.
std::uint64_t people_seed(std::uint64_t seed, int turn) {
    return seed ^ (static_cast<std::uint64_t>(turn) << 40U);
}

struct Simulated {
    const Policy* policy = nullptr;
    const std::vector<LearningRecord>* borrowed = nullptr; ///< by seed
    std::vector<Result<Observation>> runs;
};

/// Runs all policies, piece by piece, each piece on as many threads as there are to spare.
void simulate(const LabStudy::Runner& run, const LoadedScenario& loaded, const Spread& spread,
              const std::vector<std::shared_ptr<const WorldData>>& worlds, const SimulateOptions& options,
              std::vector<Simulated>& sides) {
    for (Simulated& side : sides)
        side.runs.assign(static_cast<std::size_t>(spread.runs), stopped());
    const int pieces = spread.runs * static_cast<int>(sides.size());
    for_each_piece(pieces, options.threads, [&](int piece, int) {
        Simulated& side = sides[static_cast<std::size_t>(piece / spread.runs)];
        const int number = piece % spread.runs;
        const int r = number % spread.seeds;
        RunRequest request =
            request_for(loaded, *side.policy, *worlds[static_cast<std::size_t>(r)],
                        people_seed(seed_of(loaded.scenario, r), number / spread.seeds), options);
        request.users = spread.people;
        request.days = spread.days;
        request.threads = std::max(1, options.threads / pieces);
        if (side.borrowed) request.borrowed = &(*side.borrowed)[static_cast<std::size_t>(r)];
        side.runs[static_cast<std::size_t>(number)] = run_to_the_end(run, request);
    });
}

Result<Observation> together(std::vector<Result<Observation>>& runs) {
    std::vector<Observation> seeds;
    for (auto& run : runs) {
        if (!run) return pass_on(run);
        seeds.push_back(std::move(*run));
    }
    return over_seeds(std::move(seeds));
}

} // namespace

Result<LabResult> LabStudy::preview(const LabSetup& setup, const PreviewStage& stage,
                                    const SimulateOptions& options) {
    assert(setup.scenario);
    kept_->prepare(setup);
    const LoadedScenario& loaded = *setup.scenario;
    const Scenario& scenario = loaded.scenario;
    const int days = preview_days(scenario, stage);
    const bool anchored = kept_->belongs_to(setup) &&
                          (days == scenario.days || days == preview_days(scenario, preview_stages().front()));

    // A side that has nothing to borrow learns by itself, and then the other one does too: a difference in
    // what was learned from few and from many people is no difference between policies.
    const bool may_borrow = anchored && kept_->chance_known();
    const auto* baseline_learning = may_borrow ? kept_->learning_for(setup.baseline) : nullptr;
    const auto* learning = may_borrow ? kept_->learning_for(setup.candidate) : nullptr;
    if ((learns_items(setup.baseline) && !baseline_learning) || (learns_items(setup.candidate) && !learning))
        baseline_learning = learning = nullptr;
    const bool borrowing = baseline_learning || learning;

    const Spread spread = spread_of(setup, stage, borrowing);
    std::vector<std::shared_ptr<const WorldData>> worlds;
    for (int r = 0; r < spread.seeds; ++r)
        worlds.push_back(kept_->world(loaded, r));
    std::vector<Simulated> sides = {{&setup.candidate, learning, {}}};
    const auto key = std::tuple(spread.people, days, borrowing);
    if (!kept_->previewed.contains(key)) sides.push_back({&setup.baseline, baseline_learning, {}});
    simulate(kept_->run, loaded, spread, worlds, options, sides);
    auto candidate = together(sides[0].runs);
    if (!candidate) return pass_on(candidate);
    if (sides.size() > 1) {
        auto run = together(sides[1].runs);
        if (!run) return pass_on(run);
        kept_->previewed[key] = std::move(*run);
    }
    const Observation& baseline = kept_->previewed[key];

    Measured difference = measure_difference(baseline, *candidate, options.stop);
    Measured shown = measure(*candidate, options.stop);
    Measured below = anchored ? kept_->shown_baseline(days) : measure(baseline, options.stop);
    if (options.stop.stop_requested()) return stopped();
    if (anchored) {
        const Measured* chance = kept_->shown_chance(days);
        if (chance && !(baseline.fingerprint == candidate->fingerprint)) widen(difference, *chance);
        shown = laid_on(below, shown, difference);
    }

    LoadedScenario few{scenario, std::nullopt};
    few.scenario.users = spread.people * spread.runs / spread.seeds;
    few.scenario.days = days;
    few.scenario.items = static_cast<int>(worlds[0]->catalogue.items.size());
    LabResult result;
    Comparison& comparison = result.comparison;
    const auto record = [&](const Policy& policy, const Observation& observation, Measured values) {
        RunRecord one = blank_record(few, policy, spread.seeds, options.created);
        one.metrics = std::move(values.values);
        one.series = std::move(values.series);
        one.fingerprint = observation.fingerprint.hex();
        return one;
    };
    comparison.baseline = record(setup.baseline, baseline, std::move(below));
    comparison.candidate = record(setup.candidate, *candidate, std::move(shown));
    comparison.record = comparison_of(comparison.baseline, comparison.candidate, std::move(difference));
    result.state = {true, few.scenario.users, spread.seeds, days, scenario.days};
    return result;
}

} // namespace attune
