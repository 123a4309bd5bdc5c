// From scores to probabilities that come true as often as they say, and from several signs to one such
// probability.
#pragma once

#include <span>
#include <vector>

namespace attune::offline {

/// log(p / (1 - p)) with p kept 1e-15 from both ends, and its inverse.
double log_odds(double p);
double from_log_odds(double x);

/// Logistic regression with an intercept, by Newton's method to convergence: one number per sign and row.
/// `ridge` holds the weights (not the intercept) towards 0 and keeps signs that separate yes from no finite.
class LogisticModel {
public:
    /// `rows` holds `signs` numbers for each outcome. Equal outcomes give that outcome's share, half a row
    /// from both ends.
    static LogisticModel fit(std::span<const double> rows, const std::vector<bool>& yes, std::size_t signs,
                             double ridge = 1e-6);
    double probability(std::span<const double> row) const;
    /// Intercept, then one per sign.
    const std::vector<double>& weights() const { return weights_; }

private:
    std::vector<double> weights_;
};

/// The rising function nearest to the outcomes in squares (pool adjacent violators; Ayer et al., Ann. Math.
/// Stat. 1955): straight lines between the scores of the fit, level beyond them.
class IsotonicModel {
public:
    static IsotonicModel fit(std::span<const double> scores, const std::vector<bool>& yes);
    double probability(double score) const;

private:
    std::vector<double> scores_, values_;
};

} // namespace attune::offline
