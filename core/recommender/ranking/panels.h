// The catalogue laid out for the kernels: items by category, each category padded to whole panels, factors as
// 16-bit integers, biases and prices as 32-bit scores. Rebuilt when the model or a price changes.
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/recommender/ranking/kernels.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// One nat in score units. Factors carry 12 bits each side, so products land here exactly.
constexpr int factor_bits = 12;
constexpr float score_unit = static_cast<float>(1 << (2 * factor_bits));
/// Limits that keep every sum of scores inside 31 bits: |p|, |q| <= 4, everything else within 16 nats.
constexpr float longest_vector = 4.0F;
constexpr float largest_term = 16.0F;

/// Nats to score units, clamped to +-largest_term, halves away from zero cut by the fixed rounding trick.
std::int32_t to_score(float nats);
constexpr float from_score(std::int32_t score) {
    return static_cast<float>(score) * 0x1p-24F;
}
/// A vector of factor_count floats as the kernels want it; longer ones are shortened to longest_vector.
void quantise(const float* vector, std::int16_t* out);

class Panels {
public:
    explicit Panels(const Catalogue& catalogue);

    int panel_count() const { return static_cast<int>(panel_category_.size()); }
    int positions() const { return panel_count() * panel_width; }
    /// Item at a position, or -1 for padding.
    std::int32_t item_at(std::uint32_t position) const { return item_at_[position]; }
    std::uint32_t position_of(std::uint32_t item) const { return position_of_[item]; }
    std::uint8_t category_at(std::uint32_t position) const { return panel_category_[position / panel_width]; }
    std::uint8_t group_at(std::uint32_t position) const { return group_at_[position]; }
    int categories() const { return static_cast<int>(first_panel_.size()) - 1; }
    const std::uint32_t* first_panel() const { return first_panel_.data(); }

    /// Takes an item's factors (null = none) and its bias in nats.
    void set_item(std::uint32_t item, const float* factors, float bias);
    /// Adds each group's price to the biases.
    void set_prices(const std::array<double, max_provider_groups>& prices);

    /// Scores 1 .. tile_width people; see ScoreInput. `lots` holds an odd number for each, which puts items
    /// of equal worth in an order of its own: over all such numbers every item comes equally often at every
    /// place. `scores` holds people * positions() values.
    void score(const std::int16_t* people, const std::uint16_t* lots, const std::int32_t* adjustment,
               int adjustment_stride, int people_count, std::int32_t* scores) const;
    /// What a person's lot adds to the score at a position.
    std::int32_t lot(std::uint32_t position, std::uint16_t lot) const;

private:
    std::vector<std::int32_t> item_at_;
    std::vector<std::uint32_t> position_of_;
    std::vector<std::uint8_t> group_at_;
    std::vector<std::uint8_t> panel_category_;
    std::vector<std::uint32_t> first_panel_;
    std::vector<std::int16_t> panels_;
    std::vector<std::int32_t> bias_;
    std::vector<std::int32_t> base_;
    std::vector<std::int32_t> item_lots_;
};

} // namespace attune
