// People tire of the same topic: with breaks they keep liking it, and variety beats the favourite only at a
// high rate. People of the world meet given items at given hours.
#include "simulations/behaviour/behaviour.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr int times = 9;                ///< consumptions in a row, a multiple of the topics that vary
constexpr std::size_t topics = 3;       ///< that take turns where there is variety
constexpr double often = 3, rare = 240; ///< hours between two consumptions
constexpr double massed = 12, spaced = 36;
/// Utility of passing over, nat: in these trials people consume what they are given.
constexpr double takes_what_is_there = -50;

/// A topic with the item of it that a person likes best.
struct Choice {
    std::uint32_t category = 0;
    std::uint32_t item = 0;
    float worth = 0;
};

/// A person's topics, the best one first.
std::array<Choice, topics> favourites(const WorldData& world, const Behaviour& behaviour,
                                      const Person& person, std::uint32_t user) {
    std::vector<Choice> best(world.catalogue.categories.size());
    std::vector<bool> seen(best.size(), false);
    for (std::uint32_t item = 0; item < world.catalogue.items.size(); ++item) {
        const std::uint32_t category = world.catalogue.items[item].category.value;
        const float worth = behaviour.worth(person, user, item);
        if (seen[category] && worth <= best[category].worth) continue;
        seen[category] = true;
        best[category] = {category, item, worth};
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const Choice& a, const Choice& b) { return a.worth > b.worth; });
    std::array<Choice, topics> first;
    std::copy_n(best.begin(), topics, first.begin());
    return first;
}

/// What a person enjoys, consuming the given topics in turn.
struct Enjoyed {
    double last = 0; ///< nat, of the last consumption
    double mean = 0;
};

Enjoyed consume(const Behaviour& behaviour, Person person, std::uint32_t user,
                const std::array<Choice, topics>& choices, std::size_t used, double gap) {
    Enjoyed enjoyed;
    for (int k = 0; k < times; ++k) {
        const Choice& choice = choices[static_cast<std::size_t>(k) % used];
        Slate slate;
        slate.count = 1;
        slate.item[0] = choice.item;
        slate.category[0] = static_cast<std::uint8_t>(choice.category);
        const auto visit = static_cast<std::uint32_t>(k);
        VisitMood mood = behaviour.begin_visit(person, user, visit, static_cast<double>(k) * gap);
        // The same visit numbers in all arms: the same noise at the same turn.
        const SlateOutcome outcome = behaviour.react(person, user, visit, 0, slate, mood);
        const auto y = static_cast<double>(outcome.enjoyment);
        enjoyed.mean += y / times;
        enjoyed.last = y;
    }
    return enjoyed;
}

/// Means over people: liking kept by breaks, and what variety adds at a high and at a low rate.
struct Differences {
    double spacing = 0, often = 0, rare = 0;
};

Result<Differences> differences(const Trial& trial, std::string_view arm) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    const Population population =
        make_population(world->assumptions, world->world, trial.size.users, trial.seed);
    Assumptions given = world->assumptions;
    given.no_choice = takes_what_is_there;
    const Behaviour behaviour(given, world->world, trial.seed);
    Differences all;
    for (std::uint32_t u = 0; u < population.people.size(); ++u) {
        if (trial.stop.stop_requested()) return trial_stopped();
        const Person& person = population.people[u];
        const auto choices = favourites(world->world, behaviour, person, u);
        const auto enjoy = [&](std::size_t used, double gap) {
            return consume(behaviour, person, u, choices, used, gap);
        };
        all.spacing += enjoy(1, spaced).last - enjoy(1, massed).last;
        all.often += enjoy(topics, often).mean - enjoy(1, often).mean;
        all.rare += enjoy(topics, rare).mean - enjoy(1, rare).mean;
    }
    const auto n = static_cast<double>(population.people.size());
    return Differences{all.spacing / n, all.often / n, all.rare / n};
}

Result<Sample> measure(const Trial& trial) {
    auto with = differences(trial, "tiring");
    if (!with) return pass_on(with);
    auto without = differences(trial, "tireless");
    if (!without) return pass_on(without);
    return Sample{{{with->spacing, without->spacing}, {with->often, without->often}, {with->rare}}, {}};
}

} // namespace

FactSpec satiation_fact() {
    // Nothing but satiation may differ between one day and another.
    const std::vector<std::string> steady = {"world.context.sd=0", "world.season.amplitude=0"};
    std::vector<std::string> tireless = steady;
    tireless.emplace_back("world.satiation.cost=0");
    return {
        .id = "satiation",
        .source = "Galak, Kruger and Loewenstein 2011 and 2013: people consume too fast, longer breaks keep "
                  "liking, variety beats the favourite only at a high rate",
        .checks =
            {{.id = "breaks", .unit = "nat", .expected = {.lower = 0.1}, .without_cause = {-0.01, 0.01}},
             {.id = "variety_often", .unit = "nat", .expected = {.lower = 0}, .without_cause = {.upper = 0}},
             {.id = "variety_rarely", .unit = "nat", .expected = {.upper = 0}}},
        .arms = {{"tiring", steady}, {"tireless", tireless}},
        .quick = {.seeds = 4, .users = 500, .days = 0, .items = 500},
        .full = {.seeds = 10, .users = 1000, .days = 0, .items = 500},
        .measure = measure,
        .weight = 0.1};
}

} // namespace attune
