// Factors from what was taken, without ratings, by alternating least squares. Two forms of what is minimised,
// with w a user's and h an item's factors, n their numbers of rows and S the pairs that occur:
//   iALS (Rendle, Krichene, Zhang, Koren, "Revisiting the performance of iALS on item recommendation
//   benchmarks", RecSys 2022):
//     sum_S (w.h - 1)^2 + unobserved x sum_all (w.h)^2
//     + regularisation x (sum_u (n_u + unobserved x items) |w|^2 + sum_i (n_i + unobserved x users) |h|^2)
//   HKV (Hu, Koren, Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008):
//     sum_all c (w.h - p)^2 + regularisation x (sum_u |w|^2 + sum_i |h|^2),
//     p = 1 and c = 1 + confidence on S, p = 0 and c = 1 elsewhere
#pragma once

#include "core/offline/normal_equations.h"
#include "core/offline/split.h"

#include <functional>

namespace attune::offline {

enum class ImplicitForm { ials, hkv };

struct ImplicitOptions {
    ImplicitForm form = ImplicitForm::ials;
    std::size_t factors = 32;
    double unobserved = 0.05; ///< iALS: weight of a pair that does not occur
    double confidence = 1;    ///< HKV: by how much a pair that occurs weighs more than one that does not
    double regularisation = 0.03;
    int sweeps = 16;
    std::uint64_t seed = 42;
    int threads = 1; ///< the result does not depend on it
    /// Called after each sweep with the share done; false ends the fit early. May be empty.
    std::function<bool(double share)> go_on{};
};

struct ImplicitFactors {
    std::size_t factors = 0;
    std::size_t users = 0;
    std::size_t items = 0;
    std::vector<double> user, item; ///< rows of `factors`

    /// w.h for every item.
    void score(std::span<const double> of_user, std::span<double> scores) const;
    std::span<const double> user_row(std::uint32_t u) const { return {&user[u * factors], factors}; }
};

/// Alternates, users first, each row solved exactly. Factors start uniform in +-0.1 sqrt(3 / factors), users
/// first; a user or item without rows gets zeros. `pairs` holds each pair of user and item once.
ImplicitFactors fit_implicit_factors(std::span<const Row> pairs, std::size_t users, std::size_t items,
                                     const ImplicitOptions& options);

/// The factors that a user with these items gets while the items' factors stay: no training needed. Keeps a
/// view of the model.
class FoldIn {
public:
    FoldIn(const ImplicitFactors& model, const ImplicitOptions& options);
    /// `out` has as many places as there are factors.
    void solve(std::span<const std::uint32_t> items, std::span<double> out) const;

private:
    std::size_t items_;
    ImplicitOptions options_;
    OtherSide fixed_;
};

} // namespace attune::offline
