#include "simulations/study/measure.h"

#include "core/measures/statistics/nonresponse.h"
#include "core/measures/statistics/summary.h"
#include "core/recommender/recommender.h"
#include "simulations/report/lowest_group.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune {
namespace {

// Reports see no engine, but count its blocks.
static_assert(people_in_block == block_size && most_blocks == max_clusters);

/// The metrics a daily series is kept of for every group; totals are kept of all.
bool has_group_series(std::string_view metric) {
    return metric == "satisfaction_true" || metric == "unwanted_share" || metric == "prompts_per_user_week";
}

std::vector<Tallies> totals_by_cluster(const Observation& observation, std::size_t group) {
    std::vector<Tallies> totals;
    for (const Cluster& cluster : observation.clusters) {
        Tallies total;
        for (const GroupTallies& day : cluster.days)
            add_day(total, day[group]);
        totals.push_back(total);
    }
    return totals;
}

std::vector<Tallies> day_by_cluster(const Observation& observation, std::size_t group, std::size_t day) {
    std::vector<Tallies> all;
    for (const Cluster& cluster : observation.clusters)
        all.push_back(cluster.days[day][group]);
    return all;
}

std::vector<AnswerBlock> answers_by_cluster(const Observation& observation, std::size_t group) {
    std::vector<AnswerBlock> all;
    for (const Cluster& cluster : observation.clusters)
        all.push_back({.answers = cluster.answers[group], .told = cluster.told[group]});
    for (std::size_t day = 0; day < observation.clusters.front().days.size(); ++day) {
        Tallies everyone;
        for (const Cluster& cluster : observation.clusters)
            everyone += cluster.days[day][group];
        if (everyone[Tally::answers] == 0) continue;
        const double usual = ratio_value("satisfaction_true", everyone);
        for (std::size_t c = 0; c < all.size(); ++c) {
            const Tallies& own = observation.clusters[c].days[day][group];
            all[c].count += own[Tally::answers];
            all[c].satisfaction += own[Tally::answered_satisfaction];
            all[c].everyone += own[Tally::answers] * usual;
        }
    }
    return all;
}

std::vector<RiskTable> risk_by_cluster(const Observation& observation, std::size_t group) {
    std::vector<RiskTable> tables;
    for (const Cluster& cluster : observation.clusters) {
        std::vector<Tallies> days;
        for (const GroupTallies& day : cluster.days)
            days.push_back(day[group]);
        tables.push_back(risk_table(days));
    }
    return tables;
}

Fraction exposure_fraction(const GroupExposure& exposure, std::size_t group) {
    const std::int64_t total = std::accumulate(exposure.begin(), exposure.end(), std::int64_t{0});
    return {static_cast<double>(exposure[group]), static_cast<double>(total)};
}

std::vector<Fraction> exposure_by_cluster(const Observation& observation, std::size_t group) {
    std::vector<Fraction> all;
    for (const Cluster& cluster : observation.clusters) {
        Fraction sum;
        for (const GroupExposure& day : cluster.exposure)
            sum += exposure_fraction(day, group);
        all.push_back(sum);
    }
    return all;
}

std::vector<Fraction> exposure_by_cluster(const Observation& observation, std::size_t group,
                                          std::size_t day) {
    std::vector<Fraction> all;
    for (const Cluster& cluster : observation.clusters)
        all.push_back(exposure_fraction(cluster.exposure[day], group));
    return all;
}

std::vector<ItemCounts> items_by_cluster(const Observation& observation) {
    std::vector<ItemCounts> all;
    for (const Cluster& cluster : observation.clusters)
        all.push_back({cluster.item_exposure});
    return all;
}

void keep(Measured& measured, MetricValue value) {
    if (std::isfinite(value.value)) measured.values.push_back(std::move(value));
}

void keep(Measured& measured, const MetricValue& value, std::size_t day) {
    if (!std::isfinite(value.value)) return;
    measured.series.push_back(
        {value.key, value.group, static_cast<int>(day), value.value, value.lower, value.upper, value.n});
}

/// Walks every metric once; `of` turns the clusters of one or two observations into a value.
template <typename Of>
Measured walk(const Observation& shape, const std::stop_token& stop, const Of& of) {
    Measured measured;
    const std::size_t days = shape.clusters.front().days.size();
    for (const RatioSpec& ratio : ratio_specs()) {
        // Shares of one day after enrolment, or of whole weeks, have no daily series; nor has what adds up
        // over the run, or happens to offers taken on another day.
        const bool run_only = ratio.metric.starts_with("retention") || ratio.metric.starts_with("weeks_") ||
                              ratio.metric == "reasons_per_person" || ratio.metric == "resolved";
        for (std::size_t g = 0; g < person_group_count; ++g) {
            const std::string group(name(static_cast<PersonGroup>(g)));
            if (stop.stop_requested()) return measured;
            keep(measured,
                 of.ratio(ratio, group, [&](const Observation& o) { return totals_by_cluster(o, g); }));
            if (run_only || (g > 0 && !has_group_series(ratio.metric))) continue;
            for (std::size_t day = 0; day < days; ++day)
                keep(measured,
                     of.ratio(ratio, group, [&](const Observation& o) { return day_by_cluster(o, g, day); }),
                     day);
        }
    }
    for (std::size_t g = 0; g < person_group_count; ++g) {
        if (stop.stop_requested()) return measured;
        for (MetricValue& value : of.answers(std::string(name(static_cast<PersonGroup>(g))),
                                             [&](const Observation& o) { return answers_by_cluster(o, g); }))
            keep(measured, std::move(value));
    }
    for (std::size_t g = 0; g < person_group_count; ++g)
        keep(measured, of.churn(std::string(name(static_cast<PersonGroup>(g))),
                                [&](const Observation& o) { return risk_by_cluster(o, g); }));
    for (std::size_t p = 0; p < shape.provider_groups.size(); ++p) {
        if (stop.stop_requested()) return measured;
        const std::string group = "provider=" + shape.provider_groups[p];
        keep(measured, of.fraction("exposure_share", group,
                                   [&](const Observation& o) { return exposure_by_cluster(o, p); }));
        for (std::size_t day = 0; day < days; ++day)
            keep(measured,
                 of.fraction("exposure_share", group,
                             [&](const Observation& o) { return exposure_by_cluster(o, p, day); }),
                 day);
    }
    for (const char* key : {"exposure_gini", "coverage"}) {
        if (stop.stop_requested()) return measured;
        keep(measured, of.items(key));
    }
    return measured;
}

struct OfOne {
    const Observation& run;
    template <typename Clusters>
    MetricValue ratio(const RatioSpec& spec, const std::string& group, const Clusters& clusters) const {
        return summarise(spec, group, clusters(run));
    }
    template <typename Clusters>
    MetricValue churn(const std::string& group, const Clusters& clusters) const {
        return summarise_churn(group, clusters(run));
    }
    template <typename Clusters>
    std::vector<MetricValue> answers(const std::string& group, const Clusters& clusters) const {
        return summarise_answers(group, clusters(run));
    }
    template <typename Clusters>
    MetricValue fraction(const std::string& key, const std::string& group, const Clusters& clusters) const {
        return summarise(key, group, clusters(run));
    }
    MetricValue items(const std::string& key) const {
        return summarise_items(key, "all", items_by_cluster(run));
    }
};

struct OfTwo {
    const Observation& baseline;
    const Observation& candidate;
    template <typename Clusters>
    MetricValue ratio(const RatioSpec& spec, const std::string& group, const Clusters& clusters) const {
        return paired_difference(spec, group, clusters(baseline), clusters(candidate));
    }
    template <typename Clusters>
    MetricValue churn(const std::string& group, const Clusters& clusters) const {
        return churn_difference(group, clusters(baseline), clusters(candidate));
    }
    template <typename Clusters>
    std::vector<MetricValue> answers(const std::string& group, const Clusters& clusters) const {
        return answers_difference(group, clusters(baseline), clusters(candidate));
    }
    template <typename Clusters>
    MetricValue fraction(const std::string& key, const std::string& group, const Clusters& clusters) const {
        return paired_difference(key, group, clusters(baseline), clusters(candidate));
    }
    MetricValue items(const std::string& key) const {
        return items_difference(key, "all", items_by_cluster(baseline), items_by_cluster(candidate));
    }
};

/// Gathers the values of all replications under the same name, in the order of the first.
template <typename Value, typename Same, typename Combine>
std::vector<Value> combined(std::span<const Measured> replications, std::vector<Value> Measured::*member,
                            const Same& same, const Combine& combine) {
    std::vector<Value> all;
    std::vector<std::size_t> at(replications.size(), 0);
    for (const Value& first : replications.front().*member) {
        std::vector<Value> row;
        for (std::size_t r = 0; r < replications.size(); ++r) {
            const std::vector<Value>& values = replications[r].*member;
            // Rows come in one order; a replication may lack some, so look ahead from where the last one
            // stood.
            const auto found = std::find_if(values.begin() + static_cast<std::ptrdiff_t>(at[r]), values.end(),
                                            [&](const Value& v) { return same(v, first); });
            if (found == values.end()) continue;
            at[r] = static_cast<std::size_t>(found - values.begin()) + 1;
            row.push_back(*found);
        }
        if (row.size() == replications.size()) all.push_back(combine(row));
    }
    return all;
}

} // namespace

Measured measure(const Observation& observation, const std::stop_token& stop) {
    return walk(observation, stop, OfOne{observation});
}

Measured measure_difference(const Observation& baseline, const Observation& candidate,
                            const std::stop_token& stop) {
    return walk(baseline, stop, OfTwo{baseline, candidate});
}

Measured over_replications(std::span<const Measured> replications, bool differences) {
    if (replications.size() == 1) return replications.front();
    const auto mean = [&](std::span<const MetricValue> values) {
        return differences ? difference_over_replications(values) : over_replications(values);
    };
    Measured result;
    result.values = combined<MetricValue>(
        replications, &Measured::values,
        [](const MetricValue& a, const MetricValue& b) { return a.key == b.key && a.group == b.group; },
        [&](const std::vector<MetricValue>& row) { return mean(row); });
    result.series = combined<SeriesPoint>(
        replications, &Measured::series,
        [](const SeriesPoint& a, const SeriesPoint& b) {
            return a.metric == b.metric && a.group == b.group && a.day == b.day;
        },
        [&](const std::vector<SeriesPoint>& row) {
            std::vector<MetricValue> values;
            for (const SeriesPoint& p : row)
                values.push_back({p.metric, p.group, p.value, p.lower, p.upper, p.n});
            const MetricValue v = mean(values);
            return SeriesPoint{v.key, v.group, row.front().day, v.value, v.lower, v.upper, v.n};
        });
    return result;
}

} // namespace attune
