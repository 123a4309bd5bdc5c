// The lab's runs: a full comparison and quick paired previews of it, with everything kept that the next lever
// move can use again: the worlds, and the baseline's observations. One LabStudy belongs to one thread.
#pragma once

#include "simulations/report/lab_picture.h"
#include "simulations/study/simulate.h"

#include <memory>
#include <vector>

namespace attune {

/// Everything that makes a comparison in the lab.
struct LabSetup {
    std::shared_ptr<const LoadedScenario> scenario; ///< never null once something is open
    Policy baseline;
    Policy candidate;
    int replications = 4;
};

/// How much a preview simulates; the first stage is on screen first, later ones replace it while the hand
/// rests.
struct PreviewStage {
    int people = 256;
    int days = 28; ///< 0: all days of the scenario
};
/// At least 200 people over at least 28 days each; growing.
const std::vector<PreviewStage>& preview_stages();

struct LabResult {
    Comparison comparison;
    PictureState state;
};

class LabStudy {
public:
    LabStudy();
    ~LabStudy();
    LabStudy(LabStudy&&) noexcept;

    /// The whole scenario, all replications. Same records as simulate_comparison() gives, bit for bit; the
    /// baseline is simulated only if scenario, baseline policy or replications changed. A full run that was
    /// cancelled leaves what is kept as it was.
    Result<LabResult> full(const LabSetup& setup, const SimulateOptions& options);

    /// Few people, first days, both policies on the same people; the difference is what is measured. If the
    /// full run of this scenario and baseline is kept, the baseline is shown as that run had it and the
    /// candidate as baseline plus paired difference, with the interval of the difference: a preview never
    /// moves the baseline.
    Result<LabResult> preview(const LabSetup& setup, const PreviewStage& stage,
                              const SimulateOptions& options);

private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

} // namespace attune
