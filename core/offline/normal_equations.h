// The one system of equations behind alternating least squares, whichever form of it: a row of factors solved
// exactly against the rows of the other side. Training and folding in share it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attune::offline {

/// For a row x, with h the rows of the other side and S those that x occurs with:
///   (everywhere sum_all h h' + occurring sum_S h h' + ridge I) x = target sum_S h
/// `everywhere` is set for the whole side, see OtherSide.
struct RowWeights {
    double occurring = 1;
    double target = 1;
    double ridge = 0;
};

/// The fixed side and everywhere x sum_all h h', which all rows have in common. Keeps a view of `rows`.
class OtherSide {
public:
    OtherSide(std::span<const double> rows, std::size_t factors, double everywhere);

private:
    friend class RowSolver;
    std::span<const double> rows_;
    std::size_t factors_;
    std::vector<double> gram_; ///< lower triangle, column by column
};

/// Solves row after row; one per worker. The rows that occur are gathered into a block that stays in the
/// processor's cache, added by a rank-k update, and the system is solved by Cholesky's method. The sums are
/// taken in blocks of fixed length, so that the result is the same whatever the cache.
class RowSolver {
public:
    /// `occurs` holds numbers of rows of the other side; without any, `out` gets zeros.
    void solve(const OtherSide& other, std::span<const std::uint32_t> occurs, const RowWeights& weights,
               std::span<double> out);

private:
    std::vector<double> block_, system_;
};

} // namespace attune::offline
