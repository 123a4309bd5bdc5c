// Enumerators by name: one list per enumeration, read both ways.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace attune {

template <typename Enumeration, std::size_t n>
std::optional<Enumeration> find_named(const std::array<std::string_view, n>& names, std::string_view word) {
    const auto found = std::find(names.begin(), names.end(), word);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enumeration>(found - names.begin());
}

template <typename Enumeration, std::size_t n>
std::string_view name_in(const std::array<std::string_view, n>& names, Enumeration value) {
    const auto index = static_cast<std::size_t>(value);
    return index < n ? names[index] : "unknown";
}

} // namespace attune
