// The provider that brigades and promoters are after.
#pragma once

#include "core/catalogue/catalogue.h"

#include <algorithm>
#include <vector>

namespace attune {

/// The one with most items; of several, the first.
inline ProviderId target_of(const Catalogue& catalogue) {
    std::vector<int> items(catalogue.providers.size());
    for (const Item& item : catalogue.items)
        ++items[item.provider.value];
    return ProviderId(
        static_cast<std::uint32_t>(std::max_element(items.begin(), items.end()) - items.begin()));
}

} // namespace attune
