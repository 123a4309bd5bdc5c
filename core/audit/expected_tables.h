// The verifier's own list of what tables a workspace has, written down apart from the statements that make
// them.
#pragma once

#include "core/audit/reader.h"
#include "core/audit/verify.h"

namespace attune::audit {

/// The newest file format this list knows.
int newest_format();

/// Compares tables, columns, types, keys, references and indexes with the list for that format, and finds
/// what does not belong (other tables, views, other triggers). Tables must be STRICT.
Result<VerifyCheck> check_tables(const Reader& reader, int format);

} // namespace attune::audit
