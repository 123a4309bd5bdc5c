#include "simulations/study/loop_runs.h"

#include "simulations/engine/simulation.h"
#include "simulations/study/replication.h"

namespace attune {
namespace {

constexpr double hours_per_day = 24;

std::vector<Fraction> false_offers_in(const Observation& observation) {
    std::vector<Fraction> clusters;
    for (const Cluster& cluster : observation.clusters) {
        Fraction& sum = clusters.emplace_back();
        for (const GroupTallies& day : cluster.days) {
            const Tallies& all = day[static_cast<std::size_t>(PersonGroup::all)];
            sum += {all[Tally::offers_false], all[Tally::topic_offers]};
        }
    }
    return clusters;
}

/// What the recommender keeps at the end about people it may adjust for, evenly spread.
std::vector<KeptPerson> some_people(const Simulation& run, const LoopRuns& runs) {
    std::vector<KeptPerson> kept;
    const std::size_t users = runs.population.people.size();
    const std::size_t stride = std::max<std::size_t>(1, users / (2 * LoopRuns::scripted));
    for (std::size_t u = 0; u < users && kept.size() < LoopRuns::scripted; u += stride) {
        const UserId user(static_cast<std::uint32_t>(u));
        if (runs.genuine(u) && run.person(user).consent.has(Purpose::adjust_my_recommendations))
            kept.push_back(run.snapshot(user).kept);
    }
    return kept;
}

/// The run with an answer, and the scripted people who begin where it ended.
Result<Observation> run_answered(RunRequest request, LearningRecord& learned, LoopRuns& runs) {
    request.learned = &learned;
    request.felt = [&](std::span<const Felt> felt) {
        runs.episodes.feel(felt);
        runs.patterns.feel(felt);
    };
    request.log = [&](std::span<const LoggedEvent> events) {
        runs.rejections.take(events);
        runs.episodes.take(events);
        runs.opened_visits.take(events);
        runs.patterns.take(events);
        runs.told.take(events);
        runs.refined.keep(events);
        runs.weeks.take(events, false);
        runs.topic_weeks.take(events, false);
    };
    auto run = Simulation::start(request);
    if (!run) return pass_on(run);
    run->run_until(request.days);
    if (run->cancelled()) return stopped();
    runs.episodes.finish();
    runs.reliability =
        reliability_of(*run, request.users, static_cast<int>(request.world->catalogue.categories.size()),
                       static_cast<float>(request.assumptions.unwanted_below));
    const TopicScrub scrub{.world = request.world,
                           .learned = &learned,
                           .consent = request.consent.get(),
                           .seed = request.seed,
                           .day = request.days};
    const std::vector<KeptPerson> scripted = some_people(*run, runs);
    for (const bool twin : {false, true}) {
        auto scrubbed = scrub(twin ? without_answer(request.policy) : request.policy, scripted);
        if (!scrubbed) return pass_on(scrubbed);
        (twin ? runs.twin_scrubbed : runs.scrubbed) = std::move(*scrubbed);
    }
    return run->observation();
}

/// The run in which first taps are lost.
Status run_untold(RunRequest request, LoopRuns& runs) {
    request.withhold_first_tap = true;
    request.log = [&](std::span<const LoggedEvent> events) { runs.untold.take(events); };
    if (auto done = run_to_the_end(run_policy, request); !done) return pass_on(done);
    return {};
}

/// The policy alone, for what comes again of what people rejected.
Result<Observation> run_rejecting(RunRequest request, LearningRecord& learned, LoopRuns& runs) {
    request.learned = &learned;
    request.log = [&](std::span<const LoggedEvent> events) { runs.rejections.take(events); };
    return run_to_the_end(run_policy, request);
}

/// Its twin.
Status run_not_answered(RunRequest request, LoopRuns& runs) {
    request.policy = without_answer(request.policy);
    runs.twin_rejections.watch(runs.rejections.promises());
    request.log = [&](std::span<const LoggedEvent> events) { runs.twin_rejections.take(events); };
    if (auto done = run_to_the_end(run_policy, request); !done) return pass_on(done);
    return {};
}

/// The twin.
Result<Observation> run_unanswered(RunRequest request, LoopRuns& runs) {
    request.policy = without_answer(request.policy);
    runs.twin_rejections.watch(runs.rejections.promises());
    runs.twin_episodes.beside(runs.episodes);
    runs.twin_opened_visits.beside(runs.opened_visits);
    request.felt = [&](std::span<const Felt> felt) { runs.twin_episodes.feel(felt); };
    request.log = [&](std::span<const LoggedEvent> events) {
        runs.twin_rejections.take(events);
        runs.twin_episodes.take(events);
        runs.twin_opened_visits.take(events);
        runs.refined.compare(events);
        runs.weeks.take(events, true);
        runs.topic_weeks.take(events, true);
    };
    auto observed = run_to_the_end(run_policy, request);
    if (observed) runs.twin_episodes.finish();
    return observed;
}

} // namespace

std::unique_ptr<LoopRuns> blank_runs(std::shared_ptr<const WorldData> world, const RunRequest& request) {
    Population population = make_population(request.assumptions, *world, request.users, request.seed);
    const std::span<const Person> people(population.people); // moving the vector leaves them in place
    const double hours = request.days * hours_per_day;
    const Episodes::Setup setup{.world = world.get(),
                                .people = people,
                                .rest = request.policy.cool_down * hours_per_day,
                                .rest_declined =
                                    static_cast<double>(Conversation(request.policy).rest_after_decline()),
                                .end = hours};
    return std::make_unique<LoopRuns>(LoopRuns{
        .world = world,
        .population = std::move(population),
        .hours = hours,
        .rejections = Rejections(*world, request.users, true),
        .twin_rejections = Rejections(*world, request.users),
        .episodes = Episodes(setup),
        .twin_episodes = Episodes(setup),
        .opened_visits = OpenedVisits(request.users),
        .twin_opened_visits = OpenedVisits(request.users),
        .told = FirstTaps(*world, request.users),
        .untold = FirstTaps(*world, request.users),
        .refined = RefinedSlates(request.users),
        .weeks = CreatorWeeks(world->catalogue, request.users, request.days),
        .topic_weeks = CreatorWeeks(world->catalogue, request.users, request.days, CreatorWeeks::Of::topic),
        .patterns = Patterns(request.users),
        .scrubbed = {},
        .twin_scrubbed = {},
        .reliability = {},
        .false_offers = {},
        .measured = {},
        .difference = {}});
}

Policy without_answer(Policy policy) {
    policy.deescalation = false;
    policy.conversation = false;
    policy.item_days = policy.pause_days = policy.near_slates = 0;
    policy.answer_tap = 0;
    return policy;
}

Result<std::unique_ptr<LoopRuns>> run_loop(const LoadedScenario& scenario, const Policy& policy,
                                           int replication, const SimulateOptions& options,
                                           const std::function<void()>& after_day, LoopExtent extent) {
    const std::uint64_t seed = seed_of(scenario.scenario, replication);
    auto world = world_of(scenario, seed);
    LearningRecord learned;
    RunRequest request = request_for(scenario, policy, *world, seed, options);
    request.after_day = [&after_day](int) { after_day(); };
    auto runs = blank_runs(std::move(world), request);

    if (extent == LoopExtent::rejected) {
        const auto alone = run_rejecting(request, learned, *runs);
        if (!alone) return pass_on(alone);
        request.borrowed = &learned;
        if (auto done = run_not_answered(request, *runs); !done) return pass_on(done);
        runs->false_offers = false_offers_in(*alone);
        runs->measured = measure(*alone);
        return runs;
    }
    const auto with = run_answered(request, learned, *runs);
    if (!with) return pass_on(with);
    request.borrowed = &learned;
    if (auto done = run_untold(request, *runs); !done) return pass_on(done);
    const auto without = run_unanswered(request, *runs);
    if (!without) return pass_on(without);
    runs->false_offers = false_offers_in(*with);
    runs->measured = measure(*with);
    runs->difference = measure_difference(*without, *with);
    return runs;
}

} // namespace attune
