// How far predicted ratings are from those that were given.
#pragma once

#include "core/offline/measured.h"
#include "core/offline/split.h"

#include <functional>

namespace attune::offline {

using PredictRating = std::function<double(std::uint32_t user, std::uint32_t item)>;

/// Collects errors over one or more splits of the same rows.
class RatingErrors {
public:
    explicit RatingErrors(std::size_t people)
        : rows_(people, 0)
        , squares_(people, 0)
        , amounts_(people, 0)
        , known_rows_(people, 0)
        , known_squares_(people, 0) {}

    void add(const std::vector<TestRow>& test, const PredictRating& predict);

    /// rmse and mae over all test rows, rmse_known over those whose user and item were both learned about.
    std::vector<Measured> measured() const;

private:
    std::vector<double> rows_, squares_, amounts_, known_rows_, known_squares_;
};

} // namespace attune::offline
