// What a LabStudy keeps between lever moves: the last full run with its baseline's observations and what was
// learned about items, how far such runs differ by chance, worlds, and the baselines of previews. Internal to
// the study.
#pragma once

#include "simulations/engine/run.h"
#include "simulations/study/lab_study.h"
#include "simulations/study/measure.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

namespace attune {

/// Seeds a preview spreads its people over, at most.
constexpr int most_preview_seeds = 4;
int preview_seeds(int replications);
int preview_days(const Scenario& scenario, const PreviewStage& stage);
/// People of all replications of a preview: what the stage wants, as far as the scenario has them.
int preview_people(const LabSetup& setup, const PreviewStage& stage);

/// Whether the policy's ranker learns something about items from people.
bool learns_items(const Policy& policy);
/// Equal in all but the name.
bool same_values(Policy a, const Policy& b);

/// One policy's full run, as far as it is kept.
struct LabSide {
    Policy policy;
    std::vector<std::optional<Observation>> observations; ///< by replication; what is too large is not kept
    std::vector<LearningRecord> learned;                  ///< of the preview's seeds; empty where not kept
};

struct LabStudy::Kept {
    Runner run;

    // The full run that is kept, if `scenario` is not null.
    std::shared_ptr<const LoadedScenario> scenario;
    int replications = 0;
    LabSide baseline;
    LabSide candidate;
    std::vector<Measured> measured;       ///< of the baseline, by replication
    std::vector<Measured> first_measured; ///< the same over the first stage's days
    std::vector<Fingerprint> fingerprints;

    /// Differences that chance alone makes, over all days and over the first stage's.
    std::vector<Measured> chance, first_chance;

    /// Of previews: baselines by people of one run, days, and whether they borrowed.
    std::map<std::tuple<int, int, bool>, Observation> previewed;

    /// Makes ready for work on this setup: what is only good for another one is dropped.
    void prepare(const LabSetup& setup);
    /// Whether the kept full run is of this scenario, baseline and number of replications.
    bool belongs_to(const LabSetup& setup) const;
    /// Puts a full run in the place of the kept one.
    void keep(const LabSetup& setup, LabSide new_baseline, std::vector<Measured> new_measured,
              std::vector<Measured> new_first_measured, std::vector<Fingerprint> new_fingerprints);

    std::shared_ptr<const WorldData> world(const LoadedScenario& loaded, int replication);

    /// The side whose chance counts. Only where items are learned does chance grow: what was found first
    /// decides what everybody sees. Null if neither side learns.
    const LabSide* chancy_side() const;
    /// Whether it is known well enough for previews to rest on it.
    bool chance_known() const;
    /// Whether more runs would be of use.
    bool chance_wanted() const;
    void add_chance(Measured all_days, Measured first_days);
    /// What a policy can borrow: the learning of a kept run that learned under the same levers; or null.
    const std::vector<LearningRecord>* learning_for(const Policy& policy) const;

    /// The baseline as a preview of so many days shows it: values over these days, the whole series. The days
    /// are all or those of the first stage.
    const Measured& shown_baseline(int days);
    /// How far chance reaches over so many days; null while it is not known.
    const Measured* shown_chance(int days);

private:
    std::shared_ptr<const LoadedScenario> prepared_scenario_;
    Policy prepared_baseline_;
    int prepared_replications_ = 0;
    std::array<std::shared_ptr<const WorldData>, most_preview_seeds> worlds_;
    std::map<int, Measured> baseline_shown_;
    std::map<int, Measured> chance_shown_;
};

} // namespace attune
