#include "simulations/study/loop_visits.h"

#include <numeric>

namespace attune {
namespace {

/// Minutes in those visits after the one that came.
double later_minutes(const OpenedVisits::Person& person) {
    return std::accumulate(person.later.begin(), person.later.begin() + person.came, 0.0);
}

} // namespace

void LoopVisits::add(const LoopRuns& runs) {
    for (std::size_t user = 0; user < runs.population.people.size(); ++user) {
        if (user % block_size == 0) blocks_.next_block();
        const OpenedVisits::Person with = runs.opened_visits.person(user);
        const OpenedVisits::Person without = runs.twin_opened_visits.person(user);
        if (!runs.genuine(user) || !with.over || !without.over) continue;
        blocks_[Count::opened] += {with.minutes, 1.0};
        blocks_[Count::opened_twin] += {without.minutes, 1.0};
        // Where the run ended first, nothing is said.
        if (with.begun + OpenedVisits::within_hours > runs.hours) continue;
        blocks_[Count::next] += {later_minutes(with), static_cast<double>(with.came)};
        blocks_[Count::next_twin] += {later_minutes(without), static_cast<double>(without.came)};
        blocks_[Count::came] += {static_cast<double>(with.came), OpenedVisits::after};
        blocks_[Count::came_twin] += {static_cast<double>(without.came), OpenedVisits::after};
        blocks_[Count::all] += {with.minutes + later_minutes(with), 1.0};
        blocks_[Count::all_twin] += {without.minutes + later_minutes(without), 1.0};
    }
}

void LoopVisits::write(std::vector<LoopMeasure>& measures) const {
    constexpr LoopUnit minutes = LoopUnit::minutes;
    measures.push_back(blocks_.measure("visit_opened", minutes, Count::opened, Count::opened_twin));
    measures.push_back(blocks_.measure("visit_next", minutes, Count::next, Count::next_twin));
    measures.push_back(blocks_.measure("visit_came", LoopUnit::share, Count::came, Count::came_twin));
    measures.push_back({.key = "visit_kept",
                        .unit = LoopUnit::times,
                        .value = value_of(blocks_.both(Count::all, Count::all_twin,
                                                       [](double a, double b) { return a / b; }),
                                          blocks_.n(Count::all), 0),
                        .least = least_kept});
}

} // namespace attune
