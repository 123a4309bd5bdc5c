#include "core/offline/evaluate.h"
#include "core/offline/list_quality.h"
#include "core/offline/start_values.h"
#include "core/offline/tune_models.h"

#include <algorithm>

namespace attune::offline {
namespace {

constexpr double microseconds_per_day = 86'400e6;
constexpr std::uint64_t random_list_seed = 7;

/// Rows of each item in a while before a moment.
class RecentPopularity {
public:
    RecentPopularity(const Split& split, double days)
        : split_(split)
        , last_(split.users, no_time)
        , microseconds_(static_cast<std::int64_t>(days * microseconds_per_day)) {
        for (const Row& row : split.train)
            last_[row.user] = std::max(last_[row.user], row.time);
    }

    void score(std::uint32_t user, std::span<double> scores) const {
        const std::int64_t until = last_[user];
        const auto before = [](const Row& row, std::int64_t time) { return row.time < time; };
        auto row = std::lower_bound(split_.train.begin(), split_.train.end(), until - microseconds_, before);
        for (; row != split_.train.end() && row->time <= until; ++row)
            scores[row->item] += 1;
    }

private:
    const Split& split_;
    std::vector<std::int64_t> last_;
    std::int64_t microseconds_;
};

void copy_to(std::span<double> scores, const std::vector<double>& from) {
    std::copy(from.begin(), from.end(), scores.begin());
}

/// What tuning takes of the time.
constexpr double tuning_share = 0.9;

/// The models without factors.
void judge_simple(const Rows& rows, const Split& split, const std::vector<Row>& known, const ListTask& task,
                  const ListTaskOptions& options, Evaluation& evaluation) {
    const auto judge = [&](const char* name, const ScoreItems& score) {
        evaluation.models.push_back({name, judge_lists(task, score)});
    };
    judge("random", [&](std::uint32_t user, std::span<double> scores) {
        for (std::size_t i = 0; i < scores.size(); ++i)
            scores[i] = start_uniform(random_list_seed, std::uint64_t{user} * split.items + i);
    });
    std::vector<double> popularity(split.items, 0);
    for (const Row& row : known)
        popularity[row.item] += 1;
    judge("popularity", [&](std::uint32_t, std::span<double> scores) { copy_to(scores, popularity); });
    if (has_times(rows)) {
        const RecentPopularity recent(split, options.recent_days);
        judge("recent_popularity",
              [&](std::uint32_t user, std::span<double> scores) { recent.score(user, scores); });
    }
    const BiasModel bias = fit_biases(split, options.bias);
    judge("bias", [&](std::uint32_t, std::span<double> scores) { copy_to(scores, bias.item); });
}

/// The model with factors, trained on all and then, if the task has it, without those who are folded in.
Status judge_factors(const Split& split, const std::vector<Row>& known, const ListTask& task,
                     const ListTaskOptions& options, Evaluation& evaluation) {
    const bool hkv = options.implicit.form == ImplicitForm::hkv;
    ImplicitOptions implicit = options.implicit;
    double begun = 0;
    if (options.tune) {
        begun = tuning_share;
        auto tuning = tune_implicit({known, split.users, split.items}, options, [&](double share) {
            return !options.go_on || options.go_on(share * tuning_share);
        });
        if (!tuning) return pass_on(tuning);
        implicit = tuned(implicit, *tuning);
        evaluation.tunings.push_back(std::move(*tuning));
    }
    const int fits = options.fold_in > 0 ? 2 : 1;
    int fitted = 0;
    bool stopped = false;
    implicit.go_on = [&](double share) {
        stopped = options.go_on && !options.go_on(begun + (1 - begun) * (fitted + share) / fits);
        return !stopped;
    };
    const auto stopped_here = [] { return fail(ErrorCode::cancelled, "the evaluation was stopped"); };
    const ImplicitFactors model = fit_implicit_factors(split.train, split.users, split.items, implicit);
    if (stopped) return stopped_here();
    evaluation.main = hkv ? "hkv" : "implicit";
    evaluation.models.push_back(
        {evaluation.main, judge_lists(task, [&](std::uint32_t user, std::span<double> scores) {
             model.score(model.user_row(user), scores);
         })});
    if (options.fold_in == 0) return {};

    ++fitted;
    const ImplicitFactors partial = fit_implicit_factors(known, split.users, split.items, implicit);
    if (stopped) return stopped_here();
    const FoldIn fold_in(partial, implicit);
    std::vector<double> folded(partial.factors);
    const auto score = [&](std::uint32_t user, std::span<double> scores) {
        const auto place = std::lower_bound(task.users.begin(), task.users.end(), user) - task.users.begin();
        fold_in.solve(task.had[static_cast<std::size_t>(place)], folded);
        partial.score(folded, scores);
    };
    evaluation.models.push_back({hkv ? "hkv_folded_in" : "folded_in", judge_lists(task, score)});
    return {};
}

} // namespace

Result<Evaluation> evaluate_lists(const Rows& all, const ListTaskOptions& options) {
    Rows rows = all;
    rows.rows = without_repeats(rows.rows);
    const Split split = split_last(rows, options.share);
    const ListTask task = list_task(split, options.length, std::max<std::size_t>(1, options.fold_in));
    if (task.users.empty() || split.items < 2)
        return fail(ErrorCode::bad_input, "too few rows to learn from some and be judged on others", "",
                    "Take a file with more rows, or a lower --core or --at-least");
    Evaluation evaluation;
    evaluation.reference = "popularity";
    evaluation.facts = {{"train_rows", static_cast<double>(split.train.size())},
                        {"test_rows", static_cast<double>(split.test.size())},
                        {"users", static_cast<double>(split.users)},
                        {"items", static_cast<double>(split.items)},
                        {"judged_users", static_cast<double>(task.users.size())},
                        {"popularity_gini", gini(task.popularity)}};
    // Who is folded in later is new to every model.
    std::vector<Row> known = split.train;
    if (options.fold_in > 0)
        std::erase_if(known, [&](const Row& row) { return row.user % options.fold_in == 0; });
    judge_simple(rows, split, known, task, options, evaluation);
    if (auto judged = judge_factors(split, known, task, options, evaluation); !judged) return pass_on(judged);
    return evaluation;
}

} // namespace attune::offline
