#include "core/base/config_folder.h"

#include <cstdlib>
#include <filesystem>

namespace attune {

std::optional<std::string> config_folder() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    // The XDG base directory specification: a path that is not absolute counts as not given.
    if (config && *config == '/') return (std::filesystem::path(config) / "attune").string();
    if (home && *home) return (std::filesystem::path(home) / ".config" / "attune").string();
    return std::nullopt;
}

} // namespace attune
