// Finished runs in a workspace. A run is saved whole, in one transaction, and never changes.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <vector>

namespace attune {

class RunStore {
public:
    explicit RunStore(const Database& database)
        : database_(&database) {}

    /// Saves a run with its metrics and series. A run of the same id and content is already there: nothing
    /// happens (when it was made and how long it took may differ, the first stays). Another content under the
    /// same id is ErrorCode::refused; incomplete parameters or values that are no numbers are bad_input.
    Status save(const RunRecord& record) const;
    /// ErrorCode::not_found if there is none.
    Result<RunRecord> find(const std::string& id) const;
    /// In the order of saving, without metrics and series.
    Result<std::vector<RunRecord>> list() const;

private:
    const Database* database_;
};

/// Puts a run into its table in the caller's transaction; the same run again is fine. Errors: those of
/// RunStore::save.
Status write_run(const Database& database, const RunRecord& record);

} // namespace attune
