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
    /// ErrorCode::not_found if there is none.
    Result<ComparisonRecord> find(const std::string& id) const;
    /// In the order of saving, without differences, series and guardrails.
    Result<std::vector<ComparisonRecord>> list() const;

private:
    const Database* database_;
};

} // namespace attune
