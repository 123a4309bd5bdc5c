// Whether a record that never changes is already in its table, with the same content.
#pragma once

#include "core/workspace/checksum.h"
#include "core/workspace/database.h"

#include <string>

namespace attune {

/// True if `table` has a record whose `key` column ("id" or "name") is `value` with this checksum, false if
/// it has none; ErrorCode::refused if it has one with another content.
Result<bool> already_stored(const Database& database, const std::string& table, const std::string& key,
                            const std::string& value, const Checksum& checksum);

} // namespace attune
