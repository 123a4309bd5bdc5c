// When people come: visits of a day and their hours, how long they stay, leaving for good and coming back.
// Behaviour model 3.11.
#pragma once

#include "core/base/random.h"
#include "simulations/population/population.h"

#include <array>
#include <cstdint>

namespace attune {

constexpr int most_visits = 3; ///< a day

/// What a step of a day brings for a person.
struct DayPlan {
    int visits = 0;
    std::array<float, most_visits> hour{}; ///< of the day, ascending
    bool left = false;                     ///< left on this day, for the first time or again
    bool returned = false;
    bool opted_in = false; ///< turned prompts on again
};

class Attendance {
public:
    Attendance(const Assumptions& assumptions, int steps_per_day);

    /// Leaving, returning and visits of one step of a day; `before` is how many visits the day has had.
    DayPlan plan(Person& person, StreamKey key, int day, int step, int before) const;

    /// How many slates the person is ready to look at on a visit, at most.
    int patience(const Person& person, StreamKey key, std::uint32_t visit) const;

    /// The hour of the day before which the share `p` of all visits lies, and back.
    float hour_at(float p) const;
    float share_before(float hour) const;

private:
    bool comes_back(const Person& person, float u, float day) const;
    bool leaves(const Person& person, float u, float hours) const;

    float steps_;
    float patience_, churn_, return_, opt_in_;
    float frustration_half_life_, weariness_half_life_; ///< hours
    float night_;                                       ///< share of visits at night
    int breach_day_;
    float breach_share_, breach_loss_;
};

/// Satisfaction S in [0, 1] from the stock of experience (behaviour model 3.6).
float satisfaction_of(const Person& person);

/// 23 to 7 o'clock.
constexpr float night_from = 23.0F, night_until = 7.0F;

} // namespace attune
