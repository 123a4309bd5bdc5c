#include "core/measures/metrics/resolution_time.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double none = Estimate::none;
constexpr double rounding = 1e-12; ///< of a share that is a half

struct Placed {
    Wait wait;
    std::size_t block = 0;
};

std::vector<Placed> in_order(std::span<const std::vector<Wait>> blocks) {
    std::vector<Placed> all;
    for (std::size_t b = 0; b < blocks.size(); ++b)
        for (const Wait& wait : blocks[b])
            all.push_back({wait, b});
    std::stable_sort(all.begin(), all.end(),
                     [](const Placed& a, const Placed& b) { return a.wait.time < b.wait.time; });
    return all;
}

/// All waits, or all but those of one block.
std::vector<Wait> without(std::span<const Placed> all, std::size_t block) {
    std::vector<Wait> rest;
    rest.reserve(all.size());
    for (const Placed& one : all)
        if (one.block != block) rest.push_back(one.wait);
    return rest;
}

constexpr std::size_t no_block = static_cast<std::size_t>(-1);

/// The whole and each block left out in turn.
struct Curves {
    Incidence whole;
    std::vector<Incidence> left_out;
};

Curves curves_of(std::span<const std::vector<Wait>> blocks) {
    const std::vector<Placed> all = in_order(blocks);
    Curves curves{Incidence(without(all, no_block)), {}};
    for (std::size_t b = 0; b < blocks.size(); ++b)
        if (!blocks[b].empty()) curves.left_out.emplace_back(without(all, b));
    return curves;
}

Estimate share_at(const Curves& curves, double time) {
    std::vector<double> left_out;
    left_out.reserve(curves.left_out.size());
    for (const Incidence& one : curves.left_out)
        left_out.push_back(one.by(time));
    return jackknife_interval(curves.whole.by(time), left_out);
}

} // namespace

Incidence::Incidence(std::span<const Wait> waits) {
    std::vector<Wait> sorted(waits.begin(), waits.end());
    if (!std::is_sorted(sorted.begin(), sorted.end(),
                        [](const Wait& a, const Wait& b) { return a.time < b.time; }))
        std::sort(sorted.begin(), sorted.end(), [](const Wait& a, const Wait& b) { return a.time < b.time; });
    double at_risk = static_cast<double>(sorted.size());
    double going_on = 1; // share of waits that have not ended
    double share = 0;
    for (std::size_t i = 0; i < sorted.size();) {
        const double time = sorted[i].time;
        double reached = 0, ruled_out = 0, gone = 0;
        for (; i < sorted.size() && sorted[i].time == time; ++i) {
            reached += sorted[i].end == WaitEnd::reached ? 1 : 0;
            ruled_out += sorted[i].end == WaitEnd::ruled_out ? 1 : 0;
            gone += 1;
        }
        share += going_on * reached / at_risk;
        going_on *= 1 - (reached + ruled_out) / at_risk;
        all_ended_ = reached + ruled_out == at_risk;
        at_risk -= gone;
        if (reached > 0) {
            times_.push_back(time);
            shares_.push_back(share);
        }
        watched_ = time;
    }
}

double Incidence::by(double time) const {
    if (watched_ < 0 || (time > watched_ && !all_ended_)) return none;
    const auto after = std::upper_bound(times_.begin(), times_.end(), time);
    return after == times_.begin() ? 0 : shares_[static_cast<std::size_t>(after - times_.begin()) - 1];
}

double Incidence::median() const {
    const auto half = std::lower_bound(shares_.begin(), shares_.end(), 0.5 - rounding);
    return half == shares_.end() ? none : times_[static_cast<std::size_t>(half - shares_.begin())];
}

Estimate share_reached(std::span<const std::vector<Wait>> blocks, double time) {
    return share_at(curves_of(blocks), time);
}

Estimate median_wait(std::span<const std::vector<Wait>> blocks) {
    const Curves curves = curves_of(blocks);
    Estimate median{.value = curves.whole.median()};
    if (std::isnan(median.value)) return median;
    double lower = none, upper = none;
    for (const double time : curves.whole.times()) {
        const Estimate share = share_at(curves, time);
        if (std::isnan(lower) && share.upper >= 0.5 - rounding) lower = time;
        if (share.lower < 0.5 - rounding || std::isnan(share.lower)) continue;
        upper = time;
        break;
    }
    if (std::isnan(lower) || std::isnan(upper)) return median;
    median.lower = lower;
    median.upper = upper;
    return median;
}

} // namespace attune
