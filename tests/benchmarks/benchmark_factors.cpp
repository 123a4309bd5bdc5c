// How long a sweep of iALS takes, against the floor of the same run: the same systems of equations by plain
// Eigen (floor_factors.h). One thread.
//   benchmark_factors
// 100,000 pairs, popular items far ahead; few users with many pairs, or many with few. Column ns is per pair
// and sweep, ratio ours to the floor. Wanted: at most 3 with 64 factors.
#include "core/base/random.h"
#include "core/offline/implicit_factors.h"
#include "tests/benchmarks/floor.h"
#include "tests/benchmarks/floor_factors.h"
#include "tests/benchmarks/paired_run.h"

#include <algorithm>
#include <set>

namespace attune::benchmarks {
namespace {

constexpr std::size_t pair_count = 100'000;

std::vector<offline::Row> make_pairs(std::uint32_t users, std::uint32_t items) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    const StreamKey key = stream_key(5, 0);
    for (std::uint32_t k = 0; pairs.size() < pair_count; ++k) {
        const Words words = words_at(key, Stream::resample, k);
        const float far = uniform(words[1]);
        pairs.emplace(words[0] % users,
                      std::min(items - 1, static_cast<std::uint32_t>(far * far * static_cast<float>(items))));
    }
    std::vector<offline::Row> rows;
    for (const auto& [user, item] : pairs)
        rows.push_back({user, item, 1, offline::no_time});
    return rows;
}

/// Pairs by one side, for the floor.
struct Side {
    std::vector<std::size_t> offsets;
    std::vector<std::uint32_t> others;

    Side(const std::vector<offline::Row>& pairs, std::size_t count, std::uint32_t offline::Row::*side,
         std::uint32_t offline::Row::*other) {
        std::vector<offline::Row> sorted = pairs;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [&](const offline::Row& a, const offline::Row& b) { return a.*side < b.*side; });
        offsets.assign(count + 1, 0);
        for (const offline::Row& row : sorted) {
            ++offsets[row.*side + std::size_t{1}];
            others.push_back(row.*other);
        }
        for (std::size_t k = 0; k < count; ++k)
            offsets[k + 1] += offsets[k];
    }
};

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
}

/// Users, items, factors.
void sweep(benchmark::State& state) {
    if (!floor_can_run()) return state.SkipWithError("the floor needs a processor with AVX2 and FMA");
    const auto users = static_cast<std::uint32_t>(state.range(0));
    const auto items = static_cast<std::uint32_t>(state.range(1));
    const auto d = static_cast<std::size_t>(state.range(2));
    const auto pairs = make_pairs(users, items);
    const Side by_user(pairs, users, &offline::Row::user, &offline::Row::item);
    const Side by_item(pairs, items, &offline::Row::item, &offline::Row::user);
    offline::ImplicitOptions options;
    options.factors = d;
    options.sweeps = 1;
    std::vector<double> user_side(users * d), item_side(items * d, 0.01);
    std::vector<double> ours, ratios;
    for ([[maybe_unused]] auto iteration : state) {
        const double start = thread_nanoseconds();
        const auto model = offline::fit_implicit_factors(pairs, users, items, options);
        benchmark::DoNotOptimize(model.item.data());
        const double half = thread_nanoseconds();
        attune_floor_solve(item_side.data(), items, d, by_user.offsets.data(), by_user.others.data(), users,
                           0.05, 1, user_side.data());
        attune_floor_solve(user_side.data(), users, d, by_item.offsets.data(), by_item.others.data(), items,
                           0.05, 1, item_side.data());
        const double end = thread_nanoseconds();
        ours.push_back((half - start) / static_cast<double>(pairs.size()));
        ratios.push_back((half - start) / (end - half));
        state.SetIterationTime((half - start) * 1e-9);
    }
    state.counters["ns"] = median(ours);
    state.counters["ratio"] = median(ratios);
}
BENCHMARK(sweep)
    ->ArgNames({"users", "items", "factors"})
    ->ArgsProduct({{1000}, {1700}, {32, 64, 128}})
    ->ArgsProduct({{16000}, {10000}, {32, 64, 128}})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

} // namespace
} // namespace attune::benchmarks

BENCHMARK_MAIN();
