#include "core/recommender/ranking/panels.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

// Nearest integer of |x| < 2^22, the same on every processor.
std::int32_t nearest(float x) {
    return static_cast<std::int32_t>((x + 12582912.0F) - 12582912.0F);
}

// An odd number for each item, scattered. Odd times odd runs through all odd numbers: whatever the item, its
// product with a person's odd number is equally often each of them, and no two of 2^15 items ever tie.
std::int32_t item_lot(std::uint32_t item) {
    std::uint32_t half = item & 0x7FFFU;
    for (const std::uint32_t factor : {0x4E35U, 0x6A5DU}) { // odd factors and shifts keep numbers apart
        half = half * factor & 0x7FFFU;
        half ^= half >> 8U;
    }
    return static_cast<std::int32_t>(2 * half + 1);
}

} // namespace

std::int32_t to_score(float nats) {
    // In two steps, since 24 bits of score do not fit the rounding trick: 2^20 is exact in a float product.
    const float limited = std::clamp(nats, -largest_term, largest_term);
    return nearest(limited * (score_unit / 256.0F)) * 256;
}

void quantise(const float* vector, std::int16_t* out) {
    float length = 0;
    for (int k = 0; k < factor_count; ++k)
        length += vector[k] * vector[k];
    const float limit = longest_vector * 0.999F;
    const float scale =
        static_cast<float>(1 << factor_bits) * (length > limit * limit ? limit / std::sqrt(length) : 1.0F);
    for (int k = 0; k < factor_count; ++k)
        out[k] = static_cast<std::int16_t>(nearest(vector[k] * scale));
}

Panels::Panels(const Catalogue& catalogue)
    : position_of_(catalogue.items.size()) {
    for (std::size_t c = 0; c < catalogue.categories.size(); ++c) {
        first_panel_.push_back(static_cast<std::uint32_t>(item_at_.size() / panel_width));
        for (std::size_t i = 0; i < catalogue.items.size(); ++i) {
            if (catalogue.items[i].category.value != c) continue;
            position_of_[i] = static_cast<std::uint32_t>(item_at_.size());
            item_at_.push_back(static_cast<std::int32_t>(i));
            group_at_.push_back(
                static_cast<std::uint8_t>(catalogue.group_of(ItemId(static_cast<std::uint32_t>(i))).value));
        }
        while (item_at_.size() % panel_width != 0) {
            item_at_.push_back(-1);
            group_at_.push_back(0);
        }
        panel_category_.resize(item_at_.size() / panel_width, static_cast<std::uint8_t>(c));
    }
    first_panel_.push_back(static_cast<std::uint32_t>(panel_category_.size()));
    panels_.resize(item_at_.size() * factor_count);
    bias_.resize(item_at_.size());
    for (std::size_t p = 0; p < item_at_.size(); ++p)
        bias_[p] = item_at_[p] < 0 ? padding_score : 0;
    base_ = bias_;
    item_lots_.resize(item_at_.size());
    for (std::size_t p = 0; p < item_at_.size(); ++p)
        if (item_at_[p] >= 0) item_lots_[p] = item_lot(static_cast<std::uint32_t>(item_at_[p]));
}

void Panels::set_item(std::uint32_t item, const float* factors, float bias) {
    const std::uint32_t position = position_of_[item];
    bias_[position] = to_score(bias);
    base_[position] = bias_[position];
    std::array<std::int16_t, factor_count> row{};
    if (factors) quantise(factors, row.data());
    std::int16_t* panel =
        &panels_[static_cast<std::size_t>(position / panel_width) * panel_width * factor_count];
    const std::uint32_t column = position % panel_width;
    for (std::uint32_t pair = 0; pair < factor_pairs; ++pair)
        for (std::uint32_t k = 0; k < 2; ++k)
            panel[(pair * panel_width + column) * 2 + k] = row[pair * 2 + k];
}

void Panels::set_prices(const std::array<double, max_provider_groups>& prices) {
    for (std::size_t p = 0; p < base_.size(); ++p)
        if (item_at_[p] >= 0) base_[p] = bias_[p] + to_score(static_cast<float>(prices[group_at_[p]]));
}

std::int32_t Panels::lot(std::uint32_t position, std::uint16_t lot) const {
    return static_cast<std::int32_t>(
        static_cast<std::uint16_t>(static_cast<std::uint32_t>(item_lots_[position]) * std::uint32_t{lot}));
}

void Panels::score(const std::int16_t* people, const std::uint16_t* lots, const std::int32_t* adjustment,
                   int adjustment_stride, int people_count, std::int32_t* scores) const {
    assert(people_count >= 1 && people_count <= tile_width);
    ranking_kernels().score({.panels = panels_.data(),
                             .base = base_.data(),
                             .item_lots = item_lots_.data(),
                             .panel_category = panel_category_.data(),
                             .panel_count = panel_count(),
                             .people = people,
                             .people_lots = lots,
                             .category_adjustment = adjustment,
                             .adjustment_stride = adjustment_stride,
                             .people_count = people_count,
                             .scores = scores});
}

} // namespace attune
