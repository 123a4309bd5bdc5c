#include "simulations/study/loop_trust.h"

#include "core/measures/statistics/jackknife.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double lowest_share = 0.1;

} // namespace

LoopTrust::Block& LoopTrust::Block::operator+=(const Block& other) {
    for (std::size_t s = 0; s < people.size(); ++s)
        people[s] += other.people[s];
    all += other.all;
    return *this;
}

LoopTrust::Block& LoopTrust::Block::operator-=(const Block& other) {
    for (std::size_t s = 0; s < people.size(); ++s)
        people[s] -= other.people[s];
    all -= other.all;
    return *this;
}

void LoopTrust::Block::add(double trust) {
    ++people[static_cast<std::size_t>(std::clamp(static_cast<int>(trust * steps), 0, steps - 1))];
    ++all;
}

double LoopTrust::Block::lowest_tenth() const {
    if (all == 0) return Estimate::none;
    const double wanted = lowest_share * all;
    double below = 0;
    for (std::size_t s = 0; s < people.size(); ++s) {
        if (below + people[s] >= wanted && people[s] > 0)
            return (static_cast<double>(s) + (wanted - below) / people[s]) / steps;
        below += people[s];
    }
    return 1;
}

void LoopTrust::add(const LoopRuns& runs) {
    for (std::size_t user = 0; user < runs.population.people.size(); ++user) {
        if (user % block_size == 0) {
            with_.emplace_back();
            without_.emplace_back();
        }
        if (!runs.genuine(user)) continue;
        with_.back().add(runs.episodes.trust()[user]);
        without_.back().add(runs.twin_episodes.trust()[user]);
    }
}

void LoopTrust::write(std::vector<LoopMeasure>& measures) const {
    double people = 0;
    for (const Block& block : with_)
        people += block.all;
    const Estimate change = paired_jackknife(std::span<const Block>(without_), std::span<const Block>(with_),
                                             [](const Block& block) { return block.lowest_tenth(); });
    measures.push_back({.key = "trust_lowest",
                        .unit = LoopUnit::change,
                        .value = value_of(change, people, -1, 1),
                        .least = 0});
}

} // namespace attune
