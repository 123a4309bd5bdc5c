#include "tests/benchmarks/paired_run.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "tests/benchmarks/floor.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>

namespace attune::benchmarks {
namespace {

std::vector<float> normal_numbers(std::size_t count, std::uint32_t owner) {
    std::vector<float> numbers(count);
    const StreamKey key = stream_key(1, owner);
    for (std::size_t i = 0; i < count; ++i)
        numbers[i] = 0.2F * normal_quantile(
                                uniform(words_at(key, Stream::resample, static_cast<std::uint32_t>(i))[0]));
    return numbers;
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

Floor::Floor(int items)
    : items_(items)
    , item_factors_(normal_numbers(static_cast<std::size_t>(items) * floor_factors, 1))
    , people_(normal_numbers(floor_people * floor_factors, 2))
    , scores_(static_cast<std::size_t>(items) * floor_people) {}

void Floor::run() {
    attune_floor_score(item_factors_.data(), items_, people_.data(), scores_.data());
    benchmark::DoNotOptimize(scores_.data());
    benchmark::ClobberMemory();
}

double thread_nanoseconds() {
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

void run_against_floor(benchmark::State& state, int items, double pieces, double pieces_per_person,
                       const std::function<void()>& work) {
    if (!floor_can_run()) {
        state.SkipWithError("the floor needs a processor with AVX2 and FMA");
        return;
    }
    Floor floor(items);
    work();
    floor.run();
    std::vector<double> ours;
    std::vector<double> floors;
    std::vector<double> ratios;
    for ([[maybe_unused]] auto iteration : state) {
        const double start = thread_nanoseconds();
        work();
        const double half = thread_nanoseconds();
        floor.run();
        const double end = thread_nanoseconds();
        ours.push_back((half - start) / pieces);
        floors.push_back((end - half) / floor_people);
        ratios.push_back(ours.back() * pieces_per_person / floors.back());
        state.SetIterationTime((half - start) * 1e-9);
    }
    state.counters["ns"] = median(ours);
    state.counters["floor_ns"] = median(floors);
    state.counters["ratio"] = median(ratios);
}

} // namespace attune::benchmarks
