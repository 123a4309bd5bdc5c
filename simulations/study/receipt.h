// The consents of one person as a run's log tells them: every question, answer, withdrawal and lapse, in
// order. For receipts; nothing but logged events goes in.
#pragma once

#include "core/consent/disclosure.h"
#include "simulations/study/simulate.h"

#include <span>
#include <vector>

namespace attune {

/// Reads the log of one person as it comes. A consent screen is logged by where every purpose stands after
/// it; what was asked on it, also where the answer was the same as before, follows from the rules.
class ConsentDiary {
public:
    /// `rules` are those of the run: with the policy's validity.
    ConsentDiary(UserId user, const ConsentRules& rules);

    /// Takes the next events; those of other people and of other kinds are passed over. Errors: failed, for a
    /// consent that cannot have gone there under the rules.
    Status take(std::span<const LoggedEvent> events);

    const std::vector<ConsentHistoryEntry>& entries() const { return entries_; }

private:
    Status take(const LoggedEvent& event);
    // Each says whether the rules allow it.
    bool answer(const LoggedEvent& event);
    bool change(const LoggedEvent& event);
    void lapse(double hours);
    bool apply(const ConsentEvent& event, std::uint16_t conflicts);

    UserId user_;
    const ConsentRules* rules_;
    PersonConsent person_;
    std::vector<ConsentHistoryEntry> entries_;
};

/// Runs the first repetition of the scenario and gives one person's history; what disagrees with a signal of
/// the person's device is marked. Errors: bad_input for a person there is not; those of simulate_run and
/// ConsentDiary.
Result<std::vector<ConsentHistoryEntry>> consent_history(const LoadedScenario& scenario, const Policy& policy,
                                                         UserId user, const SimulateOptions& options);

} // namespace attune
