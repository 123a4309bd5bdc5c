// Fitting the assumptions about people to what is known of them: an event log, or a few numbers that a team
// knows. The same simulation, solver and findings serve both. Method of simulated moments: McFadden,
// Econometrica 1989; Gourieroux, Monfort and Renault, Journal of Applied Econometrics 1993.
#pragma once

#include "simulations/fit/log_reader.h"
#include "simulations/fit/targets.h"
#include "simulations/study/simulate.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

struct FitRequest {
    std::shared_ptr<const LoadedScenario> scenario; ///< its assumptions are where the fit starts
    Policy policy;                                  ///< the one the log or the numbers were made under
    std::optional<ReadLog> log;                     ///< fitted to this,
    std::vector<Target> targets;                    ///< or to these
    std::vector<std::string> also;                  ///< assumptions to fit besides those of pins()
    bool look_around = true;                        ///< also try every assumption that is not fitted
    int people = 0;       ///< to simulate; 0: as many as the log or the scenario has, within reason
    int replications = 8; ///< of the last, surest simulation; at least 2
    int threads = 1;
    std::function<void(double done)> progress;
    std::stop_token stop;
};

/// What the figures say about an assumption.
enum class Finding {
    pinned,      ///< its interval is narrow
    combination, ///< only together with others: each alone could be anything
    unseen,      ///< no figure moves with it by more than its own uncertainty
    same_as,     ///< held: it moves the figures as fitted ones do, and cannot be told from them
    open         ///< held, though the figures could tell it apart
};

/// A held assumption that an estimate rests on: were it this instead, the estimate would be that.
struct Given {
    std::string key;
    double moved_to = 0;
    double becomes = 0;
};

struct FittedAssumption {
    std::string key;
    double before = 0; ///< of the scenario
    double value = 0;
    double lower = 0, upper = 0; ///< 95 %
    Finding finding = Finding::pinned;
    bool at_end = false;           ///< it stands at an end of its range: the figures would go further
    std::vector<std::string> by;   ///< figures that show it most plainly
    std::vector<std::string> with; ///< of a combination
    std::vector<Given> given; ///< held assumptions that could move it out of its interval, strongest first
};

struct FittedFigure {
    std::string key;
    double wanted = 0;
    double lower = 0, upper = 0; ///< of what is wanted, 95 %
    double reached = 0;
    bool met = true;
    std::optional<double> alone; ///< not met: what is reached if nothing else is wanted
    std::vector<std::string> pins;
};

struct HeldAssumption {
    std::string key;
    double value = 0;
    Finding finding = Finding::unseen;
    std::vector<std::string> with; ///< fitted ones it looks like
};

struct FitResult {
    std::vector<FittedAssumption> estimates;
    std::vector<FittedFigure> figures;
    std::vector<HeldAssumption> held;
    std::vector<std::string> left_out; ///< figures that too little was counted for
    std::optional<FittedFigure>
        asked;                    ///< of a log: prompts per person and week, which follow from the policy
    std::vector<double> singular; ///< of the scaled Jacobian: see uncertainty_of
    Assumptions assumptions;      ///< the scenario's with what was found
    int people = 0, days = 0, replications = 0, runs = 0;

    bool all_met() const;
};

/// Errors: bad_input for targets that need a longer run, an assumption that cannot be fitted, or figures of
/// which none can be used; those of run_policy; cancelled.
Result<FitResult> fit_people(const FitRequest& request);

} // namespace attune
