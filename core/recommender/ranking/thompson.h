// Thompson sampling among a few candidates (Thompson 1933; Chapelle and Li 2011): each draws a worth from
// what is known of it, the largest is shown. What is little known is shown now and then, what is known to be
// bad is not. How likely every choice was is known exactly, so what comes of it can be weighted.
#pragma once

#include "core/recommender/ranking/candidates.h"

#include <cstddef>
#include <span>

namespace attune {

struct ThompsonDraw {
    std::size_t which = 0;
    float chance = 1; ///< of this one to be drawn, in (0, 1]
};

/// The chance that the draw of `which` is the largest, each normal with its mean and its spread (> 0, nat).
/// The integral over its own draw of the chance that all others stay below it, by the trapezoidal rule.
float chance_largest(std::span<const float> means, std::span<const float> spreads, std::size_t which);

/// Draws among 1 .. exploration_candidates. `place` tells the draws of one visit apart.
ThompsonDraw draw_thompson(std::span<const float> means, std::span<const float> spreads, VisitAddress visit,
                           std::uint32_t place);

} // namespace attune
