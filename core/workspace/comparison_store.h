// Comparisons of two saved runs. Like a run, a comparison is saved whole and never changes.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <vector>

namespace attune {

class ComparisonStore {
public:
    explicit ComparisonStore(const Database& database)
        : database_(&database) {}

    /// Both runs must be saved already (ErrorCode::not_found). The same id and content again is fine, another
    /// content is ErrorCode::refused, values that are no numbers are bad_input.
    Status save(const ComparisonRecord& record) const;
    /// The comparison and the runs it names, all of them or none. Errors: those of save() and
    /// RunStore::save().
    Status save_with_runs(const RunRecord& baseline, const RunRecord& candidate,
                          const ComparisonRecord& comparison) const;
    /// Erases the comparison, and each of its runs that no other comparison uses. Their bytes are overwritten
    /// in the file. ErrorCode::not_found if there is none.
    Status remove(const std::string& id) const;
    /// ErrorCode::not_found if there is none.
    Result<ComparisonRecord> find(const std::string& id) const;
    /// In the order of saving, without differences, series and guardrails.
    Result<std::vector<ComparisonRecord>> list() const;

private:
    const Database* database_;
};

} // namespace attune
