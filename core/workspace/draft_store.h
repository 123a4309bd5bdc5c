// Drafts in a workspace: what a window shows and nobody has kept, one per window, saved after each change so
// that a stopped program loses nothing.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"

#include <string>
#include <vector>

namespace attune {

class DraftStore {
public:
    explicit DraftStore(const Database& database)
        : database_(&database) {}

    /// Saves under record.key; a draft of that key is replaced, and the same content again changes nothing.
    /// An empty key or text is ErrorCode::bad_input.
    Status save(const DraftRecord& record) const;
    /// The same, and keeps the replaced draft under `aside`: for one that could not be read.
    Status save_and_set_aside(const DraftRecord& record, const std::string& aside) const;
    /// ErrorCode::not_found if there is none.
    Result<DraftRecord> find(const std::string& key) const;
    /// In the order of their keys.
    Result<std::vector<DraftRecord>> list() const;

private:
    const Database* database_;
};

} // namespace attune
