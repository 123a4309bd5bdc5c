// A small gap in relevance becomes a large gap in exposure, and closing it costs next to nothing. Plain
// arithmetic through the exposure weights that ranking, fairness and measures share.
#include "core/catalogue/exposure_weight.h"
#include "simulations/credibility/exposure_arithmetic.h"
#include "simulations/credibility/facts.h"

namespace attune {
namespace {

const std::vector<RelevantItem>& six_applicants() {
    static const std::vector<RelevantItem> items = {{0.82, 0}, {0.81, 0}, {0.80, 0},
                                                    {0.79, 1}, {0.78, 1}, {0.77, 1}};
    return items;
}

std::vector<double> weights(std::size_t places, bool all_alike) {
    std::vector<double> all;
    for (std::size_t rank = 0; rank < places; ++rank)
        all.push_back(all_alike ? exposure_weight(0) : exposure_weight(rank));
    return all;
}

Result<Sample> measure(const Trial&) {
    const auto& items = six_applicants();
    const auto gap = [&](bool all_alike) {
        const auto exposure = mean_exposure(items, by_relevance(items), weights(items.size(), all_alike));
        return exposure[0] - exposure[1];
    };
    const auto exposure = mean_exposure(items, by_relevance(items), weights(items.size(), false));
    // Without weights that fall with rank there is nothing to lose.
    const auto loss = [&](double share_of_second, bool all_alike) {
        return cost_of_shares(items, weights(items.size(), all_alike), share_of_second);
    };
    return Sample{{{gap(false), gap(true)},
                   {exposure[0] / exposure[1], 1.0},
                   {loss(1.0, false), loss(1.0, true)},
                   {loss(mean_relevance(items, 1) / mean_relevance(items, 0), false),
                    loss(mean_relevance(items, 1) / mean_relevance(items, 0), true)}},
                  {}};
}

Band near(double value, double reach) {
    return {value - reach, value + reach};
}

} // namespace

FactSpec exposure_fact() {
    return {.id = "exposure",
            .source =
                "Singh and Joachims, KDD 2018, opening example: relevance 0.03 apart, exposure 0.32 apart",
            .checks = {{.id = "gap", .expected = near(0.319, 0.001), .without_cause = {0, 0}},
                       {.id = "ratio", .expected = near(1.82, 0.01)},
                       {.id = "equal_cost",
                        .unit = "share",
                        .expected = near(0.0042, 0.0001),
                        .without_cause = {-1e-12, 1e-12}},
                       {.id = "merit_cost",
                        .unit = "share",
                        .expected = near(0.0039, 0.0001),
                        .without_cause = {-1e-12, 1e-12}}},
            .arms = {},
            .quick = {.seeds = 1, .users = 0, .days = 0, .items = 6},
            .full = {.seeds = 1, .users = 0, .days = 0, .items = 6},
            .measure = measure,
            .weight = 0.01};
}

} // namespace attune
