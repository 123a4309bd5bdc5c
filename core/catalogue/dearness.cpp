#include "core/catalogue/dearness.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {

std::vector<float> dearness(const Catalogue& catalogue) {
    std::vector<float> prices;
    for (const Item& item : catalogue.items)
        if (item.price > 0) prices.push_back(item.price);
    std::vector<float> dear(catalogue.items.size());
    if (prices.empty()) return dear;
    const auto middle = prices.begin() + static_cast<std::ptrdiff_t>(prices.size() / 2);
    std::nth_element(prices.begin(), middle, prices.end());
    const float usual = portable_log(*middle);
    for (std::size_t i = 0; i < dear.size(); ++i)
        if (catalogue.items[i].price > 0) dear[i] = portable_log(catalogue.items[i].price) - usual;
    return dear;
}

} // namespace attune
