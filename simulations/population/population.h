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
enum class Device : std::uint8_t { phone, desktop, tablet };
/// Age in bands.
enum class AgeBand : std::uint8_t { from_16, from_25, from_40, from_60 };
/// What makes using a screen harder, if anything.
enum class Ability : std::uint8_t { unaided, screen_reader, low_vision, motor, low_literacy };
/// Whose account it is: somebody's own, or that of someone who is up to something (behaviour model 3.14).
enum class Role : std::uint8_t { genuine, brigade, promoter, spammer, griefer };

constexpr int longest_watch = 64; ///< items a person remembers having looked at

/// Whether an objection is seen to have an effect (behaviour model 3.7): the share of its category among the
/// items looked at before and after.
struct Watch {
    std::array<std::uint8_t, longest_watch> looked_at{}; ///< categories, a ring
    std::uint8_t next = 0;                               ///< place in the ring
    std::uint8_t filled = 0;
    std::uint8_t category = 0; ///< objected to
    std::uint8_t left = 0;     ///< items still to be watched; 0 = nothing is being watched
    std::uint8_t before = 0;   ///< how often the category stood among as many items before
    std::uint8_t after = 0;
    float effects = 0.9F; ///< a of Beta(a, b)
    float duds = 1.1F;    ///< b
};

/// What the person was told would become rarer, and whether it does.
struct PromiseWatch {
    std::uint8_t category = 0;
    std::uint8_t visits_left = 0; ///< 0 = nothing was promised
    std::uint16_t looked_at = 0;  ///< items since
    std::uint16_t hits = 0;       ///< ... of the category
    float before = 0;             ///< share of the category among what was looked at before
};

struct alignas(64) Person {
    // Traits.
    std::array<float, max_categories> lasting_taste{}; ///< abar_c, what taste is drawn back to, nat
    alignas(16) std::array<float, taste_factors> factors{};
    float visit_rate = 1;      ///< per day at full satisfaction terms 1
    float response_effect = 0; ///< logit, this person's own willingness to answer
    float depth_shift = 0;     ///< nat, what device, age and habit add to the depth score
    float fatigue_rate = 1;    ///< times the usual fatigue per prompt
    float complaint_scale = 0; ///< times the usual rate of objecting; 0 for who does not know how
    float slip_scale = 1;      ///< times the usual rate of tapping by mistake
    float search_scale = 1;    ///< times the usual rate of searching instead
    float slate_time = 1;      ///< times the usual time a slate takes
    bool frequent = false;     ///< group activity=frequent
    bool niche = false;        ///< group taste=niche
    Device device = Device::desktop;
    AgeBand age = AgeBand::from_25;
    Ability ability = Ability::unaided;
    Role role = Role::genuine;
    // What a service would know of these.
    bool device_known = true;
    bool age_said = true;
    bool ability_said = true;
    float price_care = 0;          ///< nat lost for each e-fold of price
    float positivity = 0;          ///< how kindly a person rates, in standard deviations of people
    float concern = 0;             ///< pi, about what happens to data
    bool signals_globally = false; ///< the device asks everyone not to share
    ConsentState consent;          ///< what the person permits; at first, what a plain question would bring
    // State.
    std::array<float, max_categories> taste{};            ///< a_c, nat
    std::array<float, max_categories> satiation{};        ///< s_c
    std::array<float, max_categories> grudge{};           ///< g_c, frustration with a category
    std::array<std::int16_t, max_categories> last_seen{}; ///< day a category was last looked at
    std::uint32_t objected = 0;                           ///< categories said no to, one bit each
    float repeated = 1; ///< how much the next repetition of something objected to weighs
    Watch watch;
    PromiseWatch promise;
    float experience = 0;      ///< M
    float expectation = 0;     ///< E, nat
    float trust = 0.6F;        ///< T
    float frustration = 0;     ///< f
    float fatigue = 0;         ///< Phi
    float weariness = 0;       ///< nat that visits are rarer by, from the time that questions took
    float habituation = 0;     ///< H, logit
    float state_hours = 0;     ///< when the decaying states above were last brought up to date
    std::int16_t left_on = -1; ///< day of leaving, -1 = here
    bool ever_left = false;
    std::int16_t upset_on = -100; ///< day of hearing of a breach
    std::uint8_t screens = 0;     ///< consent screens seen
    bool opted_out = false;
    std::uint8_t channels_off = 0; ///< forms of questions turned off, one bit each
    bool converted = false;
    std::int8_t last_answer = 0; ///< to a thumb prompt: 1 up, -1 down, 0 none yet
    std::uint8_t last_stars = 0; ///< 1 to 5, 0 none yet

    /// F in [0, 1], how far the person believes that feedback works.
    float efficacy() const { return watch.effects / (watch.effects + watch.duds); }
};
static_assert(sizeof(Person) <= 1024);

struct Population {
    std::vector<Person> people;
};

/// The groups every measure is broken down by. What is not known or not said is a group of its own. The two
/// kinds of account are told apart only where somebody manipulates.
enum class PersonGroup : std::uint8_t {
    all,
    occasional,
    frequent,
    mainstream,
    niche,
    phone,
    desktop,
    tablet,
    device_unknown,
    from_16,
    from_25,
    from_40,
    from_60,
    age_not_said,
    unaided,
    aided,
    ability_not_said,
    genuine,
    manipulating
};
constexpr int person_group_count = 19;
/// "all", "activity=occasional" ...
std::string_view name(PersonGroup group);
/// One group of each kind that a person belongs to, "all" first.
constexpr int group_kind_count = 7;
std::array<PersonGroup, group_kind_count> groups_of(const Person& person);

/// Draws `users` people. In an imported world they are drawn from its pool, with replacement.
Population make_population(const Assumptions& assumptions, const WorldData& world, int users,
                           std::uint64_t seed);

} // namespace attune
