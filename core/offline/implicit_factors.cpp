#include "core/offline/implicit_factors.h"

#include "core/base/parallel.h"
#include "core/offline/start_values.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace attune::offline {
namespace {

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

double everywhere(const ImplicitOptions& options) {
    return options.form == ImplicitForm::hkv ? 1 : options.unobserved;
}

/// Of a row that occurs with `count` of the `others` rows of the other side.
RowWeights weights(const ImplicitOptions& options, std::size_t count, std::size_t others) {
    if (options.form == ImplicitForm::hkv)
        return {options.confidence, 1 + options.confidence, options.regularisation};
    const double weight = static_cast<double>(count) + options.unobserved * static_cast<double>(others);
    return {1, 1, options.regularisation * weight};
}

/// Rows solved by one piece of work; a fixed number, so that pieces do not depend on the threads.
constexpr std::size_t rows_of_piece = 64;

void solve_side(const Occurrences& side, const std::vector<double>& fixed, std::vector<double>& moving,
                const ImplicitOptions& options) {
    const std::size_t d = options.factors;
    const OtherSide other(fixed, d, everywhere(options));
    const std::size_t rows = moving.size() / d;
    std::vector<RowSolver> solvers(static_cast<std::size_t>(std::max(1, options.threads)));
    const auto pieces = static_cast<int>((rows + rows_of_piece - 1) / rows_of_piece);
    for_each_piece(pieces, std::max(1, options.threads), [&](int piece, int worker) {
        const std::size_t begin = static_cast<std::size_t>(piece) * rows_of_piece;
        for (std::size_t k = begin; k < std::min(rows, begin + rows_of_piece); ++k) {
            const auto occurs = side.of(k);
            solvers[static_cast<std::size_t>(worker)].solve(
                other, occurs, weights(options, occurs.size(), fixed.size() / d), {&moving[k * d], d});
        }
    });
}

} // namespace

void ImplicitFactors::score(std::span<const double> of_user, std::span<double> scores) const {
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Eigen::Map<Eigen::VectorXd>(scores.data(), index(items)) =
        Eigen::Map<const Matrix>(item.data(), index(items), index(factors)) *
        Eigen::Map<const Eigen::VectorXd>(of_user.data(), index(factors));
}

ImplicitFactors fit_implicit_factors(std::span<const Row> pairs, std::size_t users, std::size_t items,
                                     const ImplicitOptions& options) {
    ImplicitFactors model{options.factors, users, items, {}, {}};
    const std::size_t d = options.factors;
    model.user.resize(users * d);
    model.item.resize(items * d);
    start_factors(options.seed, 0.1 * std::sqrt(3.0) / std::sqrt(static_cast<double>(d)), model.user,
                  model.item);
    const Occurrences by_user = occurrences(pairs, users, &Row::user, &Row::item);
    const Occurrences by_item = occurrences(pairs, items, &Row::item, &Row::user);
    for (int sweep = 0; sweep < options.sweeps; ++sweep) {
        solve_side(by_user, model.item, model.user, options);
        solve_side(by_item, model.user, model.item, options);
        if (options.go_on && !options.go_on((sweep + 1.0) / options.sweeps)) break;
    }
    return model;
}

FoldIn::FoldIn(const ImplicitFactors& model, const ImplicitOptions& options)
    : items_(model.items)
    , options_(options)
    , fixed_(model.item, model.factors, everywhere(options)) {}

void FoldIn::solve(std::span<const std::uint32_t> items, std::span<double> out) const {
    RowSolver().solve(fixed_, items, weights(options_, items.size(), items_), out);
}

} // namespace attune::offline
