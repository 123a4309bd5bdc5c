// What people like in the long run, and what a turn of life makes of it. Behaviour model 3.1, 3.2 and 3.13.
#pragma once

#include "core/base/random.h"
#include "simulations/population/population.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace attune {

/// Tastes of one world. Three to five categories are liked and two or three disliked; which ones are liked
/// follows how many items they have, except with people of niche taste: theirs are among the smallest. In an
/// imported world tastes are those of people in the pool. The world outlives it.
class Tastes {
public:
    Tastes(const Assumptions& assumptions, const WorldData& world);

    /// Gives the person long-run tastes for categories and hidden traits; `niche` is known by now, and in an
    /// imported world it follows from the tastes. `word` chooses from the pool.
    void draw(Person& person, StreamKey key, std::uint32_t word) const;

    /// A new long-run taste for one category, nat, drawn as people's first ones are. Two words are used.
    float after_turn(const Person& person, std::size_t category, std::uint32_t which,
                     std::uint32_t how_much) const;

private:
    using PerCategory = std::array<float, max_categories>;

    void draw_anew(Person& person, StreamKey key) const;
    void draw_from_pool(Person& person, std::uint32_t word) const;
    float liked(float z) const;
    float disliked(float z) const;
    float neutral(float z) const;

    const PeoplePool* pool_;
    std::size_t categories_;
    float liked_mean_, disliked_mean_, neutral_mean_, factor_sd_;
    std::uint32_t smaller_half_ = 0;            ///< of the categories by items, one bit each
    std::array<PerCategory, 2> log_weight_{};   ///< of being liked, by mainstream and by niche people
    std::array<PerCategory, 2> liked_chance_{}; ///< that somebody likes a category
};

} // namespace attune
