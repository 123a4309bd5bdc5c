#include "simulations/study/loop_promises.h"

#include "core/measures/statistics/jackknife.h"

#include <algorithm>
#include <numeric>

namespace attune {
namespace {

constexpr double longest_wait = 2; ///< times the time it takes

template <typename Visits>
double sum(const Visits& visits) {
    return std::accumulate(visits.begin(), visits.end(), 0.0);
}

} // namespace

LoopPromises::Block& LoopPromises::Block::operator+=(const Block& other) {
    for (std::size_t v = 0; v < named.size(); ++v) {
        named[v] += other.named[v];
        took[v] += other.took[v];
        not_by[v] += other.not_by[v];
    }
    return *this;
}

LoopPromises::Block& LoopPromises::Block::operator-=(const Block& other) {
    for (std::size_t v = 0; v < named.size(); ++v) {
        named[v] -= other.named[v];
        took[v] -= other.took[v];
        not_by[v] -= other.not_by[v];
    }
    return *this;
}

bool LoopPromises::Block::empty() const {
    return sum(named) == 0;
}

double LoopPromises::Block::wait() const {
    const double all = sum(named);
    if (all == 0) return Estimate::none;
    double below = 0;
    std::size_t middle = 0;
    while (below + named[middle] < all / 2)
        below += named[middle++];
    // Kaplan and Meier: the mean is the area below the share that still waits.
    double waiting = 1, mean = 0, at_risk = all;
    for (std::size_t v = 1; v < named.size() && at_risk > 0; ++v) {
        mean += waiting;
        waiting *= 1 - took[v] / at_risk;
        at_risk -= took[v] + not_by[v];
    }
    return static_cast<double>(middle) / mean;
}

void LoopPromises::add(const LoopRuns& runs) {
    const std::size_t before = blocks_.size();
    blocks_.resize(before + (runs.population.people.size() + block_size - 1) / block_size);
    for (const Rejections::Came& one : runs.rejections.came()) {
        if (!runs.genuine(one.user)) continue;
        Block& block = blocks_[before + one.user / block_size];
        const auto place = [](int visits) {
            return static_cast<std::size_t>(std::clamp(visits, 0, longest_promise));
        };
        block.named[place(one.promised)] += 1;
        if (one.visits > 0)
            block.took[place(one.visits)] += 1;
        else
            block.not_by[place(one.promised)] += 1;
    }
}

void LoopPromises::write(std::vector<LoopMeasure>& measures) const {
    double promises = 0;
    for (const Block& block : blocks_)
        promises += sum(block.named);
    measures.push_back({.key = "promise_wait",
                        .unit = LoopUnit::times,
                        .value = value_of(jackknife(std::span<const Block>(blocks_),
                                                    [](const Block& block) { return block.wait(); }),
                                          promises, 0),
                        .most = longest_wait});
}

} // namespace attune
