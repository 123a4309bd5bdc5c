// The lab's runs: a full comparison and quick paired previews of it, with everything kept that the next lever
// move can use again: worlds, the baseline's observations, and what the recommender learned about items. One
// LabStudy belongs to one thread.
//
// What a preview stands for. A few people cannot train the item model that everybody trains, so previews of a
// kept full run borrow what that run learned, update by update, wherever the levers that shape learning are
// the same. What they then cannot see is chance: two full runs of one policy differ, because what was found
// early decides what is learned, and what is learned decides what everybody sees. learn_chance() measures by
// how much, and a preview's interval holds both, its own few people and the chance of the full run it stands
// for. Until chance is known, or where learning itself is changed, both sides of a preview learn from their
// own people: true as well, but with wider intervals.
#pragma once

#include "simulations/report/lab_picture.h"
#include "simulations/study/simulate.h"

#include <memory>
#include <optional>
#include <vector>

namespace attune {

struct Observation;
struct RunRequest;

/// Everything that makes a comparison in the lab.
struct LabSetup {
    std::shared_ptr<const LoadedScenario> scenario; ///< never null once something is open
    Policy baseline;
    Policy candidate;
    int replications = 4;
    /// What the scenario assumes by itself, where assumptions were changed in the lab; none: as it stands.
    std::optional<Assumptions> own_assumptions = {};
};

/// How much a preview simulates; the first stage is on screen first, later ones replace it while the hand
/// rests.
struct PreviewStage {
    int people = 256; ///< over all its replications, at most four
    int days = 31;    ///< the first ones; day 30 is the last that a long-term metric asks for. 0: all days
    bool operator==(const PreviewStage&) const = default;
};
/// At least 200 people over at least 28 days each; growing.
const std::vector<PreviewStage>& preview_stages();
/// The stages that show more than the one before, for this number of people, days and replications.
std::vector<PreviewStage> preview_stages(const LabSetup& setup);

struct LabResult {
    Comparison comparison;
    PictureState state;
};

class LabStudy {
public:
    using Runner = std::function<Result<Observation>(const RunRequest&)>;

    LabStudy();
    /// With another engine than run_policy(): tests count its runs.
    explicit LabStudy(Runner run);
    ~LabStudy();
    LabStudy(LabStudy&&) noexcept;

    /// The whole scenario, all replications. Same records as simulate_comparison() gives, bit for bit; the
    /// baseline is simulated only if scenario, baseline policy or replications changed, the candidate only if
    /// its values are not the baseline's. A full run that was cancelled leaves what is kept as it was.
    /// Replications and events' log of the options are not used.
    Result<LabResult> full(const LabSetup& setup, const SimulateOptions& options);

    /// Measures how far full runs of one policy differ by the recommender's chance alone, by up to eight more
    /// runs of the kept baseline (of the candidate, where only that one learns about items). Previews rest on
    /// it from the fourth on. Needs the full run of this scenario and baseline; without it, or once all is
    /// done, nothing is done. What was measured before a stop is kept. Errors: cancelled.
    Status learn_chance(const LabSetup& setup, const SimulateOptions& options);

    /// Few people, perhaps only the first days, both policies on the same people, spread over at most four
    /// seeds; the difference is what is measured, and one seed's people are one cluster, so that its interval
    /// says what the full run's says, and more. Run-level values are those of the days simulated. If the full
    /// run of this scenario and baseline is kept, the baseline's values are those of that run over the same
    /// days, its daily series that of the whole run, and the candidate is baseline plus difference: a preview
    /// never moves the baseline. How many items are seen at all depends on how many people look, so coverage
    /// and exposure_gini are left out.
    Result<LabResult> preview(const LabSetup& setup, const PreviewStage& stage,
                              const SimulateOptions& options);

private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

} // namespace attune
