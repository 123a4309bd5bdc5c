#include "app/cli/named_workspace.h"

#include "simulations/study/simulate.h"

#include <unistd.h>

#include <filesystem>

namespace attune::cli {
namespace {

Status check_writable(const std::string& path) {
    std::error_code code;
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    const std::filesystem::path folder = parent.empty() ? "." : parent;
    if (!std::filesystem::is_directory(folder, code))
        return fail(ErrorCode::not_found, words("error.no_folder"), path, words("error.no_folder.remedy"));
    const bool there = std::filesystem::exists(path, code);
    if (::access(folder.c_str(), W_OK) != 0 || (there && ::access(path.c_str(), W_OK) != 0))
        return fail(ErrorCode::io, words("error.protected"), path, words("error.protected.remedy"));
    return {};
}

} // namespace

Result<std::optional<Workspace>> read_workspace(const Common& common) {
    if (common.workspace.empty()) return std::optional<Workspace>{};
    auto workspace = Workspace::open(common.workspace, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    return std::optional<Workspace>(std::move(*workspace));
}

Result<std::optional<Workspace>> look_before_saving(const Common& common) {
    if (common.workspace.empty()) return std::optional<Workspace>{};
    std::error_code code;
    std::optional<Workspace> found;
    if (std::filesystem::exists(std::filesystem::symlink_status(common.workspace, code))) {
        auto workspace = read_workspace(common);
        if (!workspace) return workspace;
        found = std::move(*workspace);
    }
    if (auto writable = check_writable(common.workspace); !writable) return pass_on(writable);
    return found;
}

Result<Workspace> open_to_save(const Common& common) {
    OpenOptions options;
    options.created = now();
    options.program_version = program_version();
    return Workspace::open(common.workspace, OpenMode::create_or_open, options);
}

} // namespace attune::cli
