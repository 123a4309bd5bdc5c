// A made-up catalogue with its truth, from the assumptions and a seed: for scenarios that come from no file.
#pragma once

#include "simulations/population/assumptions.h"
#include "simulations/population/world_data.h"

namespace attune {

/// `items` >= 1. Items are sorted by category; categories shrink from first to last. Providers belong to the
/// groups "large" and "small".
WorldData make_synthetic_world(const Assumptions& assumptions, int items, std::uint64_t seed);

} // namespace attune
