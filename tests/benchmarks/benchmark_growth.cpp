// How the time of a run grows: with people (1,000 to 100,000) and with items (500 to 8,000), as the slope of
// a straight line through the logarithms of size and processor time, each size by the median of five; and
// whether a million people fit.
//   benchmark_growth [--benchmark_filter=with_items]
// Wanted: slope with people at most 1.05, with items at most 1.1, peak_gib of a million people below 4.
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <span>
#include <string>
#include <vector>

namespace attune::benchmarks {
namespace {

constexpr int repeats = 5;

double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds_of(const WorldData& world, int users, int days) {
    RunRequest request;
    request.world = &world;
    request.users = users;
    request.days = days;
    const double before = processor_seconds();
    const auto observation = run_policy(request);
    benchmark::DoNotOptimize(observation);
    return processor_seconds() - before;
}

double median(std::array<double, repeats> times) {
    std::sort(times.begin(), times.end());
    return times[repeats / 2];
}

/// Least squares through the logarithms.
double slope(std::span<const int> sizes, std::span<const double> times) {
    double x_mean = 0, y_mean = 0, above = 0, below = 0;
    const auto n = static_cast<double>(sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        x_mean += std::log(sizes[i]) / n;
        y_mean += std::log(times[i]) / n;
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        above += (std::log(sizes[i]) - x_mean) * (std::log(times[i]) - y_mean);
        below += (std::log(sizes[i]) - x_mean) * (std::log(sizes[i]) - x_mean);
    }
    return above / below;
}

template <typename Time>
void report_growth(benchmark::State& state, std::span<const int> sizes, const Time& time) {
    std::vector<double> medians;
    for (auto _ : state)
        for (const int size : sizes) {
            std::array<double, repeats> times{};
            for (double& one : times)
                one = time(size);
            medians.push_back(median(times));
            state.counters["seconds_at_" + std::to_string(size)] = medians.back();
        }
    state.counters["slope"] = slope(sizes, medians);
}

void with_people(benchmark::State& state) {
    const WorldData world = make_synthetic_world(Assumptions{}, 1000, 1);
    constexpr std::array sizes = {1000, 3000, 10000, 30000, 100000};
    report_growth(state, sizes, [&](int users) { return seconds_of(world, users, 3); });
}
BENCHMARK(with_people)->Iterations(1)->Unit(benchmark::kSecond);

void with_items(benchmark::State& state) {
    constexpr std::array sizes = {500, 1000, 2000, 4000, 8000};
    report_growth(state, sizes, [&](int items) {
        return seconds_of(make_synthetic_world(Assumptions{}, items, 1), 2000, 10);
    });
}
BENCHMARK(with_items)->Iterations(1)->Unit(benchmark::kSecond);

void a_million_people(benchmark::State& state) {
    const WorldData world = make_synthetic_world(Assumptions{}, 1000, 1);
    for (auto _ : state)
        state.counters["processor_seconds"] = seconds_of(world, 1000000, 3);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    state.counters["peak_gib"] = static_cast<double>(usage.ru_maxrss) / (1024.0 * 1024.0);
}
BENCHMARK(a_million_people)->Iterations(1)->Unit(benchmark::kSecond);

} // namespace
} // namespace attune::benchmarks

BENCHMARK_MAIN();
