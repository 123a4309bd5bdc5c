#include "core/workspace/stored_record.h"

namespace attune {

Result<bool> already_stored(const Database& database, const std::string& table, const std::string& key,
                            const std::string& value, const Checksum& checksum) {
    Result<Statement> rows = database.prepare("SELECT checksum FROM " + table + " WHERE " + key + " = ?");
    if (!rows) return pass_on(rows);
    rows->query(value);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row) return false;
    if (rows->blob(0) == checksum) return true;
    return fail(ErrorCode::refused,
                "another " + table + " with the " + key + " '" + value + "' is already saved",
                database.path(), "Save this one in another workspace, or under another name");
}

} // namespace attune
