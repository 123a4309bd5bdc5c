// The same person rates the same items again a day later and does not say the same.
#include "core/base/portable_math.h"
#include "simulations/behaviour/answers.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr std::size_t items_rated = 100;

/// The items people consumed in a run, each once, in the order they met them; at most items_rated each.
Result<std::vector<std::vector<std::uint32_t>>> consumed_items(const Trial& trial, const ArmWorld& world) {
    std::vector<std::vector<std::uint32_t>> items(static_cast<std::size_t>(trial.size.users));
    RunRequest request = request_of(trial, world);
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            if (event.kind != LoggedKind::feedback || event.feedback != FeedbackKind::consumed) continue;
            auto& own = items[event.user.value];
            if (own.size() < items_rated && std::find(own.begin(), own.end(), event.item.value) == own.end())
                own.push_back(event.item.value);
        }
    };
    if (auto run = run_arm(request); !run) return pass_on(run);
    return items;
}

struct Distance {
    double n = 0;
    double squares = 0;
    double root_mean() const { return std::sqrt(squares / n); }
};

Result<Sample> measure(const Trial& trial) {
    auto world = world_of_arm(trial, "default");
    if (!world) return pass_on(world);
    auto items = consumed_items(trial, *world);
    if (!items) return pass_on(items);
    const Population population =
        make_population(world->assumptions, world->world, trial.size.users, trial.seed);
    const Behaviour behaviour(world->assumptions, world->world, trial.seed);
    const Answers answers;
    AnswerConstants steady_constants;
    steady_constants.star_noise = 0;
    const Answers steady(steady_constants);
    const auto regret = static_cast<float>(world->assumptions.clickbait_regret);
    Distance with;
    Distance without;
    for (std::uint32_t u = 0; u < population.people.size(); ++u) {
        // Whoever has met as many as were rated in the study.
        if ((*items)[u].size() < items_rated) continue;
        const StreamKey key = stream_key(trial.seed, u);
        const float positivity =
            answers.positivity(normal_quantile(uniform(words_at(key, Stream::resample, 0)[0])));
        for (const std::uint32_t item : (*items)[u]) {
            const float opinion =
                behaviour.worth(population.people[u], u, item) - regret * world->world.truth.clickbait[item];
            const auto differ = [&](const Answers& how) {
                const Words words = words_at(key, Stream::resample, 1, item);
                return how.stars(opinion, positivity, normal_quantile(uniform(words[0]))) -
                       how.stars(opinion, positivity, normal_quantile(uniform(words[1])));
            };
            const auto add = [](Distance& distance, int stars) {
                distance.n += 1;
                distance.squares += stars * stars;
            };
            add(with, differ(answers));
            add(without, differ(steady));
        }
    }
    return Sample{{{with.root_mean(), without.root_mean()}}, {}};
}

} // namespace

FactSpec rerating_fact() {
    return {
        .id = "rerating",
        .source = "Amatriain, Pujol and Oliver, UMAP 2009: 118 people rated 100 films three times; from "
                  "one time to another the ratings lie 0.557 to 0.816 stars apart",
        .checks = {{.id = "distance", .unit = "stars", .expected = {0.50, 0.85}, .without_cause = {0, 0}}},
        .arms = {{"default", {"world.visits.rate=3"}}},
        .quick = {.seeds = 4, .users = 200, .days = 60, .items = 500},
        .full = {.seeds = 10, .users = 400, .days = 60, .items = 1000},
        .measure = measure,
        .weight = 1};
}

} // namespace attune
