// The rules on who may include what, as a pure function, so that each can be shown to catch a planted breach.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune::test {

/// What a source file at `path` (from the root of the tree) with this content breaks, in words; empty if
/// nothing.
std::vector<std::string> breaches(std::string_view path, std::string_view text);

/// The names of all rules; every breach ends with one.
std::vector<std::string> rule_names();

/// A C++ text without its comments and the contents of its literals: what is only spoken of is no breach.
std::string without_comments(std::string_view text);

} // namespace attune::test
