#include "core/offline/implicit_factors.h"

#include "core/base/parallel.h"
#include "core/offline/start_values.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace attune::offline {
namespace {

using Factors = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using FactorsMap = Eigen::Map<Factors>;
using ConstFactorsMap = Eigen::Map<const Factors>;
using Square = Eigen::MatrixXd;

Eigen::Index index(std::size_t n) {
    return static_cast<Eigen::Index>(n);
}

/// For each row of one side the numbers of the other side it occurs with.
struct Occurrences {
    std::vector<std::size_t> offsets;
    std::vector<std::uint32_t> others;

    std::span<const std::uint32_t> of(std::size_t k) const {
        return {others.data() + offsets[k], offsets[k + 1] - offsets[k]};
    }
};

Occurrences occurrences(std::span<const Row> pairs, std::size_t count, std::uint32_t Row::*side,
                        std::uint32_t Row::*other) {
    Occurrences result;
    result.offsets.assign(count + 1, 0);
    for (const Row& row : pairs)
        ++result.offsets[row.*side + std::size_t{1}];
    for (std::size_t k = 0; k < count; ++k)
        result.offsets[k + 1] += result.offsets[k];
    result.others.resize(pairs.size());
    std::vector<std::size_t> next(result.offsets.begin(), result.offsets.end() - 1);
    for (const Row& row : pairs)
        result.others[next[row.*side]++] = row.*other;
    // Sums are taken in the order of numbers, whatever the order of the rows.
    for (std::size_t k = 0; k < count; ++k)
        std::sort(result.others.begin() + static_cast<std::ptrdiff_t>(result.offsets[k]),
                  result.others.begin() + static_cast<std::ptrdiff_t>(result.offsets[k + 1]));
    return result;
}

/// unobserved x sum of h h', in the lower triangle.
Square weighted_gram(const ConstFactorsMap& fixed, double unobserved) {
    Square gram = Square::Zero(fixed.cols(), fixed.cols());
    gram.selfadjointView<Eigen::Lower>().rankUpdate(fixed.transpose(), unobserved);
    return gram;
}

/// Scratch memory of one worker.
struct Solver {
    Factors gathered;
    Square system;
    Eigen::LLT<Square, Eigen::Lower> cholesky;

    /// Solves one row against the fixed side.
    template <typename Out>
    void solve(std::span<const std::uint32_t> others, const ConstFactorsMap& fixed, const Square& gram,
               const ImplicitOptions& options, Out&& out) {
        if (others.empty()) {
            out.setZero();
            return;
        }
        gathered.resize(index(others.size()), fixed.cols());
        for (std::size_t k = 0; k < others.size(); ++k)
            gathered.row(index(k)) = fixed.row(others[k]);
        const double weight =
            static_cast<double>(others.size()) + options.unobserved * static_cast<double>(fixed.rows());
        system = gram;
        system.selfadjointView<Eigen::Lower>().rankUpdate(gathered.transpose());
        system.diagonal().array() += options.regularisation * weight;
        cholesky.compute(system);
        out = cholesky.solve(gathered.colwise().sum().transpose()).transpose();
    }
};

/// Rows solved by one piece of work; a fixed number, so that pieces do not depend on the threads.
constexpr std::size_t rows_of_piece = 64;

void solve_side(const Occurrences& side, const ConstFactorsMap& fixed, FactorsMap moving,
                const ImplicitOptions& options) {
    const Square gram = weighted_gram(fixed, options.unobserved);
    const auto rows = static_cast<std::size_t>(moving.rows());
    std::vector<Solver> solvers(static_cast<std::size_t>(std::max(1, options.threads)));
    const auto pieces = static_cast<int>((rows + rows_of_piece - 1) / rows_of_piece);
    for_each_piece(pieces, std::max(1, options.threads), [&](int piece, int worker) {
        const std::size_t begin = static_cast<std::size_t>(piece) * rows_of_piece;
        for (std::size_t k = begin; k < std::min(rows, begin + rows_of_piece); ++k)
            solvers[static_cast<std::size_t>(worker)].solve(side.of(k), fixed, gram, options,
                                                            moving.row(index(k)));
    });
}

} // namespace

void ImplicitFactors::score(std::span<const double> of_user, std::span<double> scores) const {
    Eigen::Map<Eigen::VectorXd>(scores.data(), index(items)) =
        ConstFactorsMap(item.data(), index(items), index(factors)) *
        Eigen::Map<const Eigen::VectorXd>(of_user.data(), index(factors));
}

ImplicitFactors fit_implicit_factors(std::span<const Row> pairs, std::size_t users, std::size_t items,
                                     const ImplicitOptions& options) {
    ImplicitFactors model{options.factors, users, items, {}, {}};
    const std::size_t d = options.factors;
    const double spread = 0.1 * std::sqrt(3.0) / std::sqrt(static_cast<double>(d));
    model.user.resize(users * d);
    model.item.resize(items * d);
    for (std::size_t k = 0; k < model.user.size(); ++k)
        model.user[k] = start_value(options.seed, k, spread);
    for (std::size_t k = 0; k < model.item.size(); ++k)
        model.item[k] = start_value(options.seed, model.user.size() + k, spread);
    const Occurrences by_user = occurrences(pairs, users, &Row::user, &Row::item);
    const Occurrences by_item = occurrences(pairs, items, &Row::item, &Row::user);
    FactorsMap user_side(model.user.data(), index(users), index(d));
    FactorsMap item_side(model.item.data(), index(items), index(d));
    const ConstFactorsMap fixed_users(model.user.data(), index(users), index(d));
    const ConstFactorsMap fixed_items(model.item.data(), index(items), index(d));
    for (int sweep = 0; sweep < options.sweeps; ++sweep) {
        solve_side(by_user, fixed_items, user_side, options);
        solve_side(by_item, fixed_users, item_side, options);
        if (options.go_on && !options.go_on((sweep + 1.0) / options.sweeps)) break;
    }
    return model;
}

FoldIn::FoldIn(const ImplicitFactors& model, const ImplicitOptions& options)
    : model_(model)
    , options_(options)
    , gram_(model.factors * model.factors) {
    const ConstFactorsMap fixed(model.item.data(), index(model.items), index(model.factors));
    Eigen::Map<Square>(gram_.data(), index(model.factors), index(model.factors)) =
        weighted_gram(fixed, options.unobserved);
}

void FoldIn::solve(std::span<const std::uint32_t> items, std::span<double> out) const {
    const ConstFactorsMap fixed(model_.item.data(), index(model_.items), index(model_.factors));
    const Square gram = Eigen::Map<const Square>(gram_.data(), fixed.cols(), fixed.cols());
    Solver solver;
    solver.solve(items, fixed, gram, options_, FactorsMap(out.data(), 1, fixed.cols()).row(0));
}

} // namespace attune::offline
