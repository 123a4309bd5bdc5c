// How good predicted probabilities of a yes are.
#pragma once

#include "core/offline/measured.h"

#include <cstdint>
#include <span>

namespace attune::offline {

/// One predicted probability and what came.
struct Forecast {
    std::uint32_t person = 0;
    double probability = 0;
    bool yes = false;
};

constexpr int calibration_bins = 10; ///< equal parts of [0, 1]

/// auc: chance that a random yes has a higher probability than a random no, ties count half.
/// log_loss: mean of -log of the probability of what came, no less than 1e-15. brier: mean squared distance.
/// ece: over the bins, share of the rows x distance of mean probability and share of yes. It has a floor of
/// its own: with n rows in a bin chance alone leaves about 0.8 sqrt(p (1 - p) / n).
/// Each without each person in turn; `people` is more than every person's number.
std::vector<Measured> judge_forecasts(std::span<const Forecast> forecasts, std::size_t people);

} // namespace attune::offline
