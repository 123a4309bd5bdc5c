#include "simulations/population/consenting.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace attune {
namespace {

// Constants of behaviour model 3.15 that are structure rather than assumption; grade D there.
constexpr float concern_effect = 0.9F, trust_effect = 1.5F, usual_trust = 0.6F;
constexpr float withdrawal_concern = 0.5F, withdrawal_trust = 3.0F;
constexpr float signal_concern = 0.5F; ///< correlation of a global signal with concern
constexpr float hours_per_month = 30 * 24.0F;

// Addresses in the consent stream: screens from 0 up, traits and visits far above.
constexpr std::uint32_t traits = 0x40000000U, visits = 0x80000000U;

constexpr int grid = 256; ///< points of the normal distribution that shares are averaged over

/// Share of people who agree at this level, at usual trust, asked plainly.
double share_at(float level) {
    double sum = 0;
    for (int k = 0; k < grid; ++k)
        sum += static_cast<double>(portable_logistic(
            level -
            concern_effect * normal_quantile((static_cast<float>(k) + 0.5F) / static_cast<float>(grid))));
    return sum / grid;
}

/// The level A_p at which `share` of people agree.
float level_for(double share) {
    if (share <= 0) return -std::numeric_limits<float>::infinity();
    if (share >= 1) return std::numeric_limits<float>::infinity();
    float low = -16, high = 16;
    for (int step = 0; step < 30; ++step) {
        const float middle = (low + high) / 2;
        (share_at(middle) < share ? low : high) = middle;
    }
    return (low + high) / 2;
}

} // namespace

Consenting::Consenting(const Assumptions& a)
    : benefit_(static_cast<float>(a.consent_benefit))
    , renewal_(static_cast<float>(a.consent_renewal))
    , deferral_(static_cast<float>(a.consent_deferral))
    , withdrawal_(static_cast<float>(a.withdrawal_rate))
    , breach_factor_(static_cast<float>(a.withdrawal_breach))
    , signal_above_(a.global_signal_share <= 0 ? std::numeric_limits<float>::infinity()
                    : a.global_signal_share >= 1
                        ? -std::numeric_limits<float>::infinity()
                        : normal_quantile(1.0F - static_cast<float>(a.global_signal_share))) {
    const auto level = [&](Purpose purpose, double share) {
        level_[static_cast<std::size_t>(purpose)] = level_for(share);
    };
    level(Purpose::adjust_this_session, a.consent_session);
    level(Purpose::adjust_my_recommendations, a.consent_adjust);
    level(Purpose::improve_models, a.consent_improve);
    level(Purpose::experiments, a.consent_experiments);
    level(Purpose::fairness_audit, a.consent_fairness);
    level(Purpose::keep_my_comments, a.consent_comments);
    level(Purpose::share_aggregates, a.consent_share);
    design_ = {0.0F, static_cast<float>(a.notice_second_click), static_cast<float>(a.notice_granular),
               static_cast<float>(a.notice_plain)};
}

float Consenting::probability(Purpose purpose, const ConsentScreen& screen, const ConsentMood& mood) const {
    const float p =
        portable_logistic(level_[static_cast<std::size_t>(purpose)] +
                          design_[static_cast<std::size_t>(screen.design)] - concern_effect * mood.concern +
                          trust_effect * (mood.trust - usual_trust) + (screen.benefit ? benefit_ : 0.0F));
    const bool lapsed = has_purpose(screen.lapsed, purpose);
    return lapsed ? renewal_ * p : p;
}

ConsentAnswer Consenting::answer(const ConsentScreen& screen, const ConsentMood& mood, StreamKey key) const {
    std::array<Words, 3> words;
    for (std::uint32_t w = 0; w < words.size(); ++w)
        words[w] = words_at(key, Stream::consent, screen.number, w);
    ConsentAnswer answer;
    for (std::uint32_t rest = screen.asked; rest != 0; rest &= rest - 1) {
        const auto p = static_cast<std::size_t>(std::countr_zero(rest));
        if (uniform(words[p / 4][p % 4]) < probability(static_cast<Purpose>(p), screen, mood))
            answer.given = static_cast<std::uint16_t>(answer.given | 1U << p);
    }
    // "Not now" is said to the screen, not to one purpose.
    if (uniform(words[2][3]) < deferral_)
        answer.deferred = static_cast<std::uint16_t>(screen.asked & ~answer.given);
    return answer;
}

std::optional<Purpose> Consenting::withdraws(std::uint16_t granted, float hours, const ConsentMood& mood,
                                             StreamKey key, std::uint32_t visit) const {
    if (granted == 0) return std::nullopt;
    const float rate =
        withdrawal_ / hours_per_month *
        portable_exp(withdrawal_concern * mood.concern + withdrawal_trust * (usual_trust - mood.trust)) *
        (mood.upset ? breach_factor_ : 1.0F);
    const int count = std::popcount(granted);
    const Words words = words_at(key, Stream::consent, visits | visit);
    if (uniform(words[0]) >= 1.0F - portable_exp(-rate * std::max(hours, 0.0F) * static_cast<float>(count)))
        return std::nullopt;
    std::uint32_t rest = granted;
    for (std::size_t skip = below(words[1], static_cast<std::size_t>(count)); skip > 0; --skip)
        rest &= rest - 1;
    return static_cast<Purpose>(std::countr_zero(rest));
}

float Consenting::concern(StreamKey key) const {
    return normal_quantile(uniform(words_at(key, Stream::consent, traits)[0]));
}

bool Consenting::sends_signal(StreamKey key) const {
    constexpr float rest = 0.8660254F; // sqrt(1 - signal_concern^2)
    const float other = normal_quantile(uniform(words_at(key, Stream::consent, traits)[1]));
    return signal_concern * concern(key) + rest * other > signal_above_;
}

} // namespace attune
