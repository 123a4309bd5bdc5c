// Runs a piece of work and the floor in turn, in one process, and reports their ratio: times on a shared
// machine move by tens of percent, ratios of neighbours hardly do. Times are processor time of the thread.
#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <vector>

namespace attune::benchmarks {

/// The floor over a synthetic catalogue of so many items.
class Floor {
public:
    explicit Floor(int items);
    /// Scores one block of 64 people.
    void run();

private:
    int items_;
    std::vector<float> item_factors_;
    std::vector<float> people_;
    std::vector<float> scores_;
};

/// Processor time of this thread in nanoseconds.
double thread_nanoseconds();

/// Each iteration does `work` and then runs the floor at `items` items. One call of `work` makes `pieces` of
/// whatever is measured, of which a person needs `pieces_per_person`. Counters, medians over the iterations:
/// ns per piece of ours, floor_ns per person, and ratio, our time for one person to the floor's time for one
/// person.
void run_against_floor(benchmark::State& state, int items, double pieces, double pieces_per_person,
                       const std::function<void()>& work);

} // namespace attune::benchmarks
