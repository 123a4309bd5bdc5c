// A lab with a small scenario, and a picture with one guardrail of each state.
#pragma once

#include "simulations/report/lab_picture.h"
#include "ui/session/lab.h"

#include <memory>
#include <string>
#include <vector>

namespace attune::test {

inline std::shared_ptr<const LoadedScenario> small_world() {
    LoadedScenario loaded;
    loaded.scenario.name = "small";
    loaded.scenario.users = 64;
    loaded.scenario.days = 7;
    loaded.scenario.items = 200;
    return std::make_shared<const LoadedScenario>(std::move(loaded));
}

/// An imported world with these provider groups.
inline std::shared_ptr<const LoadedScenario> world_with_groups(std::vector<std::string> groups) {
    LoadedScenario loaded = *small_world();
    loaded.scenario.imported = true;
    loaded.world.emplace();
    Catalogue& catalogue = loaded.world->catalogue;
    catalogue.categories = {"a", "b", "c", "d"};
    for (std::uint32_t g = 0; g < groups.size(); ++g)
        catalogue.providers.push_back({groups[g], ProviderGroupId(g)});
    for (std::uint32_t i = 0; i < 200; ++i)
        catalogue.items.push_back({.category = CategoryId(i / 50),
                                   .provider = ProviderId(i % static_cast<std::uint32_t>(groups.size()))});
    catalogue.provider_groups = std::move(groups);
    return std::make_shared<const LoadedScenario>(std::move(loaded));
}

inline LabSetup small_setup() {
    LabSetup setup;
    setup.scenario = small_world();
    setup.baseline.name = "today";
    setup.candidate.name = "gentler";
    setup.replications = 1;
    return setup;
}

inline std::shared_ptr<const LabPicture> judged_picture() {
    auto picture = std::make_shared<LabPicture>();
    picture->guardrails = {
        {"People leaving", GuardrailState::held, "9.4 %", "limit 11.7 %", "held"},
        {"Worst-served group", GuardrailState::broken, "\u22120.07", "limit \u22120.05; niche tastes",
         "broken"},
        {"Answer gap", GuardrailState::near_limit, "8.7 points", "limit 10 points", "near its limit"},
        {"Return after a rest", GuardrailState::not_enough, "", "61 of 200 people", "not enough data"}};
    return picture;
}

} // namespace attune::test
