#include "tests/benchmarks/floor_factors.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

void attune_floor_solve(const double* fixed, std::size_t fixed_rows, std::size_t factors,
                        const std::size_t* offsets, const std::uint32_t* others, std::size_t rows,
                        double everywhere, double ridge, double* out) {
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto d = static_cast<Eigen::Index>(factors);
    const Eigen::Map<const Rows> all(fixed, static_cast<Eigen::Index>(fixed_rows), d);
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(d, d);
    gram.selfadjointView<Eigen::Lower>().rankUpdate(all.transpose(), everywhere);
    Eigen::LLT<Eigen::MatrixXd, Eigen::Lower> cholesky;
    Eigen::MatrixXd system;
    Rows block;
    for (std::size_t u = 0; u < rows; ++u) {
        const auto count = static_cast<Eigen::Index>(offsets[u + 1] - offsets[u]);
        block.resize(count, d);
        for (Eigen::Index k = 0; k < count; ++k)
            block.row(k) = all.row(others[offsets[u] + static_cast<std::size_t>(k)]);
        system = gram;
        system.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
        system.diagonal().array() += ridge;
        cholesky.compute(system);
        Eigen::Map<Eigen::VectorXd>(out + u * factors, d) = cholesky.solve(block.colwise().sum().transpose());
    }
}
