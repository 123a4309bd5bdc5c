// Whether a recommender narrows: week by week, what it shows, to whom it does good and who answers its
// questions, beside the same people of whom nothing is learned. Every figure has a trend with an interval and
// a verdict (requirements FB-71, FB-92, FB-93, FB-94).
#pragma once

#include "core/measures/statistics/intervals.h"
#include "simulations/population/population.h"
#include "simulations/study/candidate_mix.h"
#include "simulations/study/simulate.h"

#include <array>
#include <string_view>
#include <vector>

namespace attune {

/// Weeks in which a recommender that starts cold settles in: lists become personal, which is no trend.
constexpr int settling_weeks = 3;
/// Fewer weeks than these after it show no trend.
constexpr int least_trend_weeks = 4;
/// Trends are told as the change in so many weeks.
constexpr int trend_span = 4;

enum class MonitorVerdict {
    unknown,   ///< too few weeks or people for a trend
    undecided, ///< the interval reaches over what counts
    steady,    ///< surely less than what counts, either way
    narrowing, ///< surely more than what counts, for the worse
    widening   ///< likewise, for the better
};
std::string_view name(MonitorVerdict verdict);

/// A figure that is watched. Words: "monitors.<key>" and "monitors.<key>.why".
struct MonitorSpec {
    std::string_view key;
    std::string_view unit;
    /// 1: a rise is narrowing; -1: a fall is; 0: moving away from zero is.
    int narrowing = -1;
    /// Change in four weeks that counts, and change through learning as a whole that does: choices of ours,
    /// between what the default policy does over ten seeds and what planted loops do.
    double least = 0, most = 0;
};
inline constexpr std::array<MonitorSpec, 11> monitor_specs = {{
    {"shown_entropy", "bits", -1, 0.10, 0.40},
    {"taste_distance", "share", 1, 0.03, 0.05},
    {"taste_entropy", "bits", -1, 0.12, 0.20},
    {"list_diversity", "share", -1, 0.01, 0.05},
    {"item_gini", "share", 1, 0.04, 0.75},
    {"item_coverage", "share", -1, 0.05, 0.30},
    {"popularity", "times", 1, 0.40, 8.0},
    {"popularity_lift", "share", 1, 0.08, 0.20},
    {"tail_share", "share", -1, 0.08, 0.60},
    {"gap_activity", "per visit", 0, 0.20, 0.50},
    {"gap_device", "per visit", 0, 0.20, 0.50},
}};

/// What became of one figure in one run.
struct MonitorSide {
    std::vector<Estimate> weeks; ///< from the first week on
    Estimate level;              ///< mean of the weeks after settling in
    Estimate trend;              ///< change in four weeks, after settling in
};

struct Monitor {
    const MonitorSpec* spec = nullptr;
    MonitorSide with;       ///< the policy as it is
    MonitorSide without;    ///< the same people, of whom nothing is learned
    Estimate level_change;  ///< with - without, the same people side by side
    Estimate trend_change;  ///< likewise
    MonitorVerdict verdict; ///< on the trend with learning
    /// On what learning changes as a whole. Most loops close within the weeks of settling in: they show no
    /// trend afterwards, and are far from where lists would be without them.
    MonitorVerdict by_learning;
    bool narrows() const {
        return verdict == MonitorVerdict::narrowing || by_learning == MonitorVerdict::narrowing;
    }
};

/// The verdict on a change of a figure that stands at `level`, where less than `counts` is no matter; one of
/// `looked_at` that are judged at once.
MonitorVerdict judge_change(const MonitorSpec& spec, const Estimate& change, double counts, double level,
                            int looked_at);

/// Who answers questions, against who is there.
struct RespondentRow {
    PersonGroup group{};
    double people = 0;                                ///< share of everyone
    double respondents = 0;                           ///< share of those who answered at least once
    Estimate ratio{};                                 ///< respondents / people
    MonitorVerdict verdict = MonitorVerdict::unknown; ///< narrowing: too few or too many of them
};
/// The four-fifths rule: a ratio is skewed outside 4/5 to 5/4.
constexpr double least_ratio = 0.8;
MonitorVerdict judge_ratio(const Estimate& ratio, int looked_at);

struct Monitors {
    int weeks = 0;
    std::vector<Monitor> figures; ///< in the order of monitor_specs
    std::vector<RespondentRow> respondents;
    CandidateMix mix; ///< of the policy as it is

    const Monitor& of(std::string_view key) const;
    bool narrows() const;
};

/// The run of which nothing is learned: nobody lets what they do be used.
LoadedScenario without_learning(LoadedScenario scenario);

/// Runs the policy with and without learning, replication by replication. One replication has intervals by
/// leaving out clusters of people, several by Student over their seeds. Errors: those of simulate_run.
Result<Monitors> measure_monitors(const LoadedScenario& scenario, const Policy& policy,
                                  const SimulateOptions& options);

} // namespace attune
