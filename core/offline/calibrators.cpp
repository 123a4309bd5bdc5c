#include "core/offline/calibrators.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::offline {
namespace {

constexpr double least = 1e-15;
constexpr int most_steps = 50;
constexpr double small_step = 1e-10;

} // namespace

double log_odds(double p) {
    p = std::clamp(p, least, 1 - least);
    return std::log(p / (1 - p));
}

double from_log_odds(double x) {
    return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

LogisticModel LogisticModel::fit(std::span<const double> rows, const std::vector<bool>& yes,
                                 std::size_t signs, double ridge) {
    const auto d = static_cast<Eigen::Index>(signs + 1);
    LogisticModel model;
    model.weights_.assign(signs + 1, 0);
    const double n = static_cast<double>(yes.size());
    const double positives = static_cast<double>(std::count(yes.begin(), yes.end(), true));
    model.weights_[0] = log_odds((positives + 0.5) / (n + 1));
    if (positives == 0 || positives == n) return model;
    Eigen::Map<Eigen::VectorXd> weights(model.weights_.data(), d);
    Eigen::VectorXd row(d);
    const auto loss = [&](const Eigen::VectorXd& at) {
        double sum = ridge / 2 * at.tail(d - 1).squaredNorm();
        for (std::size_t k = 0; k < yes.size(); ++k) {
            double x = at[0];
            for (std::size_t s = 0; s < signs; ++s)
                x += at[static_cast<Eigen::Index>(s + 1)] * rows[k * signs + s];
            const double wrong = yes[k] ? -x : x;
            sum += wrong > 0 ? wrong + std::log1p(std::exp(-wrong)) : std::log1p(std::exp(wrong));
        }
        return sum;
    };
    for (int step = 0; step < most_steps; ++step) {
        Eigen::VectorXd slope = -ridge * weights;
        Eigen::MatrixXd curvature = ridge * Eigen::MatrixXd::Identity(d, d);
        slope[0] = 0;
        curvature(0, 0) = 0;
        for (std::size_t k = 0; k < yes.size(); ++k) {
            row[0] = 1;
            for (std::size_t s = 0; s < signs; ++s)
                row[static_cast<Eigen::Index>(s + 1)] = rows[k * signs + s];
            const double p = from_log_odds(weights.dot(row));
            slope += ((yes[k] ? 1 : 0) - p) * row;
            curvature.selfadjointView<Eigen::Lower>().rankUpdate(row, p * (1 - p));
        }
        Eigen::VectorXd move = curvature.selfadjointView<Eigen::Lower>().ldlt().solve(slope);
        if (!move.allFinite()) break;
        // Halved until it is a way down: Newton's own step may overshoot far from the end.
        const double before = loss(weights);
        int halvings = 0;
        while (loss(weights + move) > before && ++halvings < most_steps)
            move /= 2;
        if (halvings == most_steps) break;
        weights += move;
        if (move.norm() < small_step) break;
    }
    return model;
}

double LogisticModel::probability(std::span<const double> row) const {
    return from_log_odds(std::inner_product(row.begin(), row.end(), weights_.begin() + 1, weights_.front()));
}

IsotonicModel IsotonicModel::fit(std::span<const double> scores, const std::vector<bool>& yes) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    struct Pool {
        double low, high, sum, count;
    };
    std::vector<Pool> pools;
    for (std::size_t begin = 0; begin < order.size();) {
        const double score = scores[order[begin]];
        Pool pool{score, score, 0, 0};
        for (; begin < order.size() && scores[order[begin]] == score; ++begin) {
            pool.sum += yes[order[begin]] ? 1 : 0;
            pool.count += 1;
        }
        while (!pools.empty() && pools.back().sum * pool.count >= pool.sum * pools.back().count) {
            pool.low = pools.back().low;
            pool.sum += pools.back().sum;
            pool.count += pools.back().count;
            pools.pop_back();
        }
        pools.push_back(pool);
    }
    IsotonicModel model;
    for (const Pool& pool : pools) {
        for (const double score : {pool.low, pool.high}) {
            if (!model.scores_.empty() && model.scores_.back() == score) continue;
            model.scores_.push_back(score);
            model.values_.push_back(pool.sum / pool.count);
        }
    }
    return model;
}

double IsotonicModel::probability(double score) const {
    if (scores_.empty()) return 0.5;
    const auto above = std::lower_bound(scores_.begin(), scores_.end(), score);
    if (above == scores_.begin()) return values_.front();
    if (above == scores_.end()) return values_.back();
    const auto k = static_cast<std::size_t>(above - scores_.begin());
    const double part = (score - scores_[k - 1]) / (scores_[k] - scores_[k - 1]);
    return values_[k - 1] + part * (values_[k] - values_[k - 1]);
}

} // namespace attune::offline
