#include "core/recommender/ranking/expected_share.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float least_temperature = 0.02F; ///< nat; the best ones alone, in effect
constexpr int newton_steps = 40;
constexpr float near_enough = 0.01F; ///< slots

} // namespace

double expected_share(const Candidates& candidates, CategoryId category, float shift, float temperature,
                      float exploration) {
    std::array<float, max_candidates> rate;
    std::array<bool, max_candidates> ours;
    const float t = std::max(temperature, least_temperature);
    const float wanted = static_cast<float>(slate_length);
    int count = 0;
    float best = -1.0e9F;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        if (candidates.state[j] == Candidates::hidden) continue;
        const auto n = static_cast<std::size_t>(count++);
        ours[n] = candidates.category[j] == category.value;
        rate[n] = from_score(candidates.score[j]) + (ours[n] ? shift : 0.0F);
        best = std::max(best, rate[n]);
    }
    if (count == 0) return 0;
    const auto all = static_cast<std::size_t>(count);
    for (std::size_t n = 0; n < all; ++n)
        rate[n] = portable_exp((rate[n] - best) / t);
    // Newton on log c; the sum grows with c and flattens, so steps are held to a factor of e^2.
    float log_c = portable_log(wanted);
    float taken = 0, taken_ours = 0;
    for (int step = 0; step < newton_steps; ++step) {
        const float c = portable_exp(log_c);
        float slope = 0;
        taken = taken_ours = 0;
        for (std::size_t n = 0; n < all; ++n) {
            const float stays = portable_exp(-c * rate[n]);
            taken += 1.0F - stays;
            slope += c * rate[n] * stays;
            if (ours[n]) taken_ours += 1.0F - stays;
        }
        const float lacking = wanted - taken;
        if (count <= slate_length || (lacking < near_enough && lacking > -near_enough)) break;
        log_c += std::clamp(lacking / std::max(slope, 0.05F), -2.0F, 2.0F);
    }
    if (count <= slate_length || taken <= 0) {
        taken = static_cast<float>(count);
        taken_ours = static_cast<float>(std::count(ours.begin(), ours.begin() + count, true));
    }
    const float by_lot =
        static_cast<float>(std::count(ours.begin(), ours.begin() + count, true)) / static_cast<float>(count);
    return static_cast<double>((1.0F - exploration) * taken_ours / taken + exploration * by_lot);
}

} // namespace attune
