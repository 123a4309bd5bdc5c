// A model that is trained again and again on what it caused makes people's choices more alike, and does not
// serve them better.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/feedback_loop.h"

namespace attune {
namespace {

Result<Sample> measure_fact(const Trial& trial) {
    auto popularity = both_futures(trial, "popularity");
    if (!popularity) return pass_on(popularity);
    auto factors = both_futures(trial, "factors");
    if (!factors) return pass_on(factors);
    auto random = both_futures(trial, "random");
    if (!random) return pass_on(random);
    const auto likeness = [](const Futures& f) { return f.likeness_again - f.likeness_once; };
    const auto better = [](const Futures& f) { return f.again.enjoyed_per_slate - f.once.enjoyed_per_slate; };
    return Sample{{{likeness(*popularity), likeness(*random)},
                   {likeness(*factors), likeness(*random)},
                   {better(*popularity)},
                   {better(*factors)}},
                  {}};
}

} // namespace

FactSpec homogenising_fact() {
    constexpr Band none = {-0.001, 0.001};
    FactSpec fact{.id = "homogenising",
                  .source = "Chaney, Stewart and Engelhardt, RecSys 2018, and a rerun of the authors' "
                            "replication: choices of similar people become more alike (Jaccard +0.13 by "
                            "popularity, +0.08 by learned taste), not better",
                  .checks = {{.id = "popularity", .expected = {.lower = 0}, .without_cause = none},
                             {.id = "factors", .expected = {.lower = 0}, .without_cause = none},
                             {.id = "popularity_better", .unit = "points", .expected = {.upper = 0.01}},
                             {.id = "factors_better", .unit = "points", .expected = {.upper = 0.01}}},
                  .arms = {},
                  .quick = {.seeds = 4, .users = 1000, .days = 56, .items = 500},
                  .full = {.seeds = 10, .users = 2000, .days = 70, .items = 500},
                  .measure = measure_fact,
                  .weight = 12};
    for (const char* ranker : {"popularity", "factors", "random"})
        for (Arm& arm : loop_arms(ranker))
            fact.arms.push_back(std::move(arm));
    return fact;
}

} // namespace attune
