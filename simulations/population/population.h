// Who the simulated people are: one record per person with hidden traits and state. The recommender never
// sees any of it. Behaviour model 3.1, 3.11 to 3.15.
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/consent/consent.h"
#include "simulations/population/assumptions.h"
#include "simulations/population/world_data.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

/// What a person uses, mostly.
enum class Device : std::uint8_t { phone, large_screen };
/// Age in bands.
enum class AgeBand : std::uint8_t { from_16, from_25, from_40, from_60 };

struct alignas(64) Person {
    // Traits.
    std::array<float, max_categories> taste{}; ///< a_c, nat
    alignas(16) std::array<float, taste_factors> factors{};
    float visit_rate = 1;      ///< per day at full satisfaction terms 1
    float response_effect = 0; ///< logit, this person's own willingness to answer
    bool knows_control = false;
    bool frequent = false; ///< group activity=frequent
    bool niche = false;    ///< group taste=niche
    Device device = Device::large_screen;
    AgeBand age = AgeBand::from_25;
    float depth_shift = 0;  ///< nat, what device and age add to the depth score
    float fatigue_rate = 1; ///< times the usual fatigue per prompt
    ConsentState consent;
    // State.
    std::array<float, max_categories> satiation{};
    float experience = 0;      ///< M
    float trust = 0.6F;        ///< T
    float frustration = 0;     ///< f
    float fatigue = 0;         ///< Phi
    float state_hours = 0;     ///< when the four decaying states above were last brought up to date
    std::int16_t left_on = -1; ///< day of leaving, -1 = here
    bool ever_left = false;
    bool opted_out = false;
    bool converted = false;
    std::uint8_t retained = 0; ///< bits: visited on day 1, 7, 30
};

struct Population {
    std::vector<Person> people;
};

/// The groups every measure is broken down by: two per kind.
enum class PersonGroup : std::uint8_t { all, occasional, frequent, mainstream, niche };
constexpr int person_group_count = 5;
/// "all", "activity=occasional" ...
std::string_view name(PersonGroup group);

/// Draws `users` people. In an imported world they are drawn from its pool, with replacement.
Population make_population(const Assumptions& assumptions, const WorldData& world, int users,
                           std::uint64_t seed);

} // namespace attune
