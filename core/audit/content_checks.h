// What the rows of a workspace must say to make sense together: runs that can be repeated, days and intervals
// that can be, comparisons of runs that are there, imports that add up.
#pragma once

#include "core/audit/reader.h"
#include "core/audit/verify.h"

#include <string>
#include <vector>

namespace attune::audit {

/// Needs a file whose tables are as expected for that format.
Result<std::vector<VerifyCheck>> check_content(const Reader& reader, int format);

/// The names of these checks, in order.
std::vector<std::string> content_check_names();

} // namespace attune::audit
