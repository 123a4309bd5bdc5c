#include "core/offline/tuning.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <set>

namespace attune::offline {
namespace {

/// The share done of several points that are scored at once, told to one listener at a time.
class SharedProgress {
public:
    SharedProgress(std::size_t points, std::function<bool(double)> go_on)
        : done_(points, 0.0)
        , go_on_(std::move(go_on)) {}

    bool tell(std::size_t point, double share) {
        const std::lock_guard lock(mutex_);
        sum_ += std::max(0.0, share - done_[point]);
        done_[point] = std::max(done_[point], share);
        if (go_on_ && !go_on_(std::min(1.0, sum_ / static_cast<double>(done_.size())))) stopped_ = true;
        return !stopped_;
    }
    bool stopped() const { return stopped_; }

private:
    std::mutex mutex_;
    std::vector<double> done_;
    double sum_ = 0;
    std::function<bool(double)> go_on_;
    std::atomic<bool> stopped_ = false;
};

/// Every combination, the last setting moving fastest.
std::vector<TunedPoint> combinations(const TuningGrid& grid) {
    std::vector<TunedPoint> points(1);
    for (const TriedValues& tried : grid.together) {
        std::vector<TunedPoint> longer;
        for (const TunedPoint& point : points)
            for (const double value : tried.values) {
                longer.push_back(point);
                longer.back().values.push_back(value);
            }
        points = std::move(longer);
    }
    for (TunedPoint& point : points)
        point.values.push_back(grid.after.values.front());
    return points;
}

std::size_t best_of(const std::vector<TunedPoint>& points, Better better) {
    std::size_t best = 0;
    for (std::size_t k = 1; k < points.size(); ++k) {
        const double score = points[k].score;
        const double least = points[best].score;
        if (std::isnan(score)) continue;
        if (std::isnan(least) || (better == Better::less ? score < least : score > least)) best = k;
    }
    return best;
}

} // namespace

double Tuning::value(const std::string& setting) const {
    const auto found = std::find(settings.begin(), settings.end(), setting);
    return points.at(chosen).values.at(static_cast<std::size_t>(found - settings.begin()));
}

std::vector<std::string> Tuning::at_the_end() const {
    std::vector<std::string> ends;
    for (std::size_t k = 0; k < settings.size(); ++k) {
        std::set<double> tried;
        for (const TunedPoint& point : points)
            tried.insert(point.values[k]);
        const double value = points[chosen].values[k];
        if (tried.size() > 1 && (value == *tried.begin() || value == *tried.rbegin()))
            ends.push_back(settings[k]);
    }
    return ends;
}

Result<Tuning> tune(const TuningGrid& grid, Better better, const ScorePoint& score, int threads,
                    const std::function<bool(double share)>& go_on) {
    Tuning tuning;
    for (const TriedValues& tried : grid.together)
        tuning.settings.push_back(tried.setting);
    tuning.settings.push_back(grid.after.setting);
    tuning.points = combinations(grid);
    const std::size_t first = tuning.points.size();
    SharedProgress progress(first + grid.after.values.size() - 1, go_on);
    const auto score_from = [&](std::size_t begin) {
        const auto count = static_cast<int>(tuning.points.size() - begin);
        for_each_piece(count, std::max(1, threads), [&](int piece, int) {
            const std::size_t k = begin + static_cast<std::size_t>(piece);
            if (progress.stopped()) return;
            const auto tell = [&](double share) { return progress.tell(k, share); };
            tuning.points[k].score = score(tuning.points[k].values, tell);
            tell(1);
        });
        tuning.chosen = best_of(tuning.points, better);
    };
    score_from(0);
    for (std::size_t k = 1; k < grid.after.values.size(); ++k) {
        TunedPoint point = tuning.points[tuning.chosen];
        point.values.back() = grid.after.values[k];
        point.score = std::numeric_limits<double>::quiet_NaN();
        tuning.points.push_back(std::move(point));
    }
    if (tuning.points.size() > first) score_from(first);
    if (progress.stopped()) return fail(ErrorCode::cancelled, "tuning was stopped");
    if (std::isnan(tuning.points[tuning.chosen].score))
        return fail(ErrorCode::bad_input, "no combination of settings gave a number", "--tune",
                    "Leave --tune out and set a lower --rate or a higher --regularisation");
    return tuning;
}

} // namespace attune::offline
