// The files of resources/ (texts, scenarios, policies), built into the program so that it runs from anywhere.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace attune {

struct Resource {
    std::string_view path; ///< relative to resources/, with forward slashes: "text/en.json"
    std::string_view bytes;
};

/// All embedded files, sorted by path.
const std::vector<Resource>& resources();

std::optional<std::string_view> find_resource(std::string_view path);

} // namespace attune
