// How two ratings of the same rows go together.
#pragma once

#include "core/offline/measured.h"

#include <cstdint>
#include <span>

namespace attune::offline {

/// One row with two ratings.
struct TwoRatings {
    std::uint32_t person = 0;
    double x = 0;
    double y = 0;
};

/// Pearson's coefficient over all rows, and without each person in turn: rows of one person are no
/// independent witnesses. NaN where either rating does not vary. `people` is more than every person's number.
Measured correlation(std::span<const TwoRatings> rows, std::size_t people);

} // namespace attune::offline
