#include "simulations/behaviour/drift.h"

#include "core/base/lanes.h"
#include "core/base/portable_math.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune {
namespace {

constexpr std::uint32_t everybody = 0xFFFFFFFFU; ///< owner of the draws that belong to no person

// Addresses below a day, for each step of it: one per lane for wandering, then the rare things.
constexpr std::uint32_t addresses_per_step = 16;
constexpr std::uint32_t wandering_lanes = 8, turn_address = 8, shock_address = 9;
constexpr std::uint32_t wandering = 1; ///< apart from the rare things, whose addresses begin with the day
static_assert(max_categories <= 4 * wandering_lanes);

// RecSim, interest evolution: interest x in [-1, 1] moves by 0.3 (1 - |x|); 3 nat of taste are an interest of
// 1.
constexpr float taste_of_interest = 3.0F, interest_step = 0.3F;

} // namespace

Drift::Drift(const Assumptions& a, const WorldData& world, std::uint64_t seed, int steps_per_day)
    : categories_(world.catalogue.categories.size())
    , tastes_(a, world)
    , by_consumption_(static_cast<float>(a.drift_by_consumption))
    , shock_day_(a.shock_day > 0 ? a.shock_day : -1)
    , shock_share_(static_cast<float>(a.shock_share))
    , period_(a.season_period)
    , seasons_(static_cast<std::size_t>(a.season_period) * categories_) {
    // The Ornstein-Uhlenbeck step is exact for any length: what is kept multiplies, variances add up.
    const auto steps = static_cast<float>(steps_per_day);
    const auto daily = static_cast<float>(a.drift_keep);
    keep_ = steps_per_day == 1 ? daily : portable_exp(portable_log(daily) / steps);
    sd_ = static_cast<float>(a.drift_sd) * std::sqrt((1.0F - keep_ * keep_) / (1.0F - daily * daily));
    turn_ = static_cast<float>(a.life_event_rate) / steps;

    for (std::uint32_t c = 0; c < categories_; ++c) {
        const Words words = words_at(stream_key(seed, everybody), Stream::drift, c);
        if (uniform(words[0]) >= static_cast<float>(a.season_share)) continue;
        for (int day = 0; day < period_; ++day)
            seasons_[static_cast<std::size_t>(day) * categories_ + c] =
                static_cast<float>(a.season_amplitude) *
                portable_sine_of_turns(static_cast<float>(day) / static_cast<float>(period_) +
                                       uniform(words[1]));
    }
}

void Drift::pass(Person& person, StreamKey key, int day, int step) const {
    const auto d = static_cast<std::uint32_t>(day);
    const std::uint32_t block = static_cast<std::uint32_t>(step) * addresses_per_step;
    if (day == shock_day_ && step == 0 &&
        uniform(words_at(key, Stream::drift, d, shock_address)[0]) < shock_share_) {
        // Half a turn of the categories: as much to enjoy as before, but elsewhere.
        const auto turn = [&](auto& of) {
            std::rotate(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(categories_ / 2),
                        of.begin() + static_cast<std::ptrdiff_t>(categories_));
        };
        turn(person.lasting_taste);
        turn(person.taste);
    }
    take_a_turn(person, key, d, block);
    std::array<std::uint32_t, wandering_lanes> address;
    std::iota(address.begin(), address.end(), block);
    std::array<std::uint32_t, 4 * wandering_lanes> words;
    std::array<float, 4 * wandering_lanes> noise;
    lanes().philox(key, address.data(), wandering_lanes, d, wandering, Stream::drift, words.data());
    lanes().normals(words.data(), 4 * wandering_lanes, noise.data());
    for (std::size_t c = 0; c < categories_; ++c)
        person.taste[c] =
            person.lasting_taste[c] + keep_ * (person.taste[c] - person.lasting_taste[c]) + sd_ * noise[c];
}

void Drift::take_a_turn(Person& person, StreamKey key, std::uint32_t day, std::uint32_t block) const {
    const Words words = words_at(key, Stream::drift, day, block + turn_address);
    if (uniform(words[0]) >= turn_) return;
    const auto category = below(words[1], categories_);
    person.lasting_taste[category] = tastes_.after_turn(person, category, words[2], words[3]);
}

void Drift::consumed(Person& person, std::size_t category, float u) const {
    float& taste = person.taste[category];
    const float interest = std::clamp(taste / taste_of_interest, -1.0F, 1.0F);
    const float step = taste_of_interest * by_consumption_ * interest_step * (1.0F - std::abs(interest));
    taste += u < 0.5F * (1.0F + interest) ? step : -step;
}

} // namespace attune
