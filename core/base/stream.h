// The names of random streams, apart from the generator: the kernel files need the names, and the generator's
// headers would make them run code at start-up.
#pragma once

#include <cstdint>

namespace attune {

/// Who draws and what for. World and recommender never share a stream. Values are part of every
/// fingerprint: append, never renumber.
enum class Stream : std::uint32_t {
    catalogue = 1,    ///< the synthetic catalogue
    person = 2,       ///< who a person is: traits drawn once
    person_taste = 3, ///< a person's category tastes and latent factors
    visits = 4,       ///< how many visits a day has, and when
    slate = 5,        ///< everything that happens on one slate (lanes are items and named draws)
    life = 6,         ///< churn, return, what a day brings
    consent = 7,      ///< consent at enrolment
    network = 8,      ///< duplicated events
    drift = 9,        ///< how tastes wander
    tour = 10,        ///< answers while being shown around
    ranking = 32,     ///< the recommender's sampling noise
    exploration = 33, ///< the recommender's random candidates
    learning = 34,    ///< start of factors, choice of negatives
    ties = 35,        ///< the recommender's order among equal scores
    prompting = 36,   ///< which moments are asked about by lot
    resample = 64,    ///< statistics
};

/// The key of a stream: run seed mixed with the user (or any other 32-bit owner).
struct StreamKey {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

} // namespace attune
