#include "simulations/study/paired_preview.h"

#include "core/measures/statistics/intervals.h"
#include "core/measures/statistics/summary.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr std::size_t smoothing_days = 3; ///< to either side

bool same_row(const MetricValue& a, const MetricValue& b) {
    return a.key == b.key && a.group == b.group;
}
bool same_row(const SeriesPoint& a, const SeriesPoint& b) {
    return a.day == b.day && a.metric == b.metric && a.group == b.group;
}
bool same_line(const MetricValue&, const MetricValue&) {
    return false;
}
bool same_line(const SeriesPoint& a, const SeriesPoint& b) {
    return a.metric == b.metric && a.group == b.group;
}
const std::string& metric_of(const MetricValue& value) {
    return value.key;
}
const std::string& metric_of(const SeriesPoint& point) {
    return point.metric;
}

/// Finds rows in a list of the same order that may lack some: looks on from where the last one stood.
template <typename Row>
class Beside {
public:
    explicit Beside(const std::vector<Row>& rows)
        : rows_(rows) {}

    const Row* find(const Row& like) {
        for (std::size_t i = next_; i < rows_.size(); ++i)
            if (same_row(rows_[i], like)) {
                next_ = i + 1;
                return &rows_[i];
            }
        return nullptr;
    }

private:
    const std::vector<Row>& rows_;
    std::size_t next_ = 0;
};

template <typename Row>
std::vector<Row> reaches(std::span<const Measured> differences, std::vector<Row> Measured::*rows, int seeds,
                         int replications) {
    std::vector<Row> result;
    std::vector<Beside<Row>> others;
    for (const Measured& difference : differences.subspan(1))
        others.emplace_back(difference.*rows);
    std::vector<double> squares;
    for (const Row& first : differences.front().*rows) {
        double sum = first.value * first.value;
        std::size_t found = 1;
        for (Beside<Row>& other : others)
            if (const Row* row = other.find(first)) {
                sum += row->value * row->value;
                ++found;
            }
        if (found != differences.size()) continue;
        result.push_back(first);
        squares.push_back(sum / static_cast<double>(found));
    }
    // Two differences from the same run correlate by a half, their squares by a quarter.
    const auto count = static_cast<double>(differences.size());
    const double same_seed = std::max(1.0, count / seeds);
    const double t = t_reach(count / (1 + (same_seed - 1) / 4));
    for (std::size_t i = 0; i < result.size(); ++i) {
        double sum = squares[i];
        double days = 1;
        const auto take = [&](std::size_t j) {
            if (!same_line(result[i], result[j])) return;
            sum += squares[j];
            ++days;
        };
        for (std::size_t step = 1; step <= smoothing_days; ++step) {
            if (i >= step) take(i - step);
            if (i + step < result.size()) take(i + step);
        }
        result[i].value = t * std::sqrt(sum / days / replications);
    }
    return result;
}

template <typename Row>
void widen_rows(std::vector<Row>& rows, const std::vector<Row>& chance) {
    Beside<Row> reaches(chance);
    for (Row& row : rows) {
        const Row* reach = reaches.find(row);
        if (!reach) continue;
        row.lower = row.value - std::hypot(row.value - row.lower, reach->value);
        row.upper = row.value + std::hypot(row.upper - row.value, reach->value);
    }
}

template <typename Row>
std::vector<Row> laid_rows(const std::vector<Row>& baseline, const std::vector<Row>& candidate,
                           std::vector<Row>& difference) {
    std::vector<Row> shown;
    std::vector<Row> between;
    Beside<Row> below(baseline);
    Beside<Row> measured(candidate);
    const MetricSpec* spec = nullptr;
    for (Row& row : difference) {
        const Row* base = below.find(row);
        const Row* seen = measured.find(row);
        if (!base || !seen) continue;
        if (!spec || spec->key != metric_of(row)) spec = find_metric(metric_of(row));
        const double most = spec ? highest_value(*spec) : std::numeric_limits<double>::infinity();
        const double least = spec ? lowest_value(*spec) : 0.0;
        double value = std::clamp(base->value + row.value, least, most);
        if (row.value != 0 && (seen->value == least || seen->value == most)) value = seen->value;
        const double shift = value - (base->value + row.value);
        row.value += shift;
        row.lower += shift;
        row.upper += shift;
        Row one = *seen;
        one.value = value;
        one.lower = std::max(least, base->value + row.lower);
        one.upper = std::min(most, base->value + row.upper);
        if (std::isnan(row.lower)) one.lower = one.upper = row.lower;
        shown.push_back(std::move(one));
        between.push_back(std::move(row));
    }
    difference = std::move(between);
    return shown;
}

} // namespace

Observation first_days(const Observation& observation, int days) {
    Observation first;
    first.provider_groups = observation.provider_groups;
    for (const Cluster& cluster : observation.clusters) {
        Cluster& begun = first.clusters.emplace_back();
        begun.days.assign(cluster.days.begin(), cluster.days.begin() + days);
        begun.exposure.assign(cluster.exposure.begin(), cluster.exposure.begin() + days);
    }
    return first;
}

Observation over_seeds(std::vector<Observation> seeds) {
    Observation all;
    all.provider_groups = seeds.front().provider_groups;
    for (Observation& seed : seeds) {
        all.fingerprint.add(seed.fingerprint);
        if (seeds.size() == 1) {
            all.clusters = std::move(seed.clusters);
            break;
        }
        Cluster one = std::move(seed.clusters.front());
        for (std::size_t c = 1; c < seed.clusters.size(); ++c) {
            for (std::size_t g = 0; g < one.answers.size(); ++g)
                one.answers[g] += seed.clusters[c].answers[g];
            for (std::size_t day = 0; day < one.days.size(); ++day) {
                for (std::size_t g = 0; g < one.days[day].size(); ++g)
                    one.days[day][g] += seed.clusters[c].days[day][g];
                for (std::size_t g = 0; g < one.exposure[day].size(); ++g)
                    one.exposure[day][g] += seed.clusters[c].exposure[day][g];
            }
        }
        all.clusters.push_back(std::move(one));
    }
    for (Cluster& cluster : all.clusters)
        cluster.item_exposure.clear();
    return all;
}

Measured reach_of_chance(std::span<const Measured> differences, int seeds, int replications) {
    return {reaches<MetricValue>(differences, &Measured::values, seeds, replications),
            reaches<SeriesPoint>(differences, &Measured::series, seeds, replications)};
}

void widen(Measured& differences, const Measured& chance) {
    widen_rows(differences.values, chance.values);
    widen_rows(differences.series, chance.series);
}

Measured laid_on(const Measured& baseline, const Measured& preview_candidate, Measured& difference) {
    return {laid_rows(baseline.values, preview_candidate.values, difference.values),
            laid_rows(baseline.series, preview_candidate.series, difference.series)};
}

} // namespace attune
