// The tables of a workspace file and how an older file becomes a current one. What each table holds is
// written in its CREATE statement, so that it also stands in the file itself.
//
// Conventions of all tables: `number` is the order of saving; `position` keeps the order inside one record;
// an interval that cannot be given (NaN) is NULL; a seed is an unsigned 64-bit number stored as the signed
// one with the same bits. `checksum` is the SHA-256 of the record's content, see checksum.h.
#pragma once

#include "core/workspace/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune {

/// "Attn" in ASCII; bytes 68 to 71 of every workspace file.
inline constexpr std::int32_t workspace_application_id = 0x4174746E;

/// How many migrations this program knows: the user_version of a file it has written.
int current_version();

/// Brings an empty or older database to `target` (at most current_version()), step by step, in the caller's
/// transaction. Fails with ErrorCode::io if the disk refuses.
Status migrate(const Database& database, int target);

/// The user_version of the file.
Result<int> version_of(const Database& database);

/// Tables of the trail without rows, in a database that is not a file of anybody's: one that is to take the
/// trail of another.
Status empty_trail(const Database& database);

/// The same for the versions of the consent matrix.
Status empty_matrices(const Database& database);

/// Everything the schema of the file consists of: type, name, table and SQL of each table, index and trigger
/// on one line, sorted, without comments and in small letters.
Result<std::vector<std::string>> schema_of(const Database& database);

/// What schema_of() gives for an untouched file of that version.
Result<std::vector<std::string>> expected_schema(int version);

} // namespace attune
