#include "simulations/population/ratings_catalogue.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <set>

namespace attune {
namespace {

const std::string other = "other";
const std::string unknown = "unknown";

/// One kept item on its way into the catalogue.
struct Kept {
    std::uint32_t source = 0;
    const ItemFact* fact = nullptr;
    std::string category;
    std::string provider;
    std::string group;
};

std::vector<Kept> most_rated(const Ratings& ratings, const ItemFacts& facts, std::size_t items_to_keep) {
    std::vector<std::uint32_t> count(ratings.items.size(), 0);
    for (const Rating& row : ratings.rows)
        ++count[row.item];
    std::vector<std::uint32_t> order(count.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return count[a] > count[b]; });
    order.resize(std::min(order.size(), items_to_keep));
    std::sort(order.begin(), order.end());
    std::vector<Kept> kept;
    for (const std::uint32_t item : order)
        kept.push_back({item, facts.find(ratings.items[item]), {}, {}, {}});
    return kept;
}

void give_categories(std::vector<Kept>& kept) {
    std::map<std::string, std::size_t> held_by;
    for (const Kept& item : kept)
        if (item.fact)
            for (const std::string& genre : item.fact->genres)
                ++held_by[genre];
    std::map<std::string, std::size_t> size_of;
    for (Kept& item : kept) {
        item.category = unknown;
        if (item.fact && !item.fact->genres.empty()) {
            item.category = other;
            std::size_t fewest = kept.size() + 1;
            for (const std::string& genre : item.fact->genres) {
                const std::size_t holders = held_by[genre];
                if (holders * 100 < kept.size() || holders >= fewest) continue;
                fewest = holders;
                item.category = genre;
            }
        }
        ++size_of[item.category];
    }
    // One place is for "other", the rest for the largest.
    constexpr auto most_own = static_cast<std::size_t>(max_categories - 1);
    std::vector<std::pair<std::string, std::size_t>> by_size(size_of.begin(), size_of.end());
    std::erase_if(by_size, [](const auto& entry) { return entry.first == other; });
    std::stable_sort(by_size.begin(), by_size.end(), [](const auto& a, const auto& b) {
        // "unknown" is no subject and is not merged with those that are.
        return (a.first == unknown) != (b.first == unknown) ? a.first == unknown : a.second > b.second;
    });
    std::set<std::string> merged;
    for (std::size_t i = most_own; i < by_size.size(); ++i)
        merged.insert(by_size[i].first);
    for (Kept& item : kept)
        if (merged.contains(item.category)) item.category = other;
}

void give_decades(std::vector<Kept>& kept) {
    std::map<int, std::size_t> items_in;
    std::size_t dated = 0;
    for (const Kept& item : kept) {
        if (!item.fact || item.fact->year == 0) continue;
        ++items_in[item.fact->year];
        ++dated;
    }
    int last_earlier = items_in.begin()->first;
    std::size_t so_far = 0;
    auto least_uneven = static_cast<std::int64_t>(2 * dated);
    for (const auto& [year, items] : items_in) {
        so_far += items;
        const std::int64_t uneven =
            std::abs(static_cast<std::int64_t>(2 * so_far) - static_cast<std::int64_t>(dated));
        // A cut after the very last year would leave nobody later.
        if (uneven < least_uneven && so_far < dated) {
            least_uneven = uneven;
            last_earlier = year;
        }
    }
    const auto first_later = items_in.upper_bound(last_earlier);
    const int cut_decade = first_later != items_in.end() && first_later->first / 10 == last_earlier / 10
                               ? last_earlier / 10
                               : -1;
    for (Kept& item : kept) {
        if (!item.fact || item.fact->year == 0) {
            item.provider = item.group = "undated";
            continue;
        }
        const int year = item.fact->year;
        const bool is_earlier = year <= last_earlier;
        item.group = is_earlier ? "earlier" : "later";
        item.provider = std::to_string(year / 10 * 10) + "s";
        if (year / 10 == cut_decade)
            item.provider += is_earlier ? " to " + std::to_string(last_earlier)
                                        : " from " + std::to_string(last_earlier + 1);
    }
}

void group_by_size(std::vector<Kept>& kept) {
    std::map<std::string, std::size_t> items_of;
    for (const Kept& item : kept)
        ++items_of[item.provider];
    std::vector<std::pair<std::string, std::size_t>> by_size(items_of.begin(), items_of.end());
    std::stable_sort(by_size.begin(), by_size.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::set<std::string> large;
    std::size_t so_far = 0;
    for (const auto& [provider, items] : by_size) {
        if (so_far * 2 >= kept.size()) break;
        so_far += items;
        large.insert(provider);
    }
    for (Kept& item : kept)
        item.group = large.contains(item.provider) ? "large" : "small";
}

void give_providers(std::vector<Kept>& kept, const ItemFacts& facts) {
    std::size_t dated = 0;
    std::size_t provided = 0;
    for (const Kept& item : kept) {
        if (item.fact && item.fact->year != 0) ++dated;
        if (item.fact && !item.fact->provider.empty()) ++provided;
    }
    if (facts.has_providers && provided > 0) {
        for (Kept& item : kept)
            item.provider = item.fact && !item.fact->provider.empty() ? item.fact->provider : unknown;
        group_by_size(kept);
    } else if (dated * 2 >= kept.size() && dated > 0)
        give_decades(kept);
    else {
        for (Kept& item : kept)
            item.provider = item.category;
        group_by_size(kept);
    }
}

/// Names numbered in order, and the number of one.
std::vector<std::string> names_in_order(const std::vector<Kept>& kept, std::string Kept::*part) {
    std::set<std::string> names;
    for (const Kept& item : kept)
        names.insert(item.*part);
    return {names.begin(), names.end()};
}

std::uint32_t number_of(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::uint32_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// In order of name, the two that are no subject last.
std::vector<std::string> category_names(const std::vector<Kept>& kept) {
    std::vector<std::string> names = names_in_order(kept, &Kept::category);
    const auto rank = [](const std::string& name) { return name == unknown ? 2 : name == other ? 1 : 0; };
    std::stable_sort(names.begin(), names.end(),
                     [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
    return names;
}

} // namespace

RatingsCatalogue make_ratings_catalogue(const Ratings& ratings, const ItemFacts& facts,
                                        std::size_t items_to_keep) {
    std::vector<Kept> kept = most_rated(ratings, facts, items_to_keep);
    give_categories(kept);
    give_providers(kept, facts);
    RatingsCatalogue made;
    Catalogue& catalogue = made.catalogue;
    catalogue.categories = category_names(kept);
    catalogue.provider_groups = names_in_order(kept, &Kept::group);
    std::map<std::string, std::uint32_t> category_number;
    for (std::uint32_t c = 0; c < catalogue.categories.size(); ++c)
        category_number[catalogue.categories[c]] = c;
    std::stable_sort(kept.begin(), kept.end(), [&](const Kept& a, const Kept& b) {
        return category_number[a.category] < category_number[b.category];
    });
    std::map<std::string, std::string> group_of;
    for (const Kept& item : kept)
        group_of[item.provider] = item.group;
    std::map<std::string, std::uint32_t> provider_number;
    for (const auto& [provider, group] : group_of) {
        provider_number[provider] = static_cast<std::uint32_t>(catalogue.providers.size());
        catalogue.providers.push_back(
            {provider, ProviderGroupId(number_of(catalogue.provider_groups, group))});
    }
    const bool titled = std::any_of(kept.begin(), kept.end(),
                                    [](const Kept& item) { return item.fact && !item.fact->title.empty(); });
    for (const Kept& item : kept) {
        made.source.push_back(item.source);
        catalogue.items.push_back(
            {CategoryId(category_number[item.category]), ProviderId(provider_number[item.provider]),
             item.fact ? item.fact->year : std::int16_t{0}, item.fact ? item.fact->price : 0.0F});
        if (titled) catalogue.titles.push_back(item.fact ? item.fact->title : std::string());
    }
    return made;
}

} // namespace attune
