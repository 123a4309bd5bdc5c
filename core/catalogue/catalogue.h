// What the recommender knows about items before anyone has met them: category, provider, year, price. The
// world's view (quality, latent factors, appeal) is elsewhere and never here.
#pragma once

#include "core/base/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune {

constexpr int max_categories = 32;
constexpr int max_provider_groups = 8;

struct Item {
    CategoryId category;
    ProviderId provider;
    std::int16_t year = 0; ///< 0 = not known
    float price = 0;       ///< in the catalogue's own currency; 0 = free or not known
};

struct Provider {
    std::string name;
    ProviderGroupId group;
};

/// Items are sorted by category; ItemId indexes `items`. Titles are for people only.
struct Catalogue {
    std::vector<Item> items;
    std::vector<std::string> titles;     ///< empty, or one per item
    std::vector<std::string> categories; ///< names, at most max_categories
    std::vector<Provider> providers;
    std::vector<std::string> provider_groups; ///< names, at most max_provider_groups

    ProviderGroupId group_of(ItemId item) const { return providers[items[item.value].provider.value].group; }
};

} // namespace attune
