// Who gets shown and who is served, under a policy and under the same policy without fairness limits, over
// the same people: what the Fairness page and `attune-cli fairness` tell. Definitions: algorithms
// document 5.1; cost and bound 5.2; groups of people 5.6.
#pragma once

#include "core/measures/metrics/metric.h"
#include "simulations/study/loop_measure.h"
#include "simulations/study/simulate.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// Two shares of one group that should agree, each by what is called fair. Singh and Joachims 2018, on items:
/// a ratio of a group's share to its share of what it is owed is the group's mean per item over everyone's.
enum class FairDefinition : std::uint8_t {
    parity,              ///< demographic parity: share of exposure beside share of items
    treatment_true,      ///< disparate treatment: share of exposure beside share of true liking
    treatment_predicted, ///< the same, as the ranking predicts liking among what it considered
    impact               ///< disparate impact: share of picks beside share of true liking
};
constexpr std::size_t fair_definition_count = 4;
/// "parity" ...; words: "fair.definition.<name>".
std::string_view name(FairDefinition definition);

struct Disparity {
    MetricValue ratio = unknown_value();      ///< 1 is equal
    MetricValue difference = unknown_value(); ///< 0 is equal; of shares
};

enum class LimitState : std::uint8_t { none, held, broken };

struct FairGroup {
    std::string name; ///< of the catalogue
    double providers = 0, items = 0;
    double item_share = 0;
    // Shares of the whole, 0 to 1.
    MetricValue exposure = unknown_value();
    MetricValue exposure_twin = unknown_value();   ///< without limits
    MetricValue exposure_change = unknown_value(); ///< the first less the second
    MetricValue predicted = unknown_value(); ///< of the predicted liking of all that the ranking considered
    MetricValue fitting = unknown_value();   ///< of the true liking of all items, by everybody
    MetricValue picks = unknown_value();
    std::array<Disparity, fair_definition_count> disparity = {};
    // Limits, as shares; 0 = none. Those by merit are means over days.
    double floor = 0, cap = 0;
    /// How far below a floor (or above a cap) the debt limit lets the share be over the whole run.
    double allowance = 0;
    LimitState floor_state = LimitState::none, cap_state = LimitState::none;
    /// By day, in the first replication.
    std::vector<double> price = {}; ///< nat, in force on the day
    std::vector<double> debt =
        {}; ///< the largest of any block at the day's end, in slates; 0 without a floor
};

/// Exposure from the least to the most shown.
struct LorenzCurve {
    static constexpr std::size_t steps = 100;
    double entries = 0; ///< how many items or providers there are; a Gini says little without it
    MetricValue gini = unknown_value(), gini_twin = unknown_value(), gini_change = unknown_value();
    /// At every hundredth of the entries the share of exposure that those up to there have.
    std::array<double, steps + 1> share{}, twin{};
};

/// People of one kind, as they fare.
struct ServedGroup {
    std::string group; ///< "activity=frequent" ...
    double people = 0;
    MetricValue satisfaction = unknown_value(); ///< true
    MetricValue beside_all = unknown_value();   ///< less that of everybody
    MetricValue change = unknown_value();       ///< less that of the same people without limits
    bool ranked() const { return people >= least_people; }
    static constexpr double least_people = 30;
};

/// What holding the limits takes, and the least that anybody could have held them for.
struct FairCost {
    MetricValue predicted = unknown_value(), predicted_change = unknown_value(); ///< chance of liking, 0 to 1
    MetricValue satisfaction = unknown_value(), satisfaction_change = unknown_value(); ///< true
    // On the same recorded requests, with the same shares: parts of the predicted liking without limits.
    MetricValue paid = unknown_value();  ///< by this policy
    MetricValue bound = unknown_value(); ///< by whatever method: the dual's certificate
    double requests = 0;
};

struct FairFigures {
    bool limited = false; ///< the policy has a limit; otherwise it is its own twin
    std::vector<FairGroup> groups;
    LorenzCurve items, providers;
    std::vector<ServedGroup> people;
    FairCost cost;
    /// The largest loss of share of any provider in any week against the twin, of the replication where it is
    /// largest; unknown in less than a week.
    MetricValue weekly_loss = unknown_value();
    int guarded = 0;      ///< slates of a thousand that the guard changed
    int guard_missed = 0; ///< slates beyond a limit

    /// The group that gets least of what true liking would earn it; null where none gets less.
    const FairGroup* shortest() const;
    /// Another group whose floor asks for more than true liking would earn it, so that `group` gets less;
    /// null if there is none.
    const FairGroup* favoured_over(const FairGroup& group) const;
    /// Ranked people who fare worst beside everybody; null where nobody can be ranked.
    const ServedGroup* worst() const;
};

/// The policy without floors, caps and shares by merit.
Policy without_limits(Policy policy);
bool has_limits(const Policy& policy);

/// Runs the policy and, where it has limits, its twin, over the same people on the same days. Errors:
/// bad_input for limits that the catalogue cannot meet, cancelled.
Result<FairFigures> measure_fairness(const LoadedScenario& scenario, const Policy& policy,
                                     const SimulateOptions& options);

} // namespace attune
