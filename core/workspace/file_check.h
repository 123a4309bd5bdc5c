// Whether a file is a whole workspace that this program understands, found out without changing a byte of it.
#pragma once

#include "core/base/result.h"

#include <string>

namespace attune {

/// Looks at the first bytes of the file, without SQLite: ErrorCode::unreadable for a folder, an empty or
/// foreign file or one from a newer program, not_found if there is nothing.
Status check_file_header(const std::string& path);

/// check_file_header(), then the integrity of all pages and the schema. Gives the file's version. If the last
/// writer was stopped half-way, the file is first put back to its last complete save.
Result<int> check_file(const std::string& path, const std::string& vfs, int patience_ms);

} // namespace attune
