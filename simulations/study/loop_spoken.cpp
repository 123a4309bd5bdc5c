#include "simulations/study/loop_spoken.h"

#include <cmath>

namespace attune {
namespace {

constexpr double hours_per_day = 24;
constexpr double nearly_all = 0.99;

PromptsPerSession together(std::span<const PromptsPerSession> blocks) {
    PromptsPerSession all;
    for (const PromptsPerSession& block : blocks)
        for (std::size_t k = 0; k < all.visits.size(); ++k)
            all.visits[k] += block.visits[k];
    return all;
}

/// As a count that is known, not estimated.
MetricValue exactly(std::optional<int> prompts, double n) {
    MetricValue value = unknown_value();
    value.n = n;
    if (prompts) value.value = value.lower = value.upper = *prompts;
    return value;
}

} // namespace

Estimate prompts_within(std::span<const PromptsPerSession> blocks, double share) {
    Estimate within;
    const auto whole = prompts_within(together(blocks), share);
    if (!whole) return within;
    within.value = *whole;
    double lower = Estimate::none;
    for (int k = 0; k <= PromptsPerSession::most; ++k) {
        std::vector<Fraction> visits;
        for (const PromptsPerSession& block : blocks)
            visits.push_back({static_cast<double>(block.within(k)), static_cast<double>(block.all())});
        const Estimate held = jackknife(std::span<const Fraction>(visits),
                                        [](const Fraction& fraction) { return fraction.value(); });
        if (std::isnan(held.lower)) return within;
        if (std::isnan(lower) && held.upper >= share) lower = k;
        if (held.lower < share) continue;
        within.lower = lower;
        within.upper = k;
        return within;
    }
    return within;
}

void LoopSpoken::add(const LoopRuns& runs, int session_cap) {
    session_cap_ = session_cap;
    const auto off_by = [&](const SpokenTo& spoken, int days) {
        return spoken.first_off >= 0 && spoken.first_off <= days * hours_per_day ? 1.0 : 0.0;
    };
    for (std::size_t user = 0; user < runs.population.people.size(); ++user) {
        if (user % block_size == 0) {
            blocks_.next_block();
            sessions_.push_back(runs.episodes.sessions(user / block_size));
            twin_sessions_.push_back(runs.twin_episodes.sessions(user / block_size));
        }
        if (!runs.genuine(user)) continue;
        const SpokenTo& with = runs.episodes.spoken_to()[user];
        const SpokenTo& without = runs.twin_episodes.spoken_to()[user];
        blocks_[Count::off] += {with.turned_off, with.spoken};
        blocks_[Count::off_twin] += {without.turned_off, without.spoken};
        for (const auto& [days, one, twin] : {std::tuple{30, Count::month, Count::month_twin},
                                              {60, Count::two_months, Count::two_months_twin}}) {
            if (days * hours_per_day > runs.hours) continue;
            blocks_[one] += {off_by(with, days), 1.0};
            blocks_[twin] += {off_by(without, days), 1.0};
        }
    }
}

void LoopSpoken::write(std::vector<LoopMeasure>& measures) const {
    const PromptsPerSession all = together(sessions_), twin = together(twin_sessions_);
    const double n = static_cast<double>(all.all()), twin_n = static_cast<double>(twin.all());
    measures.push_back({.key = "pps_max",
                        .unit = LoopUnit::prompts,
                        .value = exactly(all.highest(), n),
                        .twin = exactly(twin.highest(), twin_n),
                        .most = session_cap_});
    measures.push_back({.key = "pps_p99",
                        .unit = LoopUnit::prompts,
                        .value = value_of(prompts_within(sessions_, nearly_all), n),
                        .twin = value_of(prompts_within(twin_sessions_, nearly_all), twin_n)});
    constexpr LoopUnit share = LoopUnit::share;
    measures.push_back(blocks_.measure("opt_per_prompt", share, Count::off, Count::off_twin));
    measures.push_back(blocks_.measure("opt_30d", share, Count::month, Count::month_twin));
    measures.push_back(blocks_.measure("opt_60d", share, Count::two_months, Count::two_months_twin));
}

} // namespace attune
