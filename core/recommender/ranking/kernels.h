// The integer kernels of the hot path: score a tile of people against the whole catalogue, take the best,
// find each category's champions, take the largest of a short list. All exact, so every instruction set gives
// the same answer. Scores carry a lot of their own that settles ties fairly; where even the lots are equal,
// the lower index goes first.
#pragma once

#include "core/base/lanes.h"

#include <cstdint>

namespace attune {

constexpr int factor_count = 32; ///< latent factors, padded with zeros
constexpr int factor_pairs = factor_count / 2;
constexpr int panel_width = 8; ///< items scored together
constexpr int tile_width = 4;  ///< people scored together
constexpr int lot_bits = 16;   ///< a lot is below 2^16 score units, 1/256 nat
/// Scores of real items are at least -2^30; whatever is at or below this limit is padding and never taken.
constexpr std::int32_t padding_limit = -(1 << 30) - 1;
/// Base score of items that only pad a category to whole panels: a category adjustment of up to 2^28 either
/// way neither lifts it over the limit nor wraps it round.
constexpr std::int32_t padding_score = padding_limit - (1 << 29);

/// The catalogue as the kernels want it: items sorted by category, each category padded to whole panels.
/// One panel holds 8 items x 32 factors as [pair][item][2], 512 bytes.
struct ScoreInput {
    const std::int16_t* panels = nullptr; ///< panel_count * 256 values
    const std::int32_t* base = nullptr; ///< panel_count * 8: item bias plus price, padding_score for padding
    const std::int32_t* item_lots = nullptr;      ///< panel_count * 8 values of lot_bits bits
    const std::uint8_t* panel_category = nullptr; ///< panel_count
    int panel_count = 0;
    const std::int16_t* people = nullptr;       ///< people_count * 32
    const std::uint16_t* people_lots = nullptr; ///< people_count
    /// people_count * adjustment_stride, indexed by category
    const std::int32_t* category_adjustment = nullptr;
    int adjustment_stride = 0;
    int people_count = 0;           ///< 1 .. tile_width
    std::int32_t* scores = nullptr; ///< people_count * panel_count * 8
};

struct RankingKernels {
    /// scores[u][i] = base[i] + adjustment[u][category(i)] + sum_k people[u][k] * item[i][k] +
    /// (people_lots[u]
    /// * item_lots[i]) mod 2^lot_bits, in 32-bit integers. The caller keeps all of it below 2^31.
    void (*score)(const ScoreInput& input);

    /// Indices (ascending) of the `wanted` largest of scores[0 .. count), ties at the cut to the lower index.
    /// `count` is a multiple of 8; entries at or below padding_limit are never taken, so fewer may be
    /// returned. `guess` is a threshold to start counting from (any value; what the last call left is best)
    /// and is replaced by the one found: it changes the time, never the answer. Returns how many indices were
    /// written; `out` has room for wanted + 8 (lanes may be written past the end).
    int (*select_best)(const std::int32_t* scores, int count, int wanted, std::int32_t& guess,
                       std::uint32_t* out);

    /// For each category c (panels first_panel[c] .. first_panel[c + 1]): the best item of each of its 8
    /// columns (index modulo 8), and of those the best `per_category`, ties to the lower index, padding
    /// never. Writes them one after the other, per category best first; returns how many. 0 <= per_category
    /// <= 8.
    int (*category_champions)(const std::int32_t* scores, const std::uint32_t* first_panel, int categories,
                              int per_category, std::uint32_t* out);

    /// The largest of keys[0 .. count); count is a positive multiple of 8.
    std::int32_t (*largest)(const std::int32_t* keys, int count);
};

/// The kernels for the level in force (core/base/lanes.h), or for a named one.
const RankingKernels& ranking_kernels();
const RankingKernels& ranking_kernels(SimdLevel level);

} // namespace attune
