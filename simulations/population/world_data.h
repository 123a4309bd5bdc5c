// The world's side of a catalogue and, for imported worlds, the people fitted to a ratings file. This is the
// truth: nothing below simulations may see it.
#pragma once

#include "core/base/result.h"
#include "core/catalogue/catalogue.h"

#include <cstdint>
#include <span>
#include <vector>

namespace attune {

constexpr int taste_factors = 16; ///< latent factors of the world; the recommender's number differs

/// Truth about items, one entry per item of the catalogue. Utilities are in nats.
struct ItemTruth {
    std::vector<float> quality;   ///< rho: liked by everyone
    std::vector<float> clickbait; ///< [0, 1]: raises choice, lowers enjoyment
    std::vector<float> factors;   ///< items x taste_factors
};

/// People to draw from, fitted to a file; empty for a synthetic world. Rows are pool members.
struct PeoplePool {
    std::vector<float> factors;           ///< people x taste_factors
    std::vector<float> category_taste;    ///< people x categories of the catalogue
    std::vector<float> activity;          ///< relative visit rate, median 1
    std::vector<std::uint64_t> pseudonym; ///< keyed hash of the id in the file
    std::size_t size() const { return activity.size(); }
};

struct WorldData {
    Catalogue catalogue;
    ItemTruth truth;
    PeoplePool pool;
};

/// The bytes stored in a workspace; read_world refuses anything cut short, oversized or inconsistent.
std::vector<std::uint8_t> world_to_bytes(const WorldData& world);
Result<WorldData> world_from_bytes(std::span<const std::uint8_t> bytes);

} // namespace attune
