#include "core/offline/tune_models.h"

#include "core/offline/list_quality.h"
#include "core/offline/rating_error.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace attune::offline {
namespace {

void set(GradientOptions& options, const std::string& setting, double value) {
    if (setting == "rate") options.rate = value;
    if (setting == "regularisation") options.regularisation = value;
    if (setting == "factors") options.factors = static_cast<std::size_t>(value);
}

void set(ImplicitOptions& options, const std::string& setting, double value) {
    if (setting == "unobserved") options.unobserved = value;
    if (setting == "confidence") options.confidence = value;
    if (setting == "regularisation") options.regularisation = value;
    if (setting == "factors") options.factors = static_cast<std::size_t>(value);
}

template <typename Options>
Options with(Options options, const std::vector<std::string>& settings, std::span<const double> values) {
    for (std::size_t k = 0; k < settings.size(); ++k)
        set(options, settings[k], values[k]);
    return options;
}

std::vector<std::string> settings_of(const TuningGrid& grid) {
    std::vector<std::string> settings;
    for (const TriedValues& tried : grid.together)
        settings.push_back(tried.setting);
    settings.push_back(grid.after.setting);
    return settings;
}

tl::unexpected<Error> too_small(std::size_t people) {
    return fail(ErrorCode::bad_input,
                "too few people to tune on: " + std::to_string(people) +
                    " could be judged within the rows that are learned from, and " +
                    std::to_string(least_people_to_tune) + " are needed",
                "--tune", "Leave --tune out, or take a file with more rows");
}

double finite(double score) {
    return std::isfinite(score) ? score : Estimate::none;
}

/// Names what the score was made from.
Result<Tuning> finish(Result<Tuning> tuning, const char* measure, std::size_t rows, std::size_t people) {
    if (!tuning) return tuning;
    tuning->measure = measure;
    tuning->judged_rows = static_cast<double>(rows);
    tuning->judged_people = static_cast<double>(people);
    return tuning;
}

} // namespace

TuningGrid gradient_grid() {
    return {{{"rate", {0.002, 0.005, 0.01, 0.02, 0.05}}, {"regularisation", {0.03, 0.1, 0.3, 1}}},
            {"factors", {20, 5, 50, 100}}};
}

TuningGrid implicit_grid(ImplicitForm form) {
    const TriedValues factors = {"factors", {32, 16, 64, 128}};
    if (form == ImplicitForm::hkv)
        return {{{"confidence", {0.3, 1, 3, 10, 30}}, {"regularisation", {3, 10, 30, 100, 300}}}, factors};
    return {{{"unobserved", {0.01, 0.03, 0.1, 0.3, 1}}, {"regularisation", {0.001, 0.003, 0.01, 0.03, 0.1}}},
            factors};
}

Result<Tuning> tune_gradient(const Rows& part, const RatingTask& task, const GoOn& go_on) {
    std::vector<Split> splits;
    std::set<std::uint32_t> people;
    std::size_t rows = 0;
    for (std::size_t k = 0; k < task.splits(); ++k) {
        splits.push_back(task.split(part, k));
        rows += splits.back().test.size();
        for (const TestRow& row : splits.back().test)
            people.insert(row.person);
        if (splits.back().train.empty()) return too_small(0);
    }
    if (people.size() < least_people_to_tune) return too_small(people.size());
    const auto settings = settings_of(*task.tune);
    const auto score = [&](std::span<const double> values, const GoOn& tell) {
        GradientOptions options = with(task.gradient, settings, values);
        RatingErrors errors(part.users);
        for (std::size_t k = 0; k < splits.size(); ++k) {
            options.go_on = [&](double share) {
                return tell((static_cast<double>(k) + share) / static_cast<double>(splits.size()));
            };
            const GradientFactors fit = fit_gradient_factors(splits[k], options);
            errors.add(splits[k].test, [&](std::uint32_t u, std::uint32_t i) { return fit.predict(u, i); });
        }
        return finite(errors.measured().front().value);
    };
    return finish(tune(*task.tune, Better::less, score, task.threads, go_on), "rmse", rows, people.size());
}

Result<Tuning> tune_implicit(const Rows& part, const ListTaskOptions& task, const GoOn& go_on) {
    const Split split = split_last(part, task.share);
    const ListTask lists = list_task(split, task.length);
    if (lists.users.size() < least_people_to_tune) return too_small(lists.users.size());
    const auto settings = settings_of(*task.tune);
    const auto score = [&](std::span<const double> values, const GoOn& tell) {
        ImplicitOptions options = with(task.implicit, settings, values);
        options.threads = 1; // the points share them out
        options.go_on = tell;
        const ImplicitFactors fit = fit_implicit_factors(split.train, split.users, split.items, options);
        const auto measured = judge_lists(lists, [&](std::uint32_t user, std::span<double> scores) {
            fit.score(fit.user_row(user), scores);
        });
        return finite(measured.front().value);
    };
    return finish(tune(*task.tune, Better::more, score, task.implicit.threads, go_on), "recall",
                  split.test.size(), lists.users.size());
}

GradientOptions tuned(GradientOptions options, const Tuning& tuning) {
    return with(std::move(options), tuning.settings, tuning.points.at(tuning.chosen).values);
}

ImplicitOptions tuned(ImplicitOptions options, const Tuning& tuning) {
    return with(std::move(options), tuning.settings, tuning.points.at(tuning.chosen).values);
}

} // namespace attune::offline
