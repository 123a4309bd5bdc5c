#include "simulations/population/population.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/consent/person_consent.h"
#include "simulations/population/consenting.h"
#include "simulations/population/tastes.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numeric>

namespace attune {
namespace {

/// The first of the shares, added up, that the uniform number lies below; their number if none.
std::uint8_t pick(float u, std::initializer_list<double> shares) {
    double below_this = 0;
    std::uint8_t chosen = 0;
    for (const double share : shares) {
        below_this += share;
        if (u < static_cast<float>(below_this)) break;
        ++chosen;
    }
    return chosen;
}

/// Device, age and abilities. None touches what a person enjoys: groups may differ in what happens to them,
/// never in how much there is for them to enjoy.
void draw_groups(Person& person, const Assumptions& a, StreamKey key) {
    const Words words = words_at(key, Stream::person, 2);
    const Words more = words_at(key, Stream::person, 3);
    constexpr Device devices[] = {Device::phone, Device::tablet, Device::desktop};
    person.device = devices[pick(uniform(words[0]), {a.phone_share, a.tablet_share})];
    const float age = uniform(words[1]);
    person.age = static_cast<AgeBand>(pick(age, {a.age_16_24_share, a.age_25_39_share, a.age_40_59_share}));
    constexpr Ability abilities[] = {Ability::screen_reader, Ability::low_vision, Ability::motor,
                                     Ability::low_literacy, Ability::unaided};
    person.ability = abilities[pick(
        uniform(words[2]), {a.screen_reader_share, a.low_vision_share, a.motor_share, a.low_literacy_share})];
    person.device_known = uniform(words[3]) >= static_cast<float>(a.device_unknown_share);
    person.age_said = uniform(more[0]) >= static_cast<float>(a.age_not_said_share);
    person.ability_said = uniform(more[1]) >= static_cast<float>(a.ability_not_said_share);

    // The youngest of all are the first part of the youngest band.
    const bool under_20 = age < static_cast<float>(std::min(a.under_20_share, a.age_16_24_share));
    person.depth_shift +=
        static_cast<float>((person.device == Device::phone ? a.phone_depth : a.large_screen_depth) +
                           (under_20 ? a.under_20_depth : 0.0));
    if (person.age == AgeBand::from_16) {
        person.response_effect += static_cast<float>(a.young_response);
        person.fatigue_rate = static_cast<float>(a.young_fatigue);
    }
    if (person.age == AgeBand::from_60) person.response_effect += static_cast<float>(a.old_response);
    if (person.ability != Ability::unaided) person.slate_time = static_cast<float>(a.aided_time);
    if (person.ability == Ability::low_vision || person.ability == Ability::motor)
        person.slip_scale *= static_cast<float>(a.aided_slips);
}

/// exp(sd z - sd^2 / 2): log-normal with mean 1.
float uneven(float sd, float z) {
    return portable_exp(sd * z - 0.5F * sd * sd);
}

/// How much of each signal this person gives (behaviour model 3.8: base rates are the person's own).
void draw_signals(Person& person, const Assumptions& a, StreamKey key, bool knows_control) {
    const Words words = words_at(key, Stream::person, 4);
    const Words off = words_at(key, Stream::person, 5);
    const auto normal = [](std::uint32_t word) { return normal_quantile(uniform(word)); };
    person.complaint_scale =
        knows_control ? uneven(static_cast<float>(a.complaint_spread), normal(words[0])) : 0.0F;
    person.depth_shift += static_cast<float>(a.skip_spread) * normal(words[1]);
    if (!a.misspecified) return;
    // Behaviour model, trap T5: factors with the median 1, so that no detector meets the rates it was built
    // on.
    constexpr float spread = 0.5F;
    person.complaint_scale *= portable_exp(spread * normal(off[0]));
    person.slip_scale *= portable_exp(spread * normal(off[1]));
    person.search_scale *= portable_exp(spread * normal(off[2]));
    person.depth_shift += spread * static_cast<float>(a.depth_noise) * normal(off[3]);
}

/// Tastes start where wandering would have taken them by now, not at what they are drawn back to: otherwise
/// people would become more unlike themselves over the first weeks of every run.
void start_wandering(Person& person, const Assumptions& a, std::size_t categories, StreamKey key) {
    person.lasting_taste = person.taste;
    const auto keep = static_cast<float>(a.drift_keep);
    const float sd = static_cast<float>(a.drift_sd) / std::sqrt(1.0F - keep * keep);
    for (std::uint32_t c = 0; c < categories; ++c)
        person.taste[c] +=
            sd * normal_quantile(uniform(words_at(key, Stream::person_taste, 1004, c / 4)[c % 4]));
}

} // namespace

std::string_view name(PersonGroup group) {
    constexpr std::array<std::string_view, person_group_count> names = {
        "all",          "activity=occasional", "activity=frequent", "taste=mainstream",    "taste=niche",
        "device=phone", "device=desktop",      "device=tablet",     "device=unknown",      "age=16-24",
        "age=25-39",    "age=40-59",           "age=60_plus",       "age=not_said",        "aid=none",
        "aid=some",     "aid=not_said",        "account=genuine",   "account=manipulating"};
    return names[static_cast<std::size_t>(group)];
}

std::array<PersonGroup, group_kind_count> groups_of(const Person& person) {
    using G = PersonGroup;
    constexpr G devices[] = {G::phone, G::desktop, G::tablet};
    constexpr G ages[] = {G::from_16, G::from_25, G::from_40, G::from_60};
    return {G::all,
            person.frequent ? G::frequent : G::occasional,
            person.niche ? G::niche : G::mainstream,
            person.device_known ? devices[static_cast<std::size_t>(person.device)] : G::device_unknown,
            person.age_said ? ages[static_cast<std::size_t>(person.age)] : G::age_not_said,
            !person.ability_said                 ? G::ability_not_said
            : person.ability == Ability::unaided ? G::unaided
                                                 : G::aided,
            person.role == Role::genuine ? G::genuine : G::manipulating};
}

Population make_population(const Assumptions& a, const WorldData& world, int users, std::uint64_t seed) {
    Population population;
    population.people.resize(static_cast<std::size_t>(users));
    const Tastes tastes(a, world);
    const Consenting consenting(a);
    const std::uint16_t asked = shipped_consent_rules().asks_for(0);
    const std::size_t categories = world.catalogue.categories.size();
    for (std::size_t u = 0; u < population.people.size(); ++u) {
        Person& person = population.people[u];
        const StreamKey key = stream_key(seed, static_cast<std::uint32_t>(u));
        const Words first = words_at(key, Stream::person, 0);
        const Words second = words_at(key, Stream::person, 1);
        person.niche = uniform(first[0]) < static_cast<float>(a.niche_share);
        const float rate = static_cast<float>(a.visit_rate);
        person.visit_rate =
            rate * portable_exp(static_cast<float>(a.visit_rate_sd) * normal_quantile(uniform(first[1])));
        tastes.draw(person, key, second[3]);
        if (world.pool.size() > 0)
            person.visit_rate = rate * world.pool.activity[below(second[3], world.pool.size())];
        start_wandering(person, a, categories, key);
        person.frequent = person.visit_rate > rate;
        person.response_effect =
            static_cast<float>(a.response_person_sd) * normal_quantile(uniform(second[0]));
        draw_groups(person, a, key);
        draw_signals(person, a, key, uniform(second[1]) < static_cast<float>(a.control_awareness));
        constexpr Role roles[] = {Role::brigade, Role::promoter, Role::spammer, Role::griefer, Role::genuine};
        person.role = roles[pick(uniform(first[2]),
                                 {a.brigade_share, a.promoter_share, a.spammer_share, a.griefer_share})];
        person.trust = static_cast<float>(a.trust_start);
        // Beta(0.9, 1.1) for the usual start of 0.45 (behaviour model 3.7).
        person.watch.effects = 2.0F * static_cast<float>(a.efficacy_start);
        person.watch.duds = 2.0F - person.watch.effects;
        const Words manner = words_at(key, Stream::person, 6);
        person.price_care = static_cast<float>(a.price_care) * std::abs(normal_quantile(uniform(manner[0])));
        person.positivity =
            normal_quantile(uniform(manner[1])); // in standard deviations; Answers has the scale
        person.concern = consenting.concern(key);
        person.signals_globally = consenting.sends_signal(key);
        person.consent.granted =
            consenting.answer({.asked = asked}, {person.concern, person.trust, false}, key).given;
    }
    return population;
}

} // namespace attune
