// What is told of imported people is told of groups: figures that rest on fewer than ten people, or on fewer
// than ten things seen, are left empty. So is the next smallest group of the same kind (ages, devices) until
// what is left empty is together as many: one empty group would be what the others lack to everybody. People
// who are made up need no such care.
#pragma once

#include "simulations/report/report_input.h"

namespace attune {

/// Whether the people of this run come from an import.
bool about_real_people(const RunRecord& run);

/// The same records; with imported people, too small figures have neither value nor interval, and n is 0.
RunRecord without_small_groups(const RunRecord& run);
ReportInput without_small_groups(const ReportInput& input);

} // namespace attune
