// Tuning of the models with factors on the part that is learned from alone: it is split once more in the same
// manner, so the rows that models are judged on in the end have no say.
#pragma once

#include "core/offline/evaluate.h"

namespace attune::offline {

/// How many people the inner judged part must hold at least; with fewer a choice is chance.
constexpr std::size_t least_people_to_tune = 30;

/// Rates and strengths of regularisation together by RMSE, then numbers of factors.
TuningGrid gradient_grid();
/// Weights of what was not taken (iALS), or confidences (HKV), and strengths of regularisation together by
/// the recall of lists, then numbers of factors.
TuningGrid implicit_grid(ImplicitForm form);

/// `part` is a part to learn from. Errors: bad_input if it is too small, those of tune().
Result<Tuning> tune_gradient(const Rows& part, const RatingTask& task, const GoOn& go_on);
Result<Tuning> tune_implicit(const Rows& part, const ListTaskOptions& task, const GoOn& go_on);

/// The options with what was chosen.
GradientOptions tuned(GradientOptions options, const Tuning& tuning);
ImplicitOptions tuned(ImplicitOptions options, const Tuning& tuning);

} // namespace attune::offline
