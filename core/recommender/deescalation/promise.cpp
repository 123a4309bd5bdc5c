#include "core/recommender/deescalation/promise.h"

#include "core/base/portable_math.h"

#include <algorithm>

namespace attune {
namespace {

/// More than what is asked of it, since what is expected is not certain itself.
constexpr double made_from = 0.97;
static_assert(made_from >= promise_sureness);
/// Of the share before, at most: less of a fall nobody notices (behaviour model, section 4, JND 0.30).
constexpr double noticed = 0.7;

/// Chance that a Poisson number with this mean is at most `most`.
double at_most(double mean, int most) {
    // From the logarithm, so that large means do not vanish.
    double log_term = -mean;
    double chance = static_cast<double>(portable_exp(static_cast<float>(log_term)));
    const auto log_mean = static_cast<double>(portable_log(static_cast<float>(mean)));
    for (int n = 1; n <= most; ++n) {
        log_term += log_mean - static_cast<double>(portable_log(static_cast<float>(n)));
        chance += static_cast<double>(portable_exp(static_cast<float>(log_term)));
    }
    return std::min(chance, 1.0);
}

bool means_something(double expected_before, double expected_after, int most) {
    return at_most(expected_after, most) >= made_from && at_most(expected_before, most) < hollow_from;
}

} // namespace

double kept_chance(double items, double share, double level) {
    return at_most(items * share, static_cast<int>(items * level + 1e-4)); // a level is a float
}

Promise promise_of(double before, double after, double per_visit) {
    after = std::max(after, before * 1e-6); // "at most" needs a mean above 0
    const double half = before / 2;
    for (int visits = 1; visits <= longest_promise; ++visits) {
        const double items = visits * per_visit;
        if (means_something(items * before, items * after, static_cast<int>(items * half + 1e-9)))
            return {static_cast<float>(half), static_cast<std::uint8_t>(visits)};
    }
    for (int visits = 1; visits <= longest_promise; ++visits) {
        const double items = visits * per_visit;
        for (int most = 0; most + 0.5 <= noticed * items * before; ++most)
            if (means_something(items * before, items * after, most))
                return {static_cast<float>((most + 0.5) / items), static_cast<std::uint8_t>(visits)};
    }
    return {};
}

} // namespace attune
