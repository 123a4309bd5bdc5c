#include "core/offline/normal_equations.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>

namespace attune::offline {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Square = Eigen::MatrixXd;

/// Rows added by one update. A longer product is cut by the library where the processor's cache ends, and
/// sums would differ from one machine to another.
constexpr std::size_t rows_of_block = 256;

Eigen::Index index(std::size_t n) {
    return static_cast<Eigen::Index>(n);
}

} // namespace

OtherSide::OtherSide(std::span<const double> rows, std::size_t factors, double everywhere)
    : rows_(rows)
    , factors_(factors)
    , gram_(factors * factors, 0.0) {
    Eigen::Map<Square> gram(gram_.data(), index(factors), index(factors));
    const std::size_t count = rows.size() / factors;
    for (std::size_t begin = 0; begin < count; begin += rows_of_block) {
        const Eigen::Map<const Matrix> block(rows.data() + begin * factors,
                                             index(std::min(rows_of_block, count - begin)), index(factors));
        gram.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose(), everywhere);
    }
}

void RowSolver::solve(const OtherSide& other, std::span<const std::uint32_t> occurs,
                      const RowWeights& weights, std::span<double> out) {
    std::fill(out.begin(), out.end(), 0.0);
    if (occurs.empty()) return;
    const std::size_t d = other.factors_;
    block_.resize(std::min(rows_of_block, occurs.size()) * d);
    system_ = other.gram_;
    Eigen::Map<Square> system(system_.data(), index(d), index(d));
    Eigen::Map<Eigen::VectorXd> solution(out.data(), index(d));
    for (std::size_t begin = 0; begin < occurs.size(); begin += rows_of_block) {
        const auto some = occurs.subspan(begin, std::min(rows_of_block, occurs.size() - begin));
        double* to = block_.data();
        for (const std::uint32_t k : some)
            to = std::copy_n(other.rows_.data() + k * d, d, to);
        const Eigen::Map<const Matrix> block(block_.data(), index(some.size()), index(d));
        system.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose(), weights.occurring);
        solution += weights.target * block.colwise().sum().transpose();
    }
    system.diagonal().array() += weights.ridge;
    Eigen::Ref<Square> in_place(system);
    const Eigen::LLT<Eigen::Ref<Square>, Eigen::Lower> cholesky(in_place);
    cholesky.solveInPlace(solution);
}

} // namespace attune::offline
