// A run in which a sample of people is asked on certain days, and what came of it over several replications.
#pragma once

#include "simulations/study/simulate.h"
#include "simulations/study/taste_panel.h"

#include <functional>
#include <span>
#include <vector>

namespace attune {

/// So many people are asked on one day, or everybody where there are fewer; see TastePanel.
constexpr int panel_people = 500;

/// Errors: bad_input for less than six days, in which nothing can be learned.
Status enough_days(const Scenario& scenario);

/// To be called after every day of every run: tells how much of `runs` runs of the scenario is done.
std::function<void()> day_counter(const LoadedScenario& scenario, const SimulateOptions& options,
                                  std::size_t runs);

/// One run, asked.
struct PanelRun {
    std::vector<PanelAnswer> answers; ///< by day asked
    int updates = 0;                  ///< of what is known of the items
};

/// What to do with a simulation before its first day; may be empty.
using PrepareRun = std::function<void(Simulation&)>;

/// Runs a request to its end and asks before every one of `days` (ascending: so many have passed) and, where
/// it is one of them, at the end. `day_done` is called after every day. Errors: those of the run; cancelled.
Result<PanelRun> run_panel(RunRequest request, std::span<const int> days,
                           const std::function<void()>& day_done, const PrepareRun& prepare = {});

/// One cluster of people, over the days asked.
struct PanelCurve {
    std::vector<PanelSums> days;

    PanelCurve& operator+=(const PanelCurve& other);
    PanelCurve& operator-=(const PanelCurve& other);
    bool empty() const;
    /// Of the days from this place on, together.
    PanelSums from(std::size_t first) const;
};

/// The clusters of a run as blocks of the jackknife, added to those of earlier replications.
void add_curves(std::vector<PanelCurve>& blocks, const PanelRun& run);

} // namespace attune
