// Evidence that takes screens: counted on the program's own, without one on the desk, and written into the
// trail of a workspace.
#pragma once

#include "core/base/result.h"

#include <string>

namespace attune::desktop {

/// What was counted, in words.
struct Counted {
    std::string sentence;
    bool as_easy = false; ///< taking back takes no more steps than agreeing, for each purpose
};

/// Counts the steps to agree and to take back on the screens of the newest run of the workspace's trail, and
/// signs what was counted into the trail. `made`: ISO 8601 UTC. Errors: bad_input where there is no trail, or
/// no notice in it whose words fit their hash; those of the workspace and of the key that signs.
Result<Counted> count_withdrawal(const std::string& workspace, const std::string& made);

} // namespace attune::desktop
