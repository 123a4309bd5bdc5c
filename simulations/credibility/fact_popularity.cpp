// The loop of a ranker led by popularity gives more and more of the attention to fewer items, and serves
// people of unusual taste worse.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/feedback_loop.h"

namespace attune {
namespace {

Result<Sample> measure_fact(const Trial& trial) {
    auto popularity = both_futures(trial, "popularity");
    if (!popularity) return pass_on(popularity);
    auto content = both_futures(trial, "content");
    if (!content) return pass_on(content);
    const auto concentration = [](const Futures& f) {
        return f.again.exposure_gini() - f.once.exposure_gini();
    };
    return Sample{{{concentration(*popularity), concentration(*content)},
                   {popularity->once.unusual_over_usual(), content->once.unusual_over_usual()},
                   {popularity->again.unusual_over_usual() - popularity->once.unusual_over_usual()}},
                  {}};
}

} // namespace

FactSpec popularity_fact() {
    FactSpec fact{
        .id = "popularity",
        .source = "Mansoury et al., CIKM 2020; Abdollahpouri et al. 2019; rerun with T-RECS: Gini of "
                  "exposure 0.900 to 0.924, utility of a minority 0.56 of the majority's, 0.49 with "
                  "retraining, 1.07 where content is ranked",
        .checks = {{.id = "concentration", .expected = {.lower = 0}, .without_cause = {-0.001, 0.001}},
                   {.id = "minority", .expected = {.upper = 0.75}, .without_cause = {0.9, 1.15}},
                   {.id = "minority_again", .expected = {.upper = 0}}},
        .arms = {},
        .quick = {.seeds = 4, .users = 1000, .days = 56, .items = 500},
        .full = {.seeds = 10, .users = 2000, .days = 70, .items = 500},
        .measure = measure_fact,
        .weight = 8};
    for (const char* ranker : {"popularity", "content"})
        for (Arm& arm : loop_arms(ranker)) {
            // The studies' people share their tastes: without a majority nobody is in a minority.
            arm.settings.emplace_back("world.taste.majority=2");
            fact.arms.push_back(std::move(arm));
        }
    return fact;
}

} // namespace attune
