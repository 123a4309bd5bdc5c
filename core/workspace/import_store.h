// Imports in a workspace: what was read from a file, what was set aside and why, and the scenario made of it.
// Removing an import erases all that came of it.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <vector>

namespace attune {

class ImportStore {
public:
    explicit ImportStore(const Database& database)
        : database_(&database) {}

    /// Saves an import and its scenario (scenario.name == record.scenario_name) in one transaction. The same
    /// content again is fine; a name that is taken by another scenario is ErrorCode::refused; rows that do
    /// not add up (read = kept + quarantined) are bad_input.
    Status save(const ImportRecord& record, const ScenarioRecord& scenario) const;
    /// By the scenario's name; ErrorCode::not_found if there is none.
    Result<ImportRecord> find(const std::string& scenario_name) const;
    /// In the order of saving, without the quarantined rows.
    Result<std::vector<ImportRecord>> list() const;
    /// Erases the import, its quarantine, its scenario, the runs of that scenario and their comparisons.
    /// Their bytes are overwritten in the file. Alone, and not between begin() and commit() of a TrailWriter,
    /// it destroys the keys of their people too, in silence, and where the trail is damaged those of all runs
    /// that might be theirs. ErrorCode::not_found if there is no such import.
    Status remove(const std::string& scenario_name) const;

private:
    const Database* database_;
};

} // namespace attune
