// Distinct integer types for the things that have numbers, so that a user is never passed as an item.
#pragma once

#include <compare>
#include <cstdint>

namespace attune {

/// A dense index (0, 1, 2 ...) of one kind of thing inside one run.
template <typename Tag>
struct Id {
    std::uint32_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::uint32_t v)
        : value(v) {}
    constexpr auto operator<=>(const Id&) const = default;
};

using UserId = Id<struct UserTag>;
using ItemId = Id<struct ItemTag>;
using CategoryId = Id<struct CategoryTag>;
using ProviderId = Id<struct ProviderTag>;
using ProviderGroupId = Id<struct ProviderGroupTag>;

} // namespace attune
