// Three tasks on which preference models are held against a file of ratings. The simple models always stand
// beside the others: what does not beat them is not worth having.
#pragma once

#include "core/base/result.h"
#include "core/offline/bias_model.h"
#include "core/offline/dislike_model.h"
#include "core/offline/gradient_factors.h"
#include "core/offline/implicit_factors.h"
#include "core/offline/measured.h"
#include "core/offline/tuning.h"

#include <optional>
#include <string>
#include <utility>

namespace attune::offline {

struct ModelResult {
    std::string model;              ///< "bias", "factors", ... as in the text keys "evaluate.model.<model>"
    std::vector<Measured> measured; ///< the same measures for every model of a task
};

struct Evaluation {
    /// What was learned from and judged on, by text key "evaluate.fact.<name>".
    std::vector<std::pair<std::string, double>> facts;
    std::vector<ModelResult> models;
    std::string reference; ///< the model that the others are compared with, over the same people
    std::string main;      ///< the model that all the effort goes into
    /// How the main model was tuned: once for each part that is learned from, none without tuning.
    std::vector<Tuning> tunings;
};

using GoOn = std::function<bool(double share)>;

/// Ratings: learn from a part, predict the rest. Models: global_mean, item_mean, user_mean, bias, factors.
struct RatingTask {
    std::optional<double> share = 0.8; ///< by time; without it by folds, judged together
    std::size_t folds = 5;
    BiasOptions bias;
    GradientOptions gradient;
    std::optional<TuningGrid> tune; ///< of `factors`; what is not in the grid stays as in `gradient`
    int threads = 1;                ///< of tuning; the result does not depend on it
    GoOn go_on{};

    std::size_t splits() const { return share ? 1 : folds; }
    Split split(const Rows& rows, std::size_t k) const {
        return share ? split_by_time(rows, *share) : split_fold(rows, k, folds);
    }
};

/// Lists: what each user took last is held back; every pair of user and item counts once. Models: random,
/// popularity, recent_popularity (rows in the `recent_days` up to the user's last row that is learned from),
/// bias (items by the bias of their ratings), implicit (or hkv), and with `fold_in` also folded_in (or
/// hkv_folded_in).
struct ListTaskOptions {
    double share = 0.8;      ///< of each user's rows that is learned from
    std::size_t length = 20; ///< of a list
    double recent_days = 14;
    BiasOptions bias;
    ImplicitOptions implicit;
    std::optional<TuningGrid> tune; ///< of `implicit`; nobody who is folded in has a say
    std::size_t fold_in =
        0; ///< every so-many-th user is judged, and folded in without training; 0: all judged
    GoOn go_on{};
};

/// Dislikes: learn from the first part by time how likely a row is a dislike, judge on the rest. Of the part
/// that is learned from, the first `inner_share` makes rates and the rest fits calibrators; then rates are
/// made from all of it. Models: constant, user_rate, item_rate, combined; combined through platt and
/// isotonic; two_signs and all_signs by logistic regression, the latter with options chosen on the part that
/// is learned from alone.
struct DislikeTask {
    double share = 0.8;
    double inner_share = 0.8;
    double dislike_at = 0;            ///< a value of this or less is a dislike
    RateOptions rates;                ///< of all but all_signs
    std::optional<RateOptions> fixed; ///< of all_signs, instead of choosing
    GoOn go_on{};
};

/// Errors of all three: bad_input if there is too little to learn from or to judge on, or times are needed
/// and missing; cancelled if go_on said so.
Result<Evaluation> evaluate_ratings(const Rows& rows, const RatingTask& task);
Result<Evaluation> evaluate_lists(const Rows& rows, const ListTaskOptions& task);
Result<Evaluation> evaluate_dislikes(const Rows& rows, const DislikeTask& task);

/// Whether every row has a time.
bool has_times(const Rows& rows);

} // namespace attune::offline
