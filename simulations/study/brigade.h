// What a brigade does to its target: how much of what people see is the target's once the brigade acts,
// beside the same run in which, from that day on, the same accounts are ordinary people. Up to that day both
// are one run, and everybody else lives on with the same chance. Property P12 of the de-escalation proposal.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/engine/event_log.h"
#include "simulations/scenario/scenario.h"
#include "simulations/study/loop_measure.h"
#include "simulations/study/simulate.h"

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace attune {

/// Whether accounts band together within the days of the scenario.
bool has_brigade(const Scenario& scenario);
/// Days simulated by one replication.
int brigade_days(const Scenario& scenario);

/// Who saw something, and when.
enum class SeenBy { others, members };
enum class SeenWhen {
    attack, ///< the days of the brigade
    after   ///< from then to the end
};

/// Exposure of one provider in two runs over the same people.
class TargetExposure {
public:
    /// `member` by person; the attack takes the days [first, end).
    TargetExposure(const Catalogue& catalogue, std::vector<bool> member, int first, int end);

    /// The events of the run in which the brigade acts, or of the one in which it does not.
    void take(std::span<const LoggedEvent> events, bool acting);

    /// Relative change of the share that the target has of all exposure: share where the brigade acts / share
    /// where it does not - 1. The interval, over blocks of people, says nothing of what all people share.
    Estimate change(SeenBy by, SeenWhen when) const;
    /// That share, where the brigade acts or does not.
    double share(SeenBy by, SeenWhen when, bool acting) const;
    /// Whether anybody saw anything.
    bool empty(SeenBy by, SeenWhen when) const;
    double people(SeenBy by) const;

private:
    using Runs = Twin<Fraction>; ///< the target's exposure over all; baseline: the brigade does not act
    static constexpr std::size_t cells = 4;
    std::vector<Runs> column(SeenBy by, SeenWhen when) const;

    const Catalogue* catalogue_;
    ProviderId target_;
    std::vector<bool> member_;
    double first_, end_;                          ///< hours
    std::vector<std::array<Runs, cells>> blocks_; ///< by block of people
};

/// One replication.
struct BrigadeRuns {
    TargetExposure exposure;
    /// People of whom training leaves something out, of those it may read, by block of people; as the attack
    /// ends.
    std::vector<Fraction> spotted, wrongly;
};

/// Errors: those of simulate_run.
Result<std::unique_ptr<BrigadeRuns>> run_brigade(const LoadedScenario& scenario, const Policy& policy,
                                                 int replication, const SimulateOptions& options,
                                                 const std::function<void()>& after_day);

/// Measures of several replications, in this order; the change that other people see is aimed to stay within
/// 2 % either way (section 12, P12).
///   brigade_others    the target's exposure among people who do not belong, in the days of the attack
///   brigade_after     ... and after it
///   brigade_members   the target's exposure among those who do, in the days of the attack
///   brigade_spotted   members whose noes stay out of what all learn from
///   brigade_wrongly   other people to whom that happens
/// What one run teaches everybody is the same for all of them, so people say nothing about its chance: the
/// first three have an interval from two replications on, and are not judged before.
class BrigadeMeasures {
public:
    void add(const BrigadeRuns& runs);
    void write(std::vector<LoopMeasure>& measures) const;

private:
    struct Changes {
        std::vector<double> values; ///< by replication
        double n = 0;               ///< people
    };
    static LoopMeasure changed(const char* key, const Changes& changes, bool aimed);

    Changes others_, after_, members_;
    std::vector<Fraction> spotted_, wrongly_;
};

} // namespace attune
