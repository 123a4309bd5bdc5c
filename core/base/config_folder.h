// Where this user's own things lie that belong in no workspace: keys.
#pragma once

#include <optional>
#include <string>

namespace attune {

/// $XDG_CONFIG_HOME/attune or ~/.config/attune, which need not be there yet; nothing where neither is set.
std::optional<std::string> config_folder();

} // namespace attune
