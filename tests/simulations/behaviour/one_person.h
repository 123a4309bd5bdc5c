// One simulated person before one slate, for tests of single mechanisms.
#pragma once

#include "simulations/behaviour/behaviour.h"
#include "simulations/population/synthetic.h"

#include <vector>

namespace attune::test {

/// A slate of the given items in order, as the recommender would hand it over.
inline Slate slate_of(const WorldData& world, const std::vector<std::uint32_t>& items) {
    Slate slate;
    for (const std::uint32_t item : items) {
        const auto r = static_cast<std::size_t>(slate.count++);
        slate.item[r] = item;
        slate.category[r] = static_cast<std::uint8_t>(world.catalogue.items[item].category.value);
        slate.group[r] = static_cast<std::uint8_t>(world.catalogue.group_of(ItemId(item)).value);
    }
    return slate;
}

/// `count` items spread evenly over the catalogue.
inline std::vector<std::uint32_t> spread_items(const WorldData& world, std::size_t count) {
    std::vector<std::uint32_t> items;
    for (std::size_t k = 0; k < count; ++k)
        items.push_back(static_cast<std::uint32_t>(k * world.catalogue.items.size() / count));
    return items;
}

/// A slate met at a moment without season and context.
inline SlateOutcome react(const Behaviour& behaviour, Person& person, std::uint32_t user, std::uint32_t visit,
                          std::uint32_t number, const Slate& slate) {
    VisitMood mood;
    return behaviour.react(person, user, visit, number, slate, mood);
}

/// A prompt met at a moment that neither helps nor hinders.
inline PromptOutcome answer(const Behaviour& behaviour, Person& person, const SlateOutcome& outcome) {
    return behaviour.answer(person, outcome, VisitMood{}, Trigger::pause);
}

/// A world, its first people and their behaviour.
struct Stage {
    Assumptions assumptions;
    WorldData world;
    Population population;
    Behaviour behaviour;

    explicit Stage(const Assumptions& a, int items = 200, int users = 20, std::uint64_t seed = 15)
        : assumptions(a)
        , world(make_synthetic_world(a, items, seed))
        , population(make_population(a, world, users, seed))
        , behaviour(a, world, seed) {}

    /// The pull of an item before the place it stands at (behaviour model 3.3), nat.
    double pull(const Person& person, std::uint32_t user, std::uint32_t item) const {
        const bool large =
            world.catalogue.provider_groups[world.catalogue.group_of(ItemId(item)).value] == "large";
        const std::size_t category = world.catalogue.items[item].category.value;
        return static_cast<double>(behaviour.worth(person, user, item)) +
               assumptions.clickbait_pull * static_cast<double>(world.truth.clickbait[item]) +
               (large ? assumptions.brand_pull : 0.0) -
               assumptions.satiation_cost * static_cast<double>(person.satiation[category]);
    }
};

} // namespace attune::test
