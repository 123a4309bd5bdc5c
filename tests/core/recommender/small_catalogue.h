// Small catalogues made by hand, and consents, for the tests of the recommender.
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/consent/consent.h"

#include <cstdint>
#include <string>

namespace attune::test {

/// `per_category` items in each category; the i-th item comes from provider i modulo `providers`, which is
/// the only one of its group as long as there may be so many groups: neighbours in a category belong to
/// different groups.
inline Catalogue small_catalogue(int categories, int per_category, int providers = 2) {
    Catalogue catalogue;
    for (int p = 0; p < providers; ++p) {
        const int g = p % max_provider_groups;
        const std::string name = "group " + std::to_string(g);
        if (p == g) catalogue.provider_groups.push_back(name);
        catalogue.providers.push_back(
            {"provider of " + name, ProviderGroupId(static_cast<std::uint32_t>(g))});
    }
    for (int c = 0; c < categories; ++c) {
        catalogue.categories.push_back("category " + std::to_string(c));
        for (int i = 0; i < per_category; ++i) {
            const auto provider =
                static_cast<std::uint32_t>(catalogue.items.size() % catalogue.providers.size());
            catalogue.items.push_back(
                {CategoryId(static_cast<std::uint32_t>(c)), ProviderId(provider), std::int16_t{2020}, 1.0F});
        }
    }
    return catalogue;
}

inline ConsentState consent_to(bool adjust, bool improve) {
    ConsentState state;
    state.set(Purpose::adjust_my_recommendations, adjust);
    state.set(Purpose::improve_models, improve);
    return state;
}

} // namespace attune::test
