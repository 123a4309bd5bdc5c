// What a report is made from: stored records and nothing else. The same records give the same bytes.
#pragma once

#include "core/workspace/records.h"

#include <optional>

namespace attune {

struct ReportInput {
    std::optional<ComparisonRecord> comparison;
    std::optional<RunRecord> baseline; ///< of the comparison
    RunRecord run;                     ///< the candidate of a comparison, or the only run
};

} // namespace attune
