// Weighted ridge regression by conjugate gradients without ever forming the matrix: the one solver behind
// folding a person in and updating an item (Takacs, Pilaszy, Tikk 2011 use the same for implicit feedback).
#pragma once

#include "core/recommender/ranking/kernels.h"

#include <Eigen/Core>

namespace attune {

using FactorVector = Eigen::Matrix<float, factor_count, 1>;
using FactorMap = Eigen::Map<const FactorVector, Eigen::Aligned16>;

/// Improves x on  sum_k w_k (h_k . x - t_k)^2 + lambda |x|^2  by at most `steps` steps. row(k) gives
/// {const float* h, float t, float w}. Stops early when the residual is gone.
template <typename Row>
void ridge_steps(int rows, const Row& row, float lambda, int steps, FactorVector& x) {
    FactorVector residual = -lambda * x;
    for (int k = 0; k < rows; ++k) {
        const auto [h, target, weight] = row(k);
        const FactorMap factors(h);
        residual += (weight * (target - factors.dot(x))) * factors;
    }
    FactorVector direction = residual;
    float norm = residual.squaredNorm();
    for (int step = 0; step < steps && norm > 1e-10F; ++step) {
        FactorVector image = lambda * direction;
        for (int k = 0; k < rows; ++k) {
            const auto [h, target, weight] = row(k);
            const FactorMap factors(h);
            image += (weight * factors.dot(direction)) * factors;
        }
        const float length = norm / direction.dot(image);
        x += length * direction;
        residual -= length * image;
        const float next = residual.squaredNorm();
        direction = residual + (next / norm) * direction;
        norm = next;
    }
}

} // namespace attune
