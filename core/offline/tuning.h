// A search over a few settings of a model by a score: every combination of those that depend on each other,
// then the others with the best of these. What the score is made from is the caller's affair; it must never
// be what the model is judged on in the end.
#pragma once

#include "core/base/result.h"

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace attune::offline {

/// The values tried for one setting; one value alone is a setting that is not tuned.
struct TriedValues {
    std::string setting; ///< as in the text keys "evaluate.setting.<setting>"
    std::vector<double> values;
};

/// No axis is empty.
struct TuningGrid {
    std::vector<TriedValues> together; ///< every combination, with the first value of `after`
    TriedValues after;                 ///< then the rest of its values, with the best combination
};

struct TunedPoint {
    std::vector<double> values; ///< those of `together`, then that of `after`
    double score = std::numeric_limits<double>::quiet_NaN();
};

struct Tuning {
    std::string measure; ///< of the score, as in the text keys "evaluate.measure.<measure>"
    std::vector<std::string> settings;
    std::vector<TunedPoint> points; ///< in the order of the grid, first value fastest last
    std::size_t chosen = 0;         ///< the best point, of equal ones the first
    double judged_rows = 0;         ///< what the score was made from
    double judged_people = 0;

    /// Of the chosen point.
    double value(const std::string& setting) const;
    /// Settings whose chosen value is the first or last of several that were tried: the best may lie beyond.
    std::vector<std::string> at_the_end() const;
};

enum class Better { less, more };

/// Scores one point; NaN for a model without numbers. Called by several threads at once; `go_on` is given the
/// share of this point that is done and says whether to go on.
using ScorePoint =
    std::function<double(std::span<const double> values, const std::function<bool(double share)>& go_on)>;

/// Same result for any number of threads. `go_on` may be empty. Errors: cancelled; bad_input if no point has
/// a number. `measure`, `judged_rows` and `judged_people` are left to the caller.
Result<Tuning> tune(const TuningGrid& grid, Better better, const ScorePoint& score, int threads,
                    const std::function<bool(double share)>& go_on);

} // namespace attune::offline
