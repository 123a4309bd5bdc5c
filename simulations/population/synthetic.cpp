#include "simulations/population/synthetic.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"

#include <iterator>

namespace attune {
namespace {

constexpr const char* category_names[] = {
    "news",    "comedy",  "drama",  "music",  "sport",     "cooking", "travel",    "science",
    "history", "games",   "films",  "crafts", "nature",    "fashion", "health",    "money",
    "family",  "cars",    "books",  "art",    "gardens",   "pets",    "theatre",   "fishing",
    "chess",   "sailing", "poetry", "radio",  "languages", "puzzles", "astronomy", "folklore"};
static_assert(std::size(category_names) == max_categories);

// A handful of large providers and many small ones. Nothing but the share of items they own matters to anyone
// yet, so how many there are is no assumption.
constexpr int large_providers = 8;
constexpr int small_providers = 32;

} // namespace

WorldData make_synthetic_world(const Assumptions& assumptions, int items, std::uint64_t seed) {
    WorldData world;
    Catalogue& catalogue = world.catalogue;
    const auto categories = static_cast<std::size_t>(assumptions.categories);
    catalogue.categories.assign(category_names, category_names + categories);
    catalogue.provider_groups = {"large", "small"};
    for (int p = 0; p < large_providers + small_providers; ++p)
        catalogue.providers.push_back(
            {"provider " + std::to_string(p + 1), ProviderGroupId(p < large_providers ? 0U : 1U)});

    // Category sizes fall like 1 / (rank + 4): the largest of 20 has about five times the items of the
    // smallest.
    double total = 0;
    for (std::size_t c = 0; c < categories; ++c)
        total += 1.0 / (static_cast<double>(c) + 4.0);
    double before = 0;
    std::size_t done = 0;
    for (std::size_t c = 0; c < categories; ++c) {
        before += 1.0 / (static_cast<double>(c) + 4.0);
        const std::size_t until = c + 1 == categories
                                      ? static_cast<std::size_t>(items)
                                      : static_cast<std::size_t>(before / total * items + 0.5);
        for (; done < until; ++done) {
            const StreamKey key = stream_key(seed, static_cast<std::uint32_t>(done));
            const Words facts = words_at(key, Stream::catalogue, 0);
            const Words truth = words_at(key, Stream::catalogue, 1);
            const bool is_large = uniform(facts[0]) < static_cast<float>(assumptions.large_item_share);
            const auto provider =
                static_cast<std::uint32_t>(below(facts[1], is_large ? large_providers : small_providers));
            // Newer items are commoner: the square of a uniform counts back from 2025 over 45 years.
            const float age = uniform(facts[2]);
            catalogue.items.push_back(
                {.category = CategoryId(static_cast<std::uint32_t>(c)),
                 .provider = ProviderId(is_large ? provider : large_providers + provider),
                 .year = static_cast<std::int16_t>(2025 - static_cast<int>(45.0F * age * age)),
                 .price = 2.0F * portable_exp(normal_quantile(uniform(facts[3])))});
            world.truth.quality.push_back(static_cast<float>(assumptions.quality_sd) *
                                          normal_quantile(uniform(truth[0])));
            // U^power by exp and log: libm's pow is not the same everywhere.
            world.truth.clickbait.push_back(portable_exp(static_cast<float>(assumptions.clickbait_power) *
                                                         portable_log(uniform(truth[1]))));
            for (std::uint32_t k = 0; k < taste_factors; k += 4) {
                const Words words = words_at(key, Stream::catalogue, 2 + k);
                for (std::uint32_t w = 0; w < 4; ++w)
                    world.truth.factors.push_back(normal_quantile(uniform(words[w])));
            }
        }
    }
    return world;
}

} // namespace attune
