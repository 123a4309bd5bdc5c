// From counted blocks to measured values: one run, two runs over the same people, and several replications.
// A run's blocks of 64 people are its clusters, and intervals say how the value would vary over other people
// drawn from the same population. From two replications on, seeds are the units: only they also vary what
// people share, the model and the catalogue.
#pragma once

#include "core/measures/metrics/metric.h"
#include "core/measures/metrics/retention.h"
#include "core/measures/metrics/tallies.h"
#include "core/measures/statistics/jackknife.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attune {

/// The highest value a metric can have: 1 for shares, satisfaction, Gini and bits about a yes or no, infinity
/// for what is counted.
double highest_value(const MetricSpec& metric);
/// The lowest: 0, or -1 for a difference of shares.
double lowest_value(const MetricSpec& metric);

/// Exposure or impressions per item, counted by one block of people; the same number of items in every block.
struct ItemCounts {
    std::vector<std::uint64_t> items;

    ItemCounts& operator+=(const ItemCounts& other);
    ItemCounts& operator-=(const ItemCounts& other);
    bool empty() const;
};

/// A ratio metric of one run (or one day of it) from its blocks. Interval: people's yes-or-no shares by
/// Wilson; everything else by the jackknife over blocks; a share of events that is exactly 0 or 1 has no
/// spread for the jackknife to see and takes Wilson's interval too. `n` is the denominator.
MetricValue summarise(const RatioSpec& ratio, const std::string& group, std::span<const Tallies> blocks);

/// Candidate minus baseline over the same people, by the paired jackknife. Runs that counted the same in
/// every block differ by exactly 0 with the interval [0, 0]. If only this metric's counts show no spread, the
/// interval reaches as far as Wilson's would for nothing seen in `n` trials. `n` is the smaller denominator.
MetricValue paired_difference(const RatioSpec& ratio, const std::string& group,
                              std::span<const Tallies> baseline, std::span<const Tallies> candidate);

/// The same for any fraction: exposure_share has a group's exposure over all exposure.
MetricValue summarise(const std::string& key, const std::string& group, std::span<const Fraction> blocks);
MetricValue paired_difference(const std::string& key, const std::string& group,
                              std::span<const Fraction> baseline, std::span<const Fraction> candidate);

/// churn_30d: 1 - Kaplan-Meier survival at 30 days, from the life table of each block. `n` is people at risk
/// on day 0.
MetricValue summarise_churn(const std::string& group, std::span<const RiskTable> blocks);
MetricValue churn_difference(const std::string& group, std::span<const RiskTable> baseline,
                             std::span<const RiskTable> candidate);

/// exposure_gini or coverage, from item counts per block. `n` is the number of items. The jackknife errs on
/// the wide side for coverage (Efron and Stein, Annals of Statistics 1981). Costs blocks x items; add
/// neighbouring blocks first if that is too much.
MetricValue summarise_items(const std::string& key, const std::string& group,
                            std::span<const ItemCounts> blocks);
MetricValue items_difference(const std::string& key, const std::string& group,
                             std::span<const ItemCounts> baseline, std::span<const ItemCounts> candidate);

/// One metric and group over replications with different seeds: mean, Student's interval, sum of `n`.
/// Replications in which the metric has no value are left out; a single one keeps its own interval.
MetricValue over_replications(std::span<const MetricValue> values);
/// The same for paired differences, one per seed.
MetricValue difference_over_replications(std::span<const MetricValue> differences);

} // namespace attune
