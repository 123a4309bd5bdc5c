#include "simulations/study/people.h"

#include "simulations/population/population.h"
#include "simulations/population/synthetic.h"

#include <algorithm>
#include <numeric>

namespace attune {
namespace {

constexpr std::size_t most_likes = 3, most_dislikes = 2;
constexpr float liked = 0.3F, disliked = -1.2F; ///< nat: between lie the categories people do not care about

} // namespace

std::vector<PersonSketch> sketch_people(const LoadedScenario& loaded, int count) {
    const Scenario& scenario = loaded.scenario;
    const WorldData made = loaded.world
                               ? WorldData{}
                               : make_synthetic_world(scenario.assumptions, scenario.items, scenario.seed);
    const WorldData& world = loaded.world ? *loaded.world : made;
    const Population population =
        make_population(scenario.assumptions, world, std::min(count, scenario.users), scenario.seed);
    const std::vector<std::string>& categories = world.catalogue.categories;
    std::vector<PersonSketch> sketches;
    for (const Person& person : population.people) {
        PersonSketch sketch;
        sketch.name = sketches.size() < scenario.names.size()
                          ? scenario.names[sketches.size()]
                          : "person " + std::to_string(sketches.size() + 1);
        sketch.visits = static_cast<double>(person.visit_rate);
        std::vector<std::size_t> order(categories.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return person.lasting_taste[a] > person.lasting_taste[b];
        });
        for (std::size_t k = 0; k < std::min(most_likes, order.size()); ++k)
            if (person.lasting_taste[order[k]] > liked) sketch.likes.push_back(categories[order[k]]);
        for (std::size_t k = order.size(); k > 0 && sketch.dislikes.size() < most_dislikes; --k)
            if (person.lasting_taste[order[k - 1]] < disliked)
                sketch.dislikes.push_back(categories[order[k - 1]]);
        for (const PersonGroup group : groups_of(person))
            if (group != PersonGroup::all && group != PersonGroup::genuine)
                sketch.groups.emplace_back(attune::name(group));
        sketch.knows_controls = person.complaint_scale > 0;
        sketch.lets_adjust = person.consent.has(Purpose::adjust_my_recommendations);
        sketch.lets_improve = person.consent.has(Purpose::improve_models);
        sketches.push_back(std::move(sketch));
    }
    return sketches;
}

} // namespace attune
