#include "core/offline/rating_error.h"

#include <cmath>

namespace attune::offline {
namespace {

double root(double value) {
    return std::sqrt(value < 0 ? 0 : value); // rounding may leave less than nothing without a person
}

} // namespace

void RatingErrors::add(const std::vector<TestRow>& test, const PredictRating& predict) {
    for (const TestRow& row : test) {
        const double error = row.value - predict(row.user, row.item);
        rows_[row.person] += 1;
        squares_[row.person] += error * error;
        amounts_[row.person] += std::abs(error);
        if (!row.both_known()) continue;
        known_rows_[row.person] += 1;
        known_squares_[row.person] += error * error;
    }
}

std::vector<Measured> RatingErrors::measured() const {
    return {ratio_over_people("rmse", squares_, rows_, root), ratio_over_people("mae", amounts_, rows_),
            ratio_over_people("rmse_known", known_squares_, known_rows_, root)};
}

} // namespace attune::offline
