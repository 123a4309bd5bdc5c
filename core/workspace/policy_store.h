// The user's own policies in a workspace, by name.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <vector>

namespace attune {

class PolicyStore {
public:
    explicit PolicyStore(const Database& database)
        : database_(&database) {}

    /// Saves under record.name; a policy of that name is replaced. An empty name is ErrorCode::bad_input.
    Status save(const PolicyRecord& record) const;
    /// ErrorCode::not_found if there is none.
    Result<PolicyRecord> find(const std::string& name) const;
    /// In the order of their first saving.
    Result<std::vector<PolicyRecord>> list() const;

private:
    const Database* database_;
};

} // namespace attune
