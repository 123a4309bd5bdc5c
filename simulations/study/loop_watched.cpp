#include "simulations/study/loop_watched.h"

#include "core/recommender/recommender.h"
#include "simulations/study/replication.h"

namespace attune {
namespace {

constexpr double hours_per_day = 24;

} // namespace

Result<LoopWatched> watch_loop(const LoadedScenario& scenario, const Policy& policy,
                               const SimulateOptions& options) {
    const std::uint64_t seed = seed_of(scenario.scenario, 0);
    const auto world = world_of(scenario, seed);
    RunRequest request = request_for(scenario, policy, *world, seed, options);
    LoopFlow flow(request.users, request.days);
    LoopDiary diary(world->catalogue, request.users);
    AdjustedPeople adjusted(request.users);
    request.log = [&](std::span<const LoggedEvent> events) {
        flow.take(events);
        diary.take(events);
        adjusted.take(events);
    };
    request.after_day = [&](int day) {
        if (options.progress) options.progress(static_cast<double>(day + 1) / request.days);
    };
    auto run = Simulation::start(request);
    if (!run) return pass_on(run);
    run->run_until(request.days);
    if (run->cancelled()) return stopped();
    flow.finish();
    AdjustedTold lists = told_of(adjusted.people([&](UserId user) {
        return run->recommender().tags(user, request.days * hours_per_day);
    }),
                                 world->catalogue);
    lists.policy = policy;
    const auto categories = static_cast<int>(world->catalogue.categories.size());
    const auto below = static_cast<float>(request.assumptions.unwanted_below);
    return LoopWatched{.flow = std::move(flow),
                       .evidence = evidence_of(*run, request.users, categories, below),
                       .reliability = reliability_of(*run, request.users, categories, below),
                       .episodes = diary.episodes(),
                       .latest = diary.latest(LoopWatched::most_latest),
                       .categories = world->catalogue.categories,
                       .adjusted = std::move(lists)};
}

} // namespace attune
