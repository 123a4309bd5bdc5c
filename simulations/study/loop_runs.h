// One replication of what the answer to dissatisfaction is measured by: the policy, its twin, a run in which
// everybody's first tap is lost, and scripted people who scrub out a topic. The same people in the same
// world, and the same learned items, so that what differs is the answer alone.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/engine/run.h"
#include "simulations/study/creator_weeks.h"
#include "simulations/study/episodes.h"
#include "simulations/study/first_taps.h"
#include "simulations/study/loop_reliability.h"
#include "simulations/study/measure.h"
#include "simulations/study/opened_visits.h"
#include "simulations/study/patterns.h"
#include "simulations/study/refined_slates.h"
#include "simulations/study/rejections.h"
#include "simulations/study/simulate.h"
#include "simulations/study/topic_scrub.h"

#include <functional>
#include <memory>
#include <vector>

namespace attune {

/// The twin: a tap or a mute changes nothing after the visit, and nothing is offered. What else people say is
/// learned from as before.
Policy without_answer(Policy policy);

/// How much of a replication is run.
enum class LoopExtent {
    whole,    ///< everything
    rejected, ///< the policy and its twin, read for what LoopRejected measures: the same bits, in less time
};

struct LoopRuns {
    static constexpr int runs = 3;          ///< of all people over all days
    static constexpr int rejected_runs = 2; ///< ... of LoopExtent::rejected
    static constexpr int scripted = 300;    ///< people, at most

    std::shared_ptr<const WorldData> world;
    Population population; ///< at the start
    double hours = 0;      ///< of each run
    Rejections rejections, twin_rejections;
    Episodes episodes, twin_episodes;
    OpenedVisits opened_visits, twin_opened_visits;
    FirstTaps told, untold; ///< with the first tap, and without it
    RefinedSlates refined;
    CreatorWeeks weeks, topic_weeks; ///< by provider; by topic
    Patterns patterns;
    std::vector<Scrubbed> scrubbed, twin_scrubbed; ///< empty where nobody may be adjusted for
    LoopReliability reliability; ///< of what is known in the end, about topics that are not unwanted
    /// By cluster of people: offers about a category that is not unwanted, of all offers.
    std::vector<Fraction> false_offers;
    Measured measured;
    Measured difference; ///< the policy less its twin

    /// Whether the person is one whose signs say what they feel.
    bool genuine(std::size_t user) const { return population.people[user].role == Role::genuine; }
};

/// Before anything has happened in them.
std::unique_ptr<LoopRuns> blank_runs(std::shared_ptr<const WorldData> world, const RunRequest& request);

/// `after_day` is called after each day of each run. What `extent` leaves out stays as before the runs.
/// Errors: bad_input for a policy that does not fit the catalogue; cancelled.
Result<std::unique_ptr<LoopRuns>> run_loop(const LoadedScenario& scenario, const Policy& policy,
                                           int replication, const SimulateOptions& options,
                                           const std::function<void()>& after_day,
                                           LoopExtent extent = LoopExtent::whole);

} // namespace attune
