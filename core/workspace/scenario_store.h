// The user's own scenarios in a workspace, by name, with the imported people and items of those that have
// any.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <vector>

namespace attune {

class ScenarioStore {
public:
    explicit ScenarioStore(const Database& database)
        : database_(&database) {}

    /// Saves under record.name; a scenario of that name is replaced, but one made by an import is
    /// ErrorCode::refused. An empty name is ErrorCode::bad_input.
    Status save(const ScenarioRecord& record) const;
    /// ErrorCode::not_found if there is none.
    Result<ScenarioRecord> find(const std::string& name) const;
    /// In the order of their first saving, without their worlds (they are large).
    Result<std::vector<ScenarioRecord>> list() const;

private:
    const Database* database_;
};

/// Puts a scenario into its table in the caller's transaction, replacing one of the same name.
Status write_scenario(const Database& database, const ScenarioRecord& record);

/// Brings the header's word on personal data up to date, in the caller's transaction.
Status note_personal_data(const Database& database);

} // namespace attune
