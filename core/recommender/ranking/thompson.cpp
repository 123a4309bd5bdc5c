#include "core/recommender/ranking/thompson.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

/// Standard normal density.
float density(float z) {
    return 0.398942280F * portable_exp(-0.5F * z * z);
}

/// Standard normal distribution function, within 8e-8 (Abramowitz and Stegun 1964, 26.2.17).
float below(float z) {
    const float x = z < 0 ? -z : z;
    if (x > 8) return z < 0 ? 0.0F : 1.0F;
    const float t = 1.0F / (1.0F + 0.2316419F * x);
    const float tail =
        density(x) * t *
        (0.319381530F + t * (-0.356563782F + t * (1.781477937F + t * (-1.821255978F + t * 1.330274429F))));
    return z < 0 ? tail : 1.0F - tail;
}

constexpr int half_steps = 24;
constexpr float step = 0.25F; ///< of a standard deviation: six to either side

constexpr std::uint32_t draws_begin = 0xC0000000U; ///< above the coordinates of other random numbers
constexpr std::uint32_t words_each = 4;
static_assert(exploration_candidates % words_each == 0);

} // namespace

float chance_largest(std::span<const float> means, std::span<const float> spreads, std::size_t which) {
    float chance = 0;
    for (int at = -half_steps; at <= half_steps; ++at) {
        const float z = step * static_cast<float>(at);
        const float draw = means[which] + spreads[which] * z;
        float part = density(z) * step;
        for (std::size_t k = 0; k < means.size(); ++k)
            if (k != which) part *= below((draw - means[k]) / spreads[k]);
        chance += part;
    }
    return std::clamp(chance, 1e-6F, 1.0F);
}

ThompsonDraw draw_thompson(std::span<const float> means, std::span<const float> spreads, VisitAddress visit,
                           std::uint32_t place) {
    assert(!means.empty() && means.size() <= exploration_candidates && means.size() == spreads.size());
    constexpr std::uint32_t blocks = exploration_candidates / words_each;
    ThompsonDraw drawn;
    float largest = 0;
    for (std::uint32_t block = 0, k = 0; block < blocks; ++block)
        for (const std::uint32_t word :
             words_at(visit.key, Stream::exploration, draws_begin + place * blocks + block, visit.visit)) {
            if (k >= means.size()) break;
            const float worth = means[k] + spreads[k] * normal_quantile(uniform(word));
            if (k == 0 || worth > largest) {
                largest = worth;
                drawn.which = k;
            }
            ++k;
        }
    drawn.chance = chance_largest(means, spreads, drawn.which);
    return drawn;
}

} // namespace attune
