// The key with which this user signs the heads of trails. It lies in the user's configuration folder, never
// in a workspace.
#pragma once

#include "core/workspace/signing_key.h"

namespace attune {

/// $XDG_CONFIG_HOME/attune/signing.key (or ~/.config/attune/signing.key), made if there is none. Errors:
/// bad_input if there is no place for it; those of SigningKey::load_or_create.
Result<SigningKey> user_signing_key();

} // namespace attune
