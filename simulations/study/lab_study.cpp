#include "simulations/study/lab_study.h"

#include "simulations/study/lab_kept.h"
#include "simulations/study/paired_preview.h"
#include "simulations/study/replication.h"

#include <cassert>
#include <utility>

namespace attune {
namespace {

constexpr std::size_t most_observation_bytes = std::size_t{512} << 20U; ///< of kept observations
constexpr std::size_t most_learning_bytes = std::size_t{128} << 20U;    ///< of each side's learning

std::size_t bytes_of(const Observation& observation) {
    std::size_t bytes = 0;
    for (const Cluster& cluster : observation.clusters)
        bytes += cluster.days.size() * sizeof(GroupTallies) +
                 cluster.exposure.size() * sizeof(GroupExposure) +
                 cluster.item_exposure.size() * sizeof(std::uint64_t) + sizeof(cluster.answers);
    return bytes;
}

/// Whether the learning of one side is wanted and small enough to be kept.
bool keeps_learning(const Policy& policy, const Scenario& scenario, std::size_t items, int seeds) {
    const auto updates = static_cast<std::size_t>(scenario.days / policy.update_days + 2);
    const std::size_t bytes = items * ((factor_count + 1) * sizeof(float) + sizeof(double));
    return learns_items(policy) && bytes * updates * static_cast<std::size_t>(seeds) <= most_learning_bytes;
}

/// A full run in the making. It becomes the kept one only when it is finished.
class FullRun {
public:
    FullRun(const LabStudy::Runner& run, const LabSetup& setup, const SimulateOptions& options,
            int runs_to_do)
        : run_(run)
        , setup_(setup)
        , options_(options)
        , days_to_do_(static_cast<double>(runs_to_do) * setup.scenario->scenario.days) {
        baseline.policy = setup.baseline;
        candidate.policy = setup.candidate;
    }

    Result<Observation> simulate(LabSide& side, int replication, const WorldData& world) {
        const Scenario& scenario = setup_.scenario->scenario;
        const int seeds = preview_seeds(setup_.replications);
        RunRequest request =
            request_for(*setup_.scenario, side.policy, world, seed_of(scenario, replication), options_);
        request.after_day = [this](int) {
            ++days_done_;
            if (options_.progress) options_.progress(days_done_ / days_to_do_);
        };
        if (replication < seeds && keeps_learning(side.policy, scenario, world.catalogue.items.size(), seeds))
            request.learned = &side.learned.emplace_back();
        return run_to_the_end(run_, request);
    }

    /// Keeps an observation if it is wanted and there is room.
    void keep(LabSide& side, std::optional<Observation> observation, bool wanted) {
        wanted = wanted && observation && bytes_ + bytes_of(*observation) <= most_observation_bytes;
        if (wanted) bytes_ += bytes_of(*observation);
        side.observations.push_back(wanted ? std::move(observation) : std::nullopt);
    }

    LabSide baseline;
    LabSide candidate;
    std::vector<Measured> measured;
    std::vector<Measured> first_measured;
    std::vector<Fingerprint> fingerprints;

private:
    const LabStudy::Runner& run_;
    const LabSetup& setup_;
    const SimulateOptions& options_;
    double days_to_do_;
    double days_done_ = 0;
    std::size_t bytes_ = 0;
};

} // namespace

const std::vector<PreviewStage>& preview_stages() {
    static const std::vector<PreviewStage> stages = {{}, {512, 0}, {1024, 0}, {2048, 0}};
    return stages;
}

std::vector<PreviewStage> preview_stages(const LabSetup& setup) {
    const Scenario& scenario = setup.scenario->scenario;
    std::vector<PreviewStage> stages;
    for (const PreviewStage& stage : preview_stages())
        if (stages.empty() || preview_people(setup, stage) > preview_people(setup, stages.back()) ||
            preview_days(scenario, stage) > preview_days(scenario, stages.back()))
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
    kept_->prepare(setup);
    const LoadedScenario& loaded = *setup.scenario;
    const Scenario& scenario = loaded.scenario;
    const int replications = setup.replications;
    const bool known = kept_->belongs_to(setup);
    const bool equal = same_values(setup.baseline, setup.candidate);
    const auto kept_run = [&](int r) -> const Observation* {
        if (!known) return nullptr;
        const auto& observation = kept_->baseline.observations[static_cast<std::size_t>(r)];
        return observation ? &*observation : nullptr;
    };
    int runs = 0;
    for (int r = 0; r < replications; ++r)
        runs += (kept_run(r) ? 0 : 1) + (equal ? 0 : 1);
    FullRun work(kept_->run, setup, options, runs);

    LabResult result;
    Comparison& comparison = result.comparison;
    comparison.baseline = blank_record(loaded, setup.baseline, replications, options.created);
    comparison.candidate = blank_record(loaded, setup.candidate, replications, options.created);
    Gathered first;
    Gathered second;
    std::vector<Measured> differences;
    const int first_stage = preview_days(scenario, preview_stages().front());
    for (int r = 0; r < replications; ++r) {
        const auto world = kept_->world(loaded, r);
        std::optional<Observation> baseline_run;
        const Observation* baseline = kept_run(r);
        if (!baseline) {
            auto run = work.simulate(work.baseline, r, *world);
            if (!run) return pass_on(run);
            baseline = &baseline_run.emplace(std::move(*run));
        }
        if (known) {
            first.add(kept_->measured[static_cast<std::size_t>(r)],
                      kept_->fingerprints[static_cast<std::size_t>(r)]);
        } else {
            work.measured.push_back(measure(*baseline, options.stop));
            work.first_measured.push_back(measure(first_days(*baseline, first_stage), options.stop));
            work.fingerprints.push_back(baseline->fingerprint);
            first.add(work.measured.back(), baseline->fingerprint);
        }
        std::optional<Observation> candidate_run;
        if (equal) {
            second.add(first.measured.back(), baseline->fingerprint);
        } else {
            auto run = work.simulate(work.candidate, r, *world);
            if (!run) return pass_on(run);
            candidate_run = std::move(*run);
            second.add(measure(*candidate_run, options.stop), candidate_run->fingerprint);
        }
        differences.push_back(
            measure_difference(*baseline, candidate_run ? *candidate_run : *baseline, options.stop));
        work.keep(work.baseline, std::move(baseline_run), !known);
        // The candidate's own, where chance will be asked of it.
        work.keep(work.candidate, std::move(candidate_run),
                  r < preview_seeds(replications) && !learns_items(setup.baseline));
    }
    first.fill(comparison.baseline);
    second.fill(comparison.candidate);
    comparison.record =
        comparison_of(comparison.baseline, comparison.candidate, over_replications(differences, true));
    if (options.stop.stop_requested()) return stopped();

    if (!known)
        kept_->keep(setup, std::move(work.baseline), std::move(work.measured), std::move(work.first_measured),
                    std::move(work.fingerprints));
    kept_->candidate = std::move(work.candidate);
    result.state = {false, scenario.users, replications, scenario.days, scenario.days};
    return result;
}

Status LabStudy::learn_chance(const LabSetup& setup, const SimulateOptions& options) {
    assert(setup.scenario);
    if (!kept_->belongs_to(setup)) return {};
    const auto seeds = static_cast<std::size_t>(preview_seeds(setup.replications));
    const int first_stage = preview_days(setup.scenario->scenario, preview_stages().front());
    while (kept_->chance_wanted()) {
        const LabSide& side = *kept_->chancy_side();
        const std::size_t done = kept_->chance.size();
        const auto r = static_cast<int>(done % seeds);
        if (side.observations.size() <= done % seeds || !side.observations[done % seeds]) return {};
        const Observation& known = *side.observations[done % seeds];
        const auto world = kept_->world(*setup.scenario, r);
        RunRequest request =
            request_for(*setup.scenario, side.policy, *world, seed_of(setup.scenario->scenario, r), options);
        request.chance = 1 + done / seeds;
        auto twin = run_to_the_end(kept_->run, request);
        if (!twin) return pass_on(twin);
        Measured all = measure_difference(known, *twin, options.stop);
        Measured first =
            measure_difference(first_days(known, first_stage), first_days(*twin, first_stage), options.stop);
        if (options.stop.stop_requested()) return stopped();
        kept_->add_chance(std::move(all), std::move(first));
    }
    return {};
}

} // namespace attune
