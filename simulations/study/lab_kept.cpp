#include "simulations/study/lab_kept.h"

#include "simulations/study/paired_preview.h"
#include "simulations/study/replication.h"

#include <algorithm>

namespace attune {
namespace {

constexpr std::size_t fewest_chance_runs = 4;
constexpr std::size_t most_chance_runs = 8;

bool learns_alike(const Policy& a, const Policy& b) {
    return a.ranker == b.ranker && a.update_days == b.update_days && a.regularisation == b.regularisation &&
           a.recency_half_life == b.recency_half_life && a.frequency_saturation == b.frequency_saturation &&
           a.spot_brigades == b.spot_brigades;
}

/// Whether both simulate the same: what they are called does not count.
bool same_scenario(const LoadedScenario& a, const LoadedScenario& b) {
    if (&a == &b) return true;
    Scenario renamed = a.scenario;
    renamed.name = b.scenario.name;
    renamed.purpose = b.scenario.purpose;
    if (!(renamed == b.scenario) || a.world.has_value() != b.world.has_value() ||
        !same_matrix(a.consent, b.consent))
        return false;
    return !a.world || world_to_bytes(*a.world) == world_to_bytes(*b.world);
}

} // namespace

int preview_seeds(int replications) {
    return std::min(replications, most_preview_seeds);
}

int preview_days(const Scenario& scenario, const PreviewStage& stage) {
    return stage.days == 0 ? scenario.days : std::min(scenario.days, stage.days);
}

int preview_people(const LabSetup& setup, const PreviewStage& stage) {
    const std::int64_t there =
        static_cast<std::int64_t>(setup.scenario->scenario.users) * preview_seeds(setup.replications);
    return static_cast<int>(std::min<std::int64_t>(stage.people, there));
}

bool learns_items(const Policy& policy) {
    return policy.ranker == static_cast<int>(Ranker::factors) ||
           policy.ranker == static_cast<int>(Ranker::popularity);
}

bool same_values(Policy a, const Policy& b) {
    a.name = b.name;
    return a == b;
}

void LabStudy::Kept::prepare(const LabSetup& setup) {
    const bool same_world = prepared_scenario_ && same_scenario(*prepared_scenario_, *setup.scenario);
    if (!same_world) worlds_ = {};
    // From here on one object stands for the scenario: comparing two costs the bytes of their worlds.
    if (scenario && same_scenario(*scenario, *setup.scenario)) scenario = setup.scenario;
    if (!same_world || prepared_replications_ != setup.replications ||
        !same_values(prepared_baseline_, setup.baseline))
        previewed.clear();
    prepared_scenario_ = setup.scenario;
    prepared_baseline_ = setup.baseline;
    prepared_replications_ = setup.replications;
}

bool LabStudy::Kept::belongs_to(const LabSetup& setup) const {
    return scenario && replications == setup.replications && same_scenario(*scenario, *setup.scenario) &&
           same_values(baseline.policy, setup.baseline);
}

void LabStudy::Kept::keep(const LabSetup& setup, LabSide new_baseline, std::vector<Measured> new_measured,
                          std::vector<Measured> new_first_measured,
                          std::vector<Fingerprint> new_fingerprints) {
    scenario = setup.scenario;
    replications = setup.replications;
    baseline = std::move(new_baseline);
    measured = std::move(new_measured);
    first_measured = std::move(new_first_measured);
    fingerprints = std::move(new_fingerprints);
    chance.clear();
    first_chance.clear();
    previewed.clear();
    baseline_shown_.clear();
    chance_shown_.clear();
}

std::shared_ptr<const WorldData> LabStudy::Kept::world(const LoadedScenario& loaded, int replication) {
    const std::uint64_t seed = seed_of(loaded.scenario, replication);
    if (replication >= most_preview_seeds) return world_of(loaded, seed);
    auto& world = worlds_[static_cast<std::size_t>(replication)];
    // An imported world stands in its scenario, and that may be another object by now.
    if (!world || loaded.world) world = world_of(loaded, seed);
    return world;
}

const LabSide* LabStudy::Kept::chancy_side() const {
    for (const LabSide* side : {&baseline, &candidate})
        if (learns_items(side->policy)) return side;
    return nullptr;
}

bool LabStudy::Kept::chance_known() const {
    return chance.size() >= fewest_chance_runs || !chancy_side();
}

bool LabStudy::Kept::chance_wanted() const {
    return chance.size() < most_chance_runs && chancy_side();
}

void LabStudy::Kept::add_chance(Measured all_days, Measured first_days) {
    chance.push_back(std::move(all_days));
    first_chance.push_back(std::move(first_days));
    chance_shown_.clear();
}

const std::vector<LearningRecord>* LabStudy::Kept::learning_for(const Policy& policy) const {
    for (const LabSide* side : {&baseline, &candidate})
        if (!side->learned.empty() && learns_alike(policy, side->policy)) return &side->learned;
    return nullptr;
}

const Measured& LabStudy::Kept::shown_baseline(int days) {
    auto [found, fresh] = baseline_shown_.try_emplace(days);
    if (!fresh) return found->second;
    found->second = over_replications(measured, false);
    if (days != scenario->scenario.days)
        found->second.values = over_replications(first_measured, false).values;
    return found->second;
}

const Measured* LabStudy::Kept::shown_chance(int days) {
    if (chance.size() < fewest_chance_runs) return nullptr;
    auto [found, fresh] = chance_shown_.try_emplace(days);
    if (fresh)
        found->second = reach_of_chance(days == scenario->scenario.days ? chance : first_chance,
                                        preview_seeds(replications), replications);
    return &found->second;
}

} // namespace attune
