// What is known of a person's taste, and what is not: the normal posterior of their vector, given the items'.
#pragma once

#include "core/recommender/preference/factor_model.h"
#include "core/recommender/preference/ridge.h"

#include <Eigen/Cholesky>
#include <span>

namespace attune {

/// Ridge regression read as Bayes does (Bishop 2006, equations 3.53 and 3.54): with noise variance s^2 and a
/// prior of variance s^2 / lambda in every direction, the vector given its rows is normal with covariance
/// s^2 A^-1,  A = lambda I + sum w q q^T.  An item's bias adds s^2 / (lambda + W), W the weight it was
/// learned from. What is not known of the item's own vector is left out, so spreads are a little too small.
class TastePosterior {
public:
    /// `rows` of one person; with none it is the prior. No allocation.
    TastePosterior(const FactorModel& model, std::span<const TrainingRow> rows);

    /// Standard deviation of the predicted worth of an item to the person, nat, > 0.
    float spread(std::uint32_t item) const;
    /// How much of the prior's variance the rows have taken away, over all directions of taste, in [0, 1):
    /// 0 without rows.
    float known() const;

private:
    using Square = Eigen::Matrix<float, factor_count, factor_count>;
    const FactorModel* model_;
    Eigen::LLT<Square> factored_;
};

} // namespace attune
