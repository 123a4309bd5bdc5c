// Names of policies and scenarios as people read them. Names on the command line and in files are slugs; on
// screen a slug is a phrase.
#pragma once

#include <string>
#include <string_view>

namespace attune {

/// "gentle-asking" -> "Gentle asking". Other names keep their letters; only the first one grows.
std::string readable_name(std::string_view name);

} // namespace attune
