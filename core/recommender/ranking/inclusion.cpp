#include "core/recommender/ranking/inclusion.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float least_temperature = 0.02F; ///< nat; the best ones alone, in effect
constexpr int newton_steps = 40;
constexpr float near_enough = 0.01F; ///< slots

} // namespace

Inclusion inclusion(const Candidates& candidates, CategoryId category, float shift, float temperature,
                    const Spared* spared) {
    Inclusion result;
    std::array<float, max_candidates> rate;
    std::array<std::uint16_t, max_candidates> index;
    const float t = std::max(temperature, least_temperature);
    const float wanted = static_cast<float>(slate_length);
    int count = 0;
    float best = -1.0e9F;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        if (candidates.state[j] == Candidates::hidden) continue;
        const auto n = static_cast<std::size_t>(count++);
        index[n] = static_cast<std::uint16_t>(j);
        const bool moves = candidates.category[j] == category.value && !(spared && (*spared)[j]);
        rate[n] = from_score(candidates.score[j]) + (moves ? shift : 0.0F);
        best = std::max(best, rate[n]);
    }
    const auto all = static_cast<std::size_t>(count);
    if (count <= slate_length) {
        for (std::size_t n = 0; n < all; ++n)
            result.chance[index[n]] = 1;
        result.places = static_cast<float>(count);
        return result;
    }
    for (std::size_t n = 0; n < all; ++n)
        rate[n] = portable_exp((rate[n] - best) / t);
    // Newton on log c; the sum grows with c and flattens, so steps are held to a factor of e^2.
    float log_c = portable_log(wanted);
    for (int step = 0; step < newton_steps; ++step) {
        const float c = portable_exp(log_c);
        float slope = 0;
        result.places = 0;
        for (std::size_t n = 0; n < all; ++n) {
            const float stays = portable_exp(-c * rate[n]);
            result.chance[index[n]] = 1.0F - stays;
            result.places += 1.0F - stays;
            slope += c * rate[n] * stays;
        }
        const float lacking = wanted - result.places;
        if (lacking < near_enough && lacking > -near_enough) break;
        log_c += std::clamp(lacking / std::max(slope, 0.05F), -2.0F, 2.0F);
    }
    return result;
}

} // namespace attune
