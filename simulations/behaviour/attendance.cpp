#include "simulations/behaviour/attendance.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float lowest_patience = 2.0F, highest_patience = 40.0F; ///< slates
constexpr float return_half_life = 21.0F;                         ///< days
constexpr float hours_per_day = 24.0F, days_per_week = 7.0F;
constexpr float trusting = 0.7F;       ///< 3.9: who trusts less does not opt in again
constexpr float loss_per_gain = 3.0F;  ///< 3.7
constexpr float breach_weight = 10.0F; ///< 3.7: use after revocation

constexpr float night_hours = night_until + hours_per_day - night_from;

} // namespace

float satisfaction_of(const Person& person) {
    return portable_logistic(person.experience);
}

Attendance::Attendance(const Assumptions& a, int steps_per_day)
    : steps_(static_cast<float>(steps_per_day))
    , patience_(static_cast<float>(a.visit_slates))
    , churn_(static_cast<float>(a.churn_rate))
    , return_(static_cast<float>(a.return_rate))
    , opt_in_(static_cast<float>(a.opt_in_rate))
    , frustration_half_life_(static_cast<float>(a.frustration_half_life))
    , weariness_half_life_(hours_per_day * static_cast<float>(a.interruption_half_life))
    , night_(static_cast<float>(a.night_share))
    , breach_day_(a.breach_day > 0 ? a.breach_day : -1)
    , breach_share_(static_cast<float>(a.breach_share))
    , breach_loss_(static_cast<float>(a.trust_gain) * loss_per_gain * breach_weight) {}

float Attendance::share_before(float hour) const {
    const float early = night_ * night_until / night_hours;
    if (hour < night_until) return early * hour / night_until;
    if (hour < night_from) return early + (1.0F - night_) * (hour - night_until) / (night_from - night_until);
    return 1.0F - night_ * (hours_per_day - hour) / night_hours;
}

float Attendance::hour_at(float p) const {
    const float early = night_ * night_until / night_hours;
    const float late = 1.0F - night_ * (hours_per_day - night_from) / night_hours;
    if (p < early) return night_until * p / early;
    if (p < late) return night_until + (night_from - night_until) * (p - early) / (late - early);
    return hours_per_day - (1.0F - p) * night_hours / night_;
}

bool Attendance::comes_back(const Person& person, float u, float day) const {
    return u < return_ * half_life_decay(day - static_cast<float>(person.left_on), return_half_life) / steps_;
}

bool Attendance::leaves(const Person& person, float u, float hours) const {
    const float frustration = person.frustration * half_life_decay(std::max(0.0F, hours - person.state_hours),
                                                                   frustration_half_life_);
    return u < churn_ *
                   portable_exp(-2.0F * (satisfaction_of(person) - 0.5F) - 2.0F * (person.trust - 0.6F) +
                                0.5F * frustration) /
                   steps_;
}

DayPlan Attendance::plan(Person& person, StreamKey key, int day, int step, int before) const {
    DayPlan today;
    const float from = hours_per_day * static_cast<float>(step) / steps_;
    const float until = hours_per_day * static_cast<float>(step + 1) / steps_;
    const Words life =
        words_at(key, Stream::life, static_cast<std::uint32_t>(day), static_cast<std::uint32_t>(step));
    if (day == breach_day_ && step == 0 && uniform(life[2]) < breach_share_) {
        person.upset_on = static_cast<std::int16_t>(day);
        person.trust -= std::min(breach_loss_, 1.0F) * person.trust;
    }
    if (person.left_on >= 0) {
        if (!comes_back(person, uniform(life[1]), static_cast<float>(day) + from / hours_per_day))
            return today;
        person.left_on = -1;
        person.trust = 0.8F * person.trust + 0.1F;
        person.fatigue = 0;
        today.returned = true;
    } else if (day > 0 && person.role == Role::genuine &&
               leaves(person, uniform(life[0]), static_cast<float>(day) * hours_per_day + from)) {
        person.left_on = static_cast<std::int16_t>(day);
        today.left = true;
        return today;
    }
    if ((person.opted_out || person.channels_off != 0) && person.trust > trusting &&
        uniform(life[3]) < opt_in_ / (days_per_week * steps_)) {
        person.opted_out = false;
        person.channels_off = 0;
        today.opted_in = true;
    }
    const Words draw =
        words_at(key, Stream::visits, static_cast<std::uint32_t>(day), 2 * static_cast<std::uint32_t>(step));
    const float first = share_before(from), last = share_before(until);
    const float now = static_cast<float>(day) * hours_per_day + from;
    const float weariness =
        person.weariness * half_life_decay(std::max(0.0F, now - person.state_hours), weariness_half_life_);
    const float rate = (last - first) * person.visit_rate * (0.4F + 1.2F * satisfaction_of(person)) *
                       (0.6F + 0.8F * person.trust) * portable_exp(-weariness);
    // Poisson by its distribution function, cut at the most visits of a day.
    float term = portable_exp(-rate);
    float sum = term;
    const float u = uniform(draw[0]);
    while (before + today.visits < most_visits && u > sum) {
        ++today.visits;
        term = term * rate / static_cast<float>(today.visits);
        sum += term;
    }
    const auto end = today.hour.begin() + today.visits;
    for (auto hour = today.hour.begin(); hour != end; ++hour)
        *hour = uniform(draw[static_cast<std::size_t>(hour - today.hour.begin()) + 1]);
    std::sort(today.hour.begin(), end);
    for (auto hour = today.hour.begin(); hour != end; ++hour)
        *hour = hour_at(first + (last - first) * *hour);
    return today;
}

int Attendance::patience(const Person& person, StreamKey key, std::uint32_t visit) const {
    const Words words = words_at(key, Stream::visits, visit, 1);
    const float drawn = lowest_patience - patience_ * portable_log(uniform(words[0]));
    return static_cast<int>(
        std::clamp(drawn * (0.7F + 0.6F * satisfaction_of(person)), 1.0F, highest_patience));
}

} // namespace attune
