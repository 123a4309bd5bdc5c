// The verdicts of a comparison as a table.
#pragma once

#include "app/cli/console.h"
#include "core/workspace/records.h"

namespace attune::cli {

/// Every guardrail, also those that a run of these days says nothing about: a person's day 30 in a week.
Table guardrail_table(const ComparisonRecord& record, int days);

} // namespace attune::cli
