#include "simulations/behaviour/answers.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr float middle_star = 3.0F;
constexpr float mild_from = 2.0F, mild_to = 3.5F; ///< stars, E6
constexpr float lowest = 1.0F, highest = 5.0F;

int on_five_points(float x) {
    return static_cast<int>(std::floor(std::clamp(x, lowest, highest) + 0.5F));
}

} // namespace

float Answers::positivity(float normal) const {
    return constants_.positivity_mean + constants_.positivity_sd * normal;
}

int Answers::stars(float enjoyment, float positivity, float normal, float noise_times) const {
    const float opinion = middle_star + constants_.star_slope * enjoyment + positivity;
    const bool mild = opinion >= mild_from && opinion <= mild_to;
    const float noise = constants_.star_noise * (mild ? constants_.mild_noise : 1.0F) * noise_times;
    return on_five_points(opinion + noise * normal);
}

int Answers::thumb(float enjoyment, float normal, float noise_times) const {
    const float felt = enjoyment + constants_.thumb_noise * noise_times * normal;
    if (felt > constants_.undecided_thumb) return 1;
    return felt < -constants_.undecided_thumb ? -1 : 0;
}

int Answers::satisfaction(float satisfaction, float normal, float noise_times) const {
    const float felt = satisfaction + constants_.satisfaction_noise * noise_times * normal;
    return on_five_points(lowest + (highest - lowest) * felt);
}

bool Answers::careless(float fatigue, float u) const {
    return fatigue > constants_.careless_above && u < constants_.careless_share;
}

Reason Answers::reason(Reason cause, float u_true, std::uint32_t other) const {
    if (u_true < constants_.reason_accuracy) return cause;
    const auto step = static_cast<int>(below(other, reason_count - 1)) + 1;
    return static_cast<Reason>((static_cast<int>(cause) + step) % reason_count);
}

float Answers::completion(Device device, int questions) const {
    const float each =
        device == Device::phone ? constants_.phone_completion : constants_.large_screen_completion;
    float share = 1;
    for (int q = 1; q < questions; ++q)
        share *= each;
    return share;
}

float Answers::volunteers(float enjoyment) const {
    return portable_logistic(constants_.volunteer_base +
                             constants_.volunteer_extremity * std::abs(enjoyment));
}

} // namespace attune
