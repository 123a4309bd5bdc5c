#include "simulations/study/lab_study.h"

#include "core/base/parallel.h"
#include "simulations/study/paired_preview.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace attune {
namespace {

constexpr int most_preview_seeds = 4;
constexpr std::size_t chance_runs = 4;
constexpr std::size_t most_observation_bytes = std::size_t{512} << 20U; ///< of kept observations
constexpr std::size_t most_learning_bytes = std::size_t{128} << 20U;    ///< of each side's learning

int preview_seeds(int replications) {
    return std::min(replications, most_preview_seeds);
}
/// People of each seed of a preview, and its days.
int preview_people(const LabSetup& setup, const PreviewStage& stage) {
    const int seeds = preview_seeds(setup.replications);
    return std::min(setup.scenario->scenario.users, (stage.people + seeds - 1) / seeds);
}
int preview_days(const Scenario& scenario, const PreviewStage& stage) {
    return stage.days == 0 ? scenario.days : std::min(scenario.days, stage.days);
}

bool learns_items(const Policy& policy) {
    return policy.ranker == static_cast<int>(Ranker::factors) ||
           policy.ranker == static_cast<int>(Ranker::popularity);
}
/// Only learned factors let chance grow: which of many equal solutions is found decides what everybody sees.
bool learns_factors(const Policy& policy) {
    return policy.ranker == static_cast<int>(Ranker::factors);
}
bool learns_alike(const Policy& a, const Policy& b) {
    return a.ranker == b.ranker && a.update_days == b.update_days && a.regularisation == b.regularisation &&
           a.recency_half_life == b.recency_half_life && a.frequency_saturation == b.frequency_saturation;
}
bool same_values(Policy a, const Policy& b) {
    a.name = b.name;
    return a == b;
}
/// Whether both simulate the same: what they are called does not count.
bool same_scenario(const LoadedScenario& a, const LoadedScenario& b) {
    if (&a == &b) return true;
    Scenario renamed = a.scenario;
    renamed.name = b.scenario.name;
    renamed.purpose = b.scenario.purpose;
    if (!(renamed == b.scenario) || a.world.has_value() != b.world.has_value()) return false;
    return !a.world || world_to_bytes(*a.world) == world_to_bytes(*b.world);
}

std::size_t bytes_of(const Observation& observation) {
    std::size_t bytes = 0;
    for (const Cluster& cluster : observation.clusters)
        bytes += cluster.days.size() * sizeof(GroupTallies) +
                 cluster.exposure.size() * sizeof(GroupExposure) +
                 cluster.item_exposure.size() * sizeof(std::uint64_t);
    return bytes;
}
/// Whether the learning of one side is small enough to be kept.
bool keeps_learning(const Policy& policy, const Scenario& scenario, std::size_t items, int seeds) {
    const auto updates = static_cast<std::size_t>(scenario.days / policy.update_days + 2);
    const std::size_t bytes = items * ((factor_count + 1) * sizeof(float) + sizeof(double));
    return learns_items(policy) && bytes * updates * static_cast<std::size_t>(seeds) <= most_learning_bytes;
}

} // namespace

/// One policy's full run, as far as it is kept.
struct Side {
    Policy policy;
    std::vector<std::optional<Observation>> observations; ///< by replication; what is too large is not kept
    std::vector<LearningRecord> learned;                  ///< of the preview's seeds; empty where not kept
};

struct LabStudy::Kept {
    Runner run;

    // The full run that is kept, if `scenario` is not null.
    std::shared_ptr<const LoadedScenario> scenario;
    int replications = 0;
    Side baseline;
    Side candidate;
    std::vector<Measured> measured;       ///< of the baseline, by replication
    std::vector<Measured> first_measured; ///< the same over the first stage's days
    std::vector<Fingerprint> fingerprints;

    // How far two such runs differ by chance: differences over all days and over the first ones.
    std::vector<Measured> chance, first_chance;

    // What previews have in common.
    std::shared_ptr<const LoadedScenario> preview_scenario;
    Policy preview_baseline;
    int preview_replications = 0;
    std::array<std::shared_ptr<const WorldData>, most_preview_seeds> worlds;
    std::map<std::tuple<int, int, bool>, Observation> previewed; ///< by people, days and whether it borrowed
    std::map<int, Measured> baseline_shown;                      ///< by days
    std::map<int, Measured> chance_shown;

    bool belongs_to(const LabSetup& setup) const {
        return scenario && replications == setup.replications && same_scenario(*scenario, *setup.scenario) &&
               same_values(baseline.policy, setup.baseline);
    }
    /// The side whose chance counts: the one that learns factors. Null if none does.
    const Side* chancy_side() const {
        for (const Side* side : {&baseline, &candidate})
            if (learns_factors(side->policy)) return side;
        return nullptr;
    }
    bool chance_known() const { return chance.size() >= chance_runs || !chancy_side(); }

    void prepare_previews(const LabSetup& setup);
    std::shared_ptr<const WorldData> world(const LoadedScenario& loaded, int replication);
    const std::vector<LearningRecord>* learning_for(const Policy& policy) const;
    const Measured& shown_baseline(int days);
    const Measured* shown_chance(int days);
};

/// The scenario's worlds stay as long as the scenario does; baselines as long as nothing of them changes.
void LabStudy::Kept::prepare_previews(const LabSetup& setup) {
    const bool same_world = preview_scenario && same_scenario(*preview_scenario, *setup.scenario);
    if (!same_world) worlds = {};
    // From here on one object stands for the scenario: comparing two costs the bytes of their worlds.
    if (scenario && same_scenario(*scenario, *setup.scenario)) scenario = setup.scenario;
    if (!same_world || preview_replications != setup.replications ||
        !same_values(preview_baseline, setup.baseline))
        previewed.clear();
    preview_scenario = setup.scenario;
    preview_baseline = setup.baseline;
    preview_replications = setup.replications;
}

std::shared_ptr<const WorldData> LabStudy::Kept::world(const LoadedScenario& loaded, int replication) {
    const std::uint64_t seed = seed_of(loaded.scenario, replication);
    if (replication >= most_preview_seeds) return world_of(loaded, seed);
    auto& world = worlds[static_cast<std::size_t>(replication)];
    // An imported world stands in its scenario, and that may be another object by now.
    if (!world || loaded.world) world = world_of(loaded, seed);
    return world;
}

/// What a policy can borrow: the learning of a kept run that learned under the same levers.
const std::vector<LearningRecord>* LabStudy::Kept::learning_for(const Policy& policy) const {
    for (const Side* side : {&baseline, &candidate})
        if (!side->learned.empty() && learns_alike(policy, side->policy)) return &side->learned;
    return nullptr;
}

/// The kept baseline as a preview of so many days shows it: values over these days, the whole series.
const Measured& LabStudy::Kept::shown_baseline(int days) {
    auto [found, fresh] = baseline_shown.try_emplace(days);
    if (!fresh) return found->second;
    Measured all = over_replications(measured, false);
    if (days != scenario->scenario.days) all.values = over_replications(first_measured, false).values;
    found->second = std::move(all);
    return found->second;
}

const Measured* LabStudy::Kept::shown_chance(int days) {
    if (chance.size() < chance_runs) return nullptr;
    auto [found, fresh] = chance_shown.try_emplace(days);
    if (fresh)
        found->second =
            reach_of_chance(days == scenario->scenario.days ? chance : first_chance, replications);
    return &found->second;
}

const std::vector<PreviewStage>& preview_stages() {
    static const std::vector<PreviewStage> stages = {{}, {512, 0}, {1024, 0}, {2048, 0}};
    return stages;
}

std::vector<PreviewStage> preview_stages(const LabSetup& setup) {
    std::vector<PreviewStage> stages;
    for (const PreviewStage& stage : preview_stages())
        if (stages.empty() || preview_people(setup, stage) > preview_people(setup, stages.back()) ||
            preview_days(setup.scenario->scenario, stage) >
                preview_days(setup.scenario->scenario, stages.back()))
            stages.push_back(stage);
    return stages;
}

LabStudy::LabStudy()
    : LabStudy(run_policy) {}
LabStudy::LabStudy(Runner run)
    : kept_(std::make_unique<Kept>()) {
    kept_->run = std::move(run);
}
LabStudy::~LabStudy() = default;
LabStudy::LabStudy(LabStudy&&) noexcept = default;

Result<LabResult> LabStudy::full(const LabSetup& setup, const SimulateOptions& options) {
    assert(setup.scenario);
    kept_->prepare_previews(setup);
    const LoadedScenario& loaded = *setup.scenario;
    const Scenario& scenario = loaded.scenario;
    const int replications = setup.replications;
    const bool known = kept_->belongs_to(setup);
    const bool equal = same_values(setup.baseline, setup.candidate);

    // All that this run would leave; it takes the place of what is kept when it is finished.
    Side baseline{setup.baseline, {}, {}};
    Side candidate{setup.candidate, {}, {}};
    std::vector<Measured> measured;
    std::vector<Measured> first_measured;
    std::vector<Fingerprint> fingerprints;
    std::size_t bytes = 0;

    int runs = 0;
    for (int r = 0; r < replications; ++r)
        runs +=
            (known && kept_->baseline.observations[static_cast<std::size_t>(r)] ? 0 : 1) + (equal ? 0 : 1);
    int days_done = 0;
    const auto simulate = [&](Side& side, int r, const WorldData& world) {
        RunRequest request = request_for(loaded, side.policy, world, seed_of(scenario, r), options);
        request.after_day = [&](int) {
            ++days_done;
            if (options.progress)
                options.progress(static_cast<double>(days_done) /
                                 (static_cast<double>(runs) * scenario.days));
        };
        if (r < preview_seeds(replications) &&
            keeps_learning(side.policy, scenario, world.catalogue.items.size(), preview_seeds(replications)))
            request.learned = &side.learned.emplace_back();
        return run_to_the_end(kept_->run, request);
    };

    LabResult result;
    result.comparison.baseline = blank_record(loaded, setup.baseline, replications, options.created);
    result.comparison.candidate = blank_record(loaded, setup.candidate, replications, options.created);
    Gathered first;
    Gathered second;
    std::vector<Measured> differences;
    const int first_stage = preview_days(scenario, preview_stages().front());
    for (int r = 0; r < replications; ++r) {
        const auto at = static_cast<std::size_t>(r);
        const auto world = kept_->world(loaded, r);
        std::optional<Observation> base_run;
        const Observation* base = nullptr;
        if (known && kept_->baseline.observations[at]) {
            base = &*kept_->baseline.observations[at];
        } else {
            auto run = simulate(baseline, r, *world);
            if (!run) return pass_on(run);
            base_run = std::move(*run);
            base = &*base_run;
        }
        if (known) {
            first.add(kept_->measured[at], kept_->fingerprints[at]);
        } else {
            measured.push_back(measure(*base, options.stop));
            first_measured.push_back(measure(first_days(*base, first_stage), options.stop));
            fingerprints.push_back(base->fingerprint);
            first.add(measured.back(), base->fingerprint);
        }
        std::optional<Observation> candidate_run;
        if (equal) {
            second.add(first.measured.back(), base->fingerprint);
        } else {
            auto run = simulate(candidate, r, *world);
            if (!run) return pass_on(run);
            candidate_run = std::move(*run);
            second.add(measure(*candidate_run, options.stop), candidate_run->fingerprint);
        }
        differences.push_back(
            measure_difference(*base, candidate_run ? *candidate_run : *base, options.stop));
        if (options.stop.stop_requested()) return stopped();
        const auto keep = [&](Side& side, std::optional<Observation>& run, bool wanted) {
            if (wanted && run) bytes += bytes_of(*run);
            side.observations.push_back(wanted && run && bytes <= most_observation_bytes ? std::move(run)
                                                                                         : std::nullopt);
        };
        keep(baseline, base_run, !known);
        keep(candidate, candidate_run, r < preview_seeds(replications) && !learns_factors(setup.baseline));
    }
    first.fill(result.comparison.baseline);
    second.fill(result.comparison.candidate);
    result.comparison.record = comparison_of(result.comparison.baseline, result.comparison.candidate,
                                             over_replications(differences, true));
    result.state = {false, scenario.users, replications, scenario.days, scenario.days};
    if (options.stop.stop_requested()) return stopped();

    if (!known) {
        kept_->scenario = setup.scenario;
        kept_->replications = replications;
        kept_->baseline = std::move(baseline);
        kept_->measured = std::move(measured);
        kept_->first_measured = std::move(first_measured);
        kept_->fingerprints = std::move(fingerprints);
        kept_->chance.clear();
        kept_->first_chance.clear();
        kept_->previewed.clear();
        kept_->baseline_shown.clear();
        kept_->chance_shown.clear();
    }
    kept_->candidate = std::move(candidate);
    return result;
}

Status LabStudy::learn_chance(const LabSetup& setup, const SimulateOptions& options) {
    if (!kept_->belongs_to(setup) || kept_->chance_known()) return {};
    const Side& side = *kept_->chancy_side();
    const auto seeds = static_cast<std::size_t>(preview_seeds(setup.replications));
    const int first_stage = preview_days(setup.scenario->scenario, preview_stages().front());
    while (kept_->chance.size() < chance_runs) {
        const std::size_t done = kept_->chance.size();
        const auto r = static_cast<int>(done % seeds);
        const std::optional<Observation>& kept = side.observations[static_cast<std::size_t>(r)];
        if (!kept) return {};
        const auto world = kept_->world(*setup.scenario, r);
        RunRequest request =
            request_for(*setup.scenario, side.policy, *world, seed_of(setup.scenario->scenario, r), options);
        request.learning_start = 1 + done / seeds;
        auto twin = run_to_the_end(kept_->run, request);
        if (!twin) return pass_on(twin);
        Measured all = measure_difference(*kept, *twin, options.stop);
        Measured first =
            measure_difference(first_days(*kept, first_stage), first_days(*twin, first_stage), options.stop);
        if (options.stop.stop_requested()) return stopped();
        kept_->chance.push_back(std::move(all));
        kept_->first_chance.push_back(std::move(first));
    }
    return {};
}

Result<LabResult> LabStudy::preview(const LabSetup& setup, const PreviewStage& stage,
                                    const SimulateOptions& options) {
    assert(setup.scenario);
    kept_->prepare_previews(setup);
    const LoadedScenario& loaded = *setup.scenario;
    const Scenario& scenario = loaded.scenario;
    const int seeds = preview_seeds(setup.replications);
    const int people = preview_people(setup, stage);
    const int days = preview_days(scenario, stage);
    const bool anchored = kept_->belongs_to(setup) &&
                          (days == scenario.days || days == preview_days(scenario, preview_stages().front()));

    // A side that has nothing to borrow learns by itself, and then the other one does too: a difference in
    // what was learned from few and from many people is no difference between policies.
    const bool may_borrow = anchored && kept_->chance_known();
    const auto* base_learning = may_borrow ? kept_->learning_for(setup.baseline) : nullptr;
    const auto* learning = may_borrow ? kept_->learning_for(setup.candidate) : nullptr;
    if ((learns_items(setup.baseline) && !base_learning) || (learns_items(setup.candidate) && !learning))
        base_learning = learning = nullptr;

    // What is still to be simulated, piece by piece, each on as many threads as there are to spare.
    const auto [base, fresh] = [&] {
        const auto key = std::tuple(people, days, base_learning != nullptr);
        const auto found = kept_->previewed.find(key);
        return std::pair(found, found == kept_->previewed.end());
    }();
    const int pieces = fresh ? 2 * seeds : seeds;
    std::vector<Result<Observation>> runs(static_cast<std::size_t>(pieces), stopped());
    std::vector<std::shared_ptr<const WorldData>> worlds;
    for (int r = 0; r < seeds; ++r)
        worlds.push_back(kept_->world(loaded, r));
    for_each_piece(pieces, options.threads, [&](int piece, int) {
        const int r = piece % seeds;
        const bool is_candidate = piece < seeds;
        const auto* borrowed = is_candidate ? learning : base_learning;
        RunRequest request = request_for(loaded, is_candidate ? setup.candidate : setup.baseline,
                                         *worlds[static_cast<std::size_t>(r)], seed_of(scenario, r), options);
        request.users = people;
        request.days = days;
        request.threads = std::max(1, options.threads / pieces);
        if (borrowed) request.borrowed = &(*borrowed)[static_cast<std::size_t>(r)];
        runs[static_cast<std::size_t>(piece)] = run_to_the_end(kept_->run, request);
    });
    std::vector<Observation> candidates;
    std::vector<Observation> baselines;
    for (auto& run : runs) {
        if (!run) return pass_on(run);
        (static_cast<int>(candidates.size()) < seeds ? candidates : baselines).push_back(std::move(*run));
    }
    const Observation candidate = over_seeds(std::move(candidates));
    const Observation& baseline = fresh
                                      ? kept_->previewed[std::tuple(people, days, base_learning != nullptr)] =
                                            over_seeds(std::move(baselines))
                                      : base->second;

    Measured difference = measure_difference(baseline, candidate, options.stop);
    Measured shown = measure(candidate, options.stop);
    Measured below = anchored ? kept_->shown_baseline(days) : measure(baseline, options.stop);
    if (options.stop.stop_requested()) return stopped();
    if (anchored) {
        const Measured* chance = kept_->shown_chance(days);
        if (chance && !(baseline.fingerprint == candidate.fingerprint)) widen(difference, *chance);
        shown = laid_on(below, shown, difference);
    }

    LabResult result;
    LoadedScenario few{scenario, std::nullopt};
    few.scenario.users = people;
    few.scenario.days = days;
    if (loaded.world) few.scenario.items = static_cast<int>(loaded.world->catalogue.items.size());
    Comparison& comparison = result.comparison;
    const auto record = [&](const Policy& policy, const Observation& observation, Measured values) {
        RunRecord one = blank_record(few, policy, seeds, options.created);
        one.metrics = std::move(values.values);
        one.series = std::move(values.series);
        one.fingerprint = observation.fingerprint.hex();
        return one;
    };
    comparison.baseline = record(setup.baseline, baseline, std::move(below));
    comparison.candidate = record(setup.candidate, candidate, std::move(shown));
    comparison.record = comparison_of(comparison.baseline, comparison.candidate, std::move(difference));
    result.state = {true, people, seeds, days, scenario.days};
    return result;
}

} // namespace attune
