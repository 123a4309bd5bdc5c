// How tastes change over time: they wander from day to day around what a person likes in the long run, lives
// take turns, seasons come and go, a shock hits many at once, and what is consumed leaves a trace. Behaviour
// model 3.2.
#pragma once

#include "core/base/random.h"
#include "simulations/population/population.h"
#include "simulations/population/tastes.h"

#include <cstdint>
#include <vector>

namespace attune {

class Drift {
public:
    /// A day has `steps_per_day` equal steps; how many there are changes no distribution. The world outlives
    /// it.
    Drift(const Assumptions& assumptions, const WorldData& world, std::uint64_t seed, int steps_per_day);

    /// One step of a day passes for a person, here or away.
    void pass(Person& person, StreamKey key, int day, int step) const;

    /// What the season adds to the taste for a category on a day, nat.
    float season(std::size_t category, int day) const {
        return seasons_[static_cast<std::size_t>(day % period_) * categories_ + category];
    }

    /// The person consumed something of the category; `u` is uniform.
    void consumed(Person& person, std::size_t category, float u) const;

private:
    void take_a_turn(Person& person, StreamKey key, std::uint32_t day, std::uint32_t block) const;

    std::size_t categories_;
    Tastes tastes_; ///< where new tastes come from
    float keep_;    ///< per step
    float sd_;      ///< of a step
    float turn_;    ///< probability of a turn of life per step
    float by_consumption_;
    int shock_day_; ///< -1 = never
    float shock_share_;
    int period_;
    std::vector<float> seasons_; ///< day of the period x category
};

} // namespace attune
