// The user's own policies in a workspace, by name, with every version that was ever saved. Versions are only
// added: going back to an older one is a newer one with its values.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"
#include "core/workspace/version_text.h"

#include <string>
#include <vector>

namespace attune {

class PolicyStore {
public:
    explicit PolicyStore(const Database& database)
        : database_(&database) {}

    /// Adds the next version of version.name and gives it as stored; the number is the store's. Without a
    /// parent it comes from the newest one. Errors: bad_input for a name, author or reason that check_line()
    /// refuses, texts that are too long, a parent that is not there, or the values of the newest version.
    Result<PolicyVersion> save(PolicyVersion version) const;
    /// Adds a version with the values of an older one; `author`, `reason` and `created` are the new one's.
    /// Errors: those of save(), and not_found.
    Result<PolicyVersion> roll_back(const std::string& name, int number, const std::string& author,
                                    const std::string& reason, const std::string& created) const;
    /// The newest version; ErrorCode::not_found if there is none.
    Result<PolicyVersion> find(const std::string& name) const;
    /// ErrorCode::not_found if there is no such version.
    Result<PolicyVersion> find(const std::string& name, int number) const;
    /// All versions of a policy, oldest first; ErrorCode::not_found if there is none.
    Result<std::vector<PolicyVersion>> versions(const std::string& name) const;
    /// The newest version of each, in the order of their first saving.
    Result<std::vector<PolicyVersion>> list() const;

private:
    Result<PolicyVersion> add(PolicyVersion version) const;

    const Database* database_;
};

} // namespace attune
