// What people are owed, counted from the trail: that an adapted list can be explained, that what they ask for
// is done in time, and that no group fares much worse than another. Each with its threshold.
#pragma once

#include "core/workspace/workspace.h"
#include "simulations/study/audit_section.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace attune {

/// Requests of one kind: `late` ones were answered after their deadline, `open` ones not yet, without harm.
struct RightsAsked {
    std::int64_t asked = 0, late = 0, open = 0;
};

struct RightsFigures {
    std::int64_t adapted = 0;   ///< lists that derived state took part in, or might
    std::int64_t explained = 0; ///< ... of which the trail shows the consent and every signal behind them
    std::int64_t empty = 0;     ///< ... of those: nothing had been derived yet
    RightsAsked withdrawn;      ///< consents taken back; deadline: before the next list
    RightsAsked quiet;          ///< questions turned off; deadline: the next question
    RightsAsked erased;         ///< people erased
};

/// An adapted list is explained if it names the consent it rests on, and every signal in the state made under
/// that purpose was read with permission before. Errors: those of TrailStore.
Result<RightsFigures> read_rights(const TrailStore& trail);

enum class RightsVerdict : std::uint8_t { met, missed, undecided, nothing };

/// The largest difference of a measure between two groups of one kind in a run that has a trail.
struct GroupGap {
    std::string run, measure; ///< key of the metric
    std::string low, high;    ///< groups
    double gap = 0, lower = 0, upper = 0, limit = 0;
    RightsVerdict verdict = RightsVerdict::nothing;
};
constexpr double least_people_compared = 30;
/// Of a run's own figures; groups of fewer people are left out.
std::vector<GroupGap> group_gaps(const RunRecord& run);

/// Errors: those of the stores.
Result<AuditSection> rights_section(const Workspace& workspace, const Text& text);

} // namespace attune
