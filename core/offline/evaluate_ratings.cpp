#include "core/offline/evaluate.h"
#include "core/offline/rating_error.h"
#include "core/offline/tune_models.h"

#include <algorithm>

namespace attune::offline {

bool has_times(const Rows& rows) {
    return std::none_of(rows.rows.begin(), rows.rows.end(), [](const Row& r) { return r.time == no_time; });
}

namespace {

struct Named {
    const char* name;
    RatingErrors errors;
};

/// What tuning takes of the time.
constexpr double tuning_share = 0.95;

/// One split judged by all models, tuned on the part that is learned from if the task says so.
Status judge(const Split& split, const RatingTask& task, const GoOn& go_on, Evaluation& evaluation,
             std::vector<Named>& models) {
    GradientOptions gradient = task.gradient;
    double begun = 0;
    if (task.tune) {
        begun = tuning_share;
        const Rows part{split.train, split.users, split.items};
        auto tuning = tune_gradient(part, task, [&](double share) { return go_on(share * tuning_share); });
        if (!tuning) return pass_on(tuning);
        gradient = tuned(gradient, *tuning);
        evaluation.tunings.push_back(std::move(*tuning));
    }
    bool stopped = false;
    gradient.go_on = [&](double share) {
        stopped = !go_on(begun + (1 - begun) * share);
        return !stopped;
    };
    const BiasModel simple[] = {global_mean(split), item_means(split), user_means(split),
                                fit_biases(split, task.bias)};
    for (std::size_t k = 0; k < std::size(simple); ++k)
        models[k].errors.add(split.test,
                             [&](std::uint32_t u, std::uint32_t i) { return simple[k].predict(u, i); });
    const GradientFactors factors = fit_gradient_factors(split, gradient);
    if (stopped) return fail(ErrorCode::cancelled, "the evaluation was stopped");
    models.back().errors.add(split.test,
                             [&](std::uint32_t u, std::uint32_t i) { return factors.predict(u, i); });
    return {};
}

} // namespace

Result<Evaluation> evaluate_ratings(const Rows& rows, const RatingTask& task) {
    if (task.share && !has_times(rows))
        return fail(ErrorCode::bad_input, "rows have no time, so the last ones cannot be held back", "--map",
                    "Name the column with --map time=.., or hold back folds with --folds 5");
    std::vector<Named> models;
    for (const char* name : {"global_mean", "item_mean", "user_mean", "bias", "factors"})
        models.push_back({name, RatingErrors(rows.users)});
    Evaluation evaluation;
    evaluation.reference = "bias";
    evaluation.main = "factors";
    const std::size_t splits = task.splits();
    double train = 0, test = 0, new_user = 0, new_item = 0, known = 0, train_mean = 0;
    for (std::size_t k = 0; k < splits; ++k) {
        const Split split = task.split(rows, k);
        if (split.train.empty() || split.test.empty())
            return fail(ErrorCode::bad_input, "too few rows to learn from some and be judged on others", "",
                        "Take a file with more rows");
        train += static_cast<double>(split.train.size());
        test += static_cast<double>(split.test.size());
        train_mean += global_mean(split).mean / static_cast<double>(splits);
        for (const TestRow& row : split.test) {
            new_user += row.user == unknown ? 1 : 0;
            new_item += row.item == unknown ? 1 : 0;
            known += row.both_known() ? 1 : 0;
        }
        const GoOn go_on = [&](double share) {
            return !task.go_on || task.go_on((static_cast<double>(k) + share) / static_cast<double>(splits));
        };
        if (auto judged = judge(split, task, go_on, evaluation, models); !judged) return pass_on(judged);
    }
    evaluation.facts = {{"train_rows", train},
                        {"test_rows", test},
                        {"users", static_cast<double>(distinct_users(rows.rows))},
                        {"items", static_cast<double>(distinct_items(rows.rows))},
                        {"train_mean", train_mean},
                        {"new_user_share", new_user / test},
                        {"new_item_share", new_item / test},
                        {"known_rows", known}};
    for (const Named& model : models)
        evaluation.models.push_back({model.name, model.errors.measured()});
    return evaluation;
}

} // namespace attune::offline
