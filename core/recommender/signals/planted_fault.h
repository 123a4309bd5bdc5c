// Faults that a test build plants, to show that the audit finds each from the trail alone. In the program all
// of this is the constant "no" and leaves no code behind.
#pragma once

#include "core/base/ids.h"
#include "core/consent/consent.h"

namespace attune {

/// What can go wrong with consent, after the consent evidence, section 9.
enum class PlantedFault {
    none,
    unchecked_module,  ///< training counts picks without asking for a permission
    stale_consent,     ///< the gate goes by what was permitted before the last change
    nothing_erased,    ///< what was derived and kept outlives its permission
    session_cached,    ///< a visit goes on with candidates chosen under a permission that is gone
    early_capture,     ///< rows are kept before anybody has said yes
    late_capture,      ///< rows that were waiting are kept after the permission has gone
    no_sweep,          ///< nothing is erased when its time is over
    second_scheduler,  ///< somebody else asks as well, and knows no limits
    guard_for_ranking, ///< what the search for manipulation may read, ranking reads
    stale_export,      ///< training goes on with rows of people who took their permission back
    visit_kept         ///< what was permitted for a visit alone outlives it
};

#ifdef ATTUNE_PLANTED_FAULTS
/// Which fault is planted; set by tests.
extern PlantedFault planted_fault;
inline bool planted(PlantedFault fault) {
    return planted_fault == fault;
}
/// What a person permitted before the last change, for the faults that go by it.
void remember_before_change(UserId user, ConsentState before);
ConsentState state_before_change(UserId user, ConsentState now);
#else
constexpr bool planted(PlantedFault) {
    return false;
}
inline void remember_before_change(UserId, ConsentState) {}
inline ConsentState state_before_change(UserId, ConsentState now) {
    return now;
}
#endif

} // namespace attune
