// One replication of the monitors: a run watched by week, reduced to figures that can be taken of everyone
// and of everyone but one cluster of people.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/study/monitors.h"
#include "simulations/study/weekly_slates.h"

#include <functional>
#include <memory>

namespace attune {

/// Numbers of everyone, and the same without each cluster of people in turn.
struct Reduced {
    std::vector<double> whole;                 ///< by week, then level, then trend
    std::vector<std::vector<double>> left_out; ///< by cluster

    std::size_t level() const { return whole.size() - 2; }
    std::size_t trend() const { return whole.size() - 1; }
    Estimate at(std::size_t which) const;
    /// This less the other, over the same people.
    Reduced minus(const Reduced& other) const;
};

/// What one run leaves.
struct MonitorRun {
    std::unique_ptr<WeeklySlates> slates;
    Observation observation;
    std::vector<std::array<PersonGroup, group_kind_count>> groups; ///< by person
    std::vector<std::uint8_t> answered; ///< by person: whether any question was answered
};

Result<MonitorRun> watch_weeks(const RunRequest& request);

/// Figures of persons: weekly means; the level over the weeks after settling in; the trend within persons,
/// which who stays and who leaves does not move (least squares with a level of its own for everyone).
Reduced reduce(const PersonWeeks& figure);
/// Gini and coverage of what is shown by week, each week counted up to `slates` slates by lot: fewer slates
/// alone would look like fewer items.
struct ItemFigures {
    Reduced gini, coverage;
};
ItemFigures reduce_items(const WeeklySlates& run, std::size_t slates);
/// The fewest slates of any week after settling in.
std::size_t fewest_slates(const WeeklySlates& run);
/// Consumptions enjoyed per visit of one group less those of another, by week.
Reduced reduce_gap(const Observation& run, int weeks, PersonGroup group, PersonGroup other);

/// Share of a group among respondents over its share of people.
Estimate respondent_ratio(const MonitorRun& run, PersonGroup group, double& people, double& respondents);

} // namespace attune
