// The key behind the pseudonyms of imported people. It lives in the user's configuration folder, never in a
// workspace, so that a workspace that changes hands does not tell whose rows were imported.
#pragma once

#include "core/base/result.h"
#include "simulations/population/keyed_id.h"

#include <string>

namespace attune {

/// The user's key, or a new one that is not kept yet.
struct FoundKey {
    ImportKey key{};
    std::string path;
    bool is_new = false;
};

/// Reads $XDG_CONFIG_HOME/attune/import.key (or ~/.config/attune/import.key); without such a file a new key
/// is made up. Errors: bad_input if there is no place for it, unreadable if the file is not 32 bytes.
Result<FoundKey> find_import_key();

/// Keeps a new key in its file, readable by its owner alone. Errors: io.
Status keep_import_key(const FoundKey& found);

} // namespace attune
