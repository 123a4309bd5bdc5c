#include "core/measures/statistics/summary.h"

#include "core/measures/metrics/exposure.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr int churn_days = 30;
const std::string churn_key = "churn_30d";

/// A symmetric interval may reach where no value can be.
Estimate within_range(Estimate estimate, const std::string& key) {
    const MetricSpec* metric = find_metric(key);
    assert(metric && "every value belongs to the table of metrics");
    if (std::isnan(estimate.lower)) return estimate;
    estimate.lower = std::max(lowest_value(*metric), estimate.lower);
    estimate.upper = std::min(estimate.upper, highest_value(*metric));
    return estimate;
}

MetricValue as_value(const std::string& key, const std::string& group, const Estimate& estimate, double n) {
    return {key, group, estimate.value, estimate.lower, estimate.upper, n};
}

double fraction_value(const Fraction& fraction) {
    return fraction.value();
}

std::vector<Fraction> fractions(const RatioSpec& ratio, std::span<const Tallies> blocks) {
    std::vector<Fraction> out;
    out.reserve(blocks.size());
    for (const Tallies& block : blocks)
        out.push_back({ratio.scale * block[ratio.numerator], block[ratio.denominator]});
    return out;
}

template <typename Block>
Block sum(std::span<const Block> blocks) {
    Block total;
    if (!blocks.empty()) total = blocks[0];
    for (std::size_t i = 1; i < blocks.size(); ++i)
        total += blocks[i];
    return total;
}

double churn_value(const RiskTable& table) {
    return churn_after(table, churn_days);
}

double people(std::span<const RiskTable> blocks) {
    double n = 0;
    for (const RiskTable& block : blocks)
        n += block.days.empty() ? 0 : block.days[0].at_risk;
    return n;
}

auto item_measure(const std::string& key) {
    assert(key == "exposure_gini" || key == "coverage");
    return
        [over = key == "coverage" ? coverage : gini](const ItemCounts& counts) { return over(counts.items); };
}

double item_count(std::span<const ItemCounts> blocks) {
    return blocks.empty() ? 0 : static_cast<double>(blocks[0].items.size());
}

/// Mean and interval over the replications that have a value.
MetricValue pooled(std::span<const MetricValue> values, bool is_difference) {
    assert(!values.empty());
    std::vector<double> known;
    const MetricValue* single = &values[0];
    double n = 0;
    for (const MetricValue& value : values) {
        assert(value.key == values[0].key && value.group == values[0].group);
        if (std::isnan(value.value)) continue;
        known.push_back(value.value);
        single = &value;
        n += value.n;
    }
    if (known.size() < 2) return *single;
    const Estimate estimate = t_interval(known);
    return as_value(single->key, single->group,
                    is_difference ? estimate : within_range(estimate, single->key), n);
}

} // namespace

double highest_value(const MetricSpec& metric) {
    const bool bounded = metric.unit == "share" || metric.unit == "scale" || metric.unit == "gini" ||
                         metric.unit == "difference" || metric.unit == "bits";
    return bounded ? 1.0 : std::numeric_limits<double>::infinity();
}

double lowest_value(const MetricSpec& metric) {
    return metric.unit == "difference" ? -1.0 : 0.0;
}

ItemCounts& ItemCounts::operator+=(const ItemCounts& other) {
    assert(items.size() == other.items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i] += other.items[i];
    return *this;
}

ItemCounts& ItemCounts::operator-=(const ItemCounts& other) {
    assert(items.size() == other.items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i] -= other.items[i];
    return *this;
}

bool ItemCounts::empty() const {
    return std::all_of(items.begin(), items.end(), [](std::uint64_t count) { return count == 0; });
}

MetricValue summarise(const RatioSpec& ratio, const std::string& group, std::span<const Tallies> blocks) {
    const Tallies total = sum(blocks);
    const std::string key(ratio.metric);
    const double n = total[ratio.denominator];
    const bool extreme = total[ratio.numerator] == 0 || total[ratio.numerator] == n;
    if (ratio.counts == Counts::people || (ratio.counts == Counts::events && extreme)) {
        assert(ratio.scale == 1);
        return as_value(key, group, wilson_interval(total[ratio.numerator], n), n);
    }
    return summarise(key, group, fractions(ratio, blocks));
}

MetricValue paired_difference(const RatioSpec& ratio, const std::string& group,
                              std::span<const Tallies> baseline, std::span<const Tallies> candidate) {
    const std::string key(ratio.metric);
    MetricValue difference =
        paired_difference(key, group, fractions(ratio, baseline), fractions(ratio, candidate));
    if (std::isnan(difference.value)) return difference;
    if (std::equal(baseline.begin(), baseline.end(), candidate.begin(), candidate.end())) {
        difference.lower = difference.upper = 0;
    } else if (ratio.counts != Counts::amounts && difference.lower == difference.upper) {
        const double reach = wilson_interval(0, difference.n).upper;
        difference.lower -= reach;
        difference.upper += reach;
    }
    return difference;
}

MetricValue summarise(const std::string& key, const std::string& group, std::span<const Fraction> blocks) {
    return as_value(key, group, within_range(jackknife(blocks, fraction_value), key),
                    sum(blocks).denominator);
}

MetricValue paired_difference(const std::string& key, const std::string& group,
                              std::span<const Fraction> baseline, std::span<const Fraction> candidate) {
    const double n = std::min(sum(baseline).denominator, sum(candidate).denominator);
    return as_value(key, group, paired_jackknife(baseline, candidate, fraction_value), n);
}

MetricValue summarise_churn(const std::string& group, std::span<const RiskTable> blocks) {
    return as_value(churn_key, group, within_range(jackknife(blocks, churn_value), churn_key),
                    people(blocks));
}

MetricValue churn_difference(const std::string& group, std::span<const RiskTable> baseline,
                             std::span<const RiskTable> candidate) {
    const double n = std::min(people(baseline), people(candidate));
    return as_value(churn_key, group, paired_jackknife(baseline, candidate, churn_value), n);
}

MetricValue summarise_items(const std::string& key, const std::string& group,
                            std::span<const ItemCounts> blocks) {
    const Estimate estimate = jackknife(blocks, item_measure(key));
    return as_value(key, group, within_range(estimate, key), item_count(blocks));
}

MetricValue items_difference(const std::string& key, const std::string& group,
                             std::span<const ItemCounts> baseline, std::span<const ItemCounts> candidate) {
    const Estimate estimate = paired_jackknife(baseline, candidate, item_measure(key));
    return as_value(key, group, estimate, item_count(baseline));
}

MetricValue over_replications(std::span<const MetricValue> values) {
    return pooled(values, false);
}

MetricValue difference_over_replications(std::span<const MetricValue> differences) {
    return pooled(differences, true);
}

} // namespace attune
