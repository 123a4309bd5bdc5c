// How often to ask: one policy with eight ways of asking, from once in two weeks to at every chance, over the
// same people. What answers cost in opt-outs, and where the trade-off turns (behaviour model 6.2).
#pragma once

#include "simulations/study/ways_of_asking.h"

#include <string>
#include <vector>

namespace attune {

/// One way of asking.
struct CadenceRow {
    std::string key; ///< "two_weeks" ...; words: "cadence.row.<key>"
    Policy policy;
};
/// The table's rows: moments, gaps and caps are set, back-off is off so that the rows differ in pace alone;
/// everything else is the given policy's. First the rows that choose their moment, from seldom to often, then
/// random moments, then everybody at every chance.
std::vector<CadenceRow> cadence_rows(const Policy& policy);

/// What came of one way of asking.
struct CadenceOutcome : AskingFigures {
    std::string key;
    double first_week = 0, last_week = 0; ///< share answered in its seven days; NaN without prompts
};

/// Runs the rows one after the other. Errors: those of simulate_run.
Result<std::vector<CadenceOutcome>> measure_cadence(const LoadedScenario& scenario, const Policy& policy,
                                                    const SimulateOptions& options);

} // namespace attune
