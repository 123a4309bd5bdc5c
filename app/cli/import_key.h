// The key behind the pseudonyms of imported people. It lives in the user's configuration folder, never in a
// workspace, so that a workspace that changes hands does not tell whose rows were imported.
#pragma once

#include "simulations/population/keyed_id.h"

namespace attune::cli {

/// Reads $XDG_CONFIG_HOME/attune/import.key (or ~/.config/attune/import.key), makes it on first use, readable by its
/// owner alone. Errors: io if it cannot be made, unreadable if it is not 32 bytes.
Result<ImportKey> import_key();

} // namespace attune::cli
