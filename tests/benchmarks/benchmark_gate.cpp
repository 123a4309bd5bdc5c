// What asking the gate costs: the reads and captures that a run makes, made once more on their own, as a
// share of the run's processor time in the same process. Limit: a tenth.
#include "core/recommender/signals/gate.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"

#include <benchmark/benchmark.h>

#include <ctime>

using namespace attune;

namespace {

constexpr int people = 4000, items = 1000, days = 20;

double processor_nanoseconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

void gate_share(benchmark::State& state) {
    const WorldData world = make_synthetic_world(Assumptions{}, items, 1);
    RunRequest request;
    request.world = &world;
    request.users = people;
    request.days = days;
    double run = 0, asked = 0;
    for ([[maybe_unused]] const auto step : state) {
        const double start = processor_nanoseconds();
        const auto observation = run_policy(request);
        if (!observation) {
            state.SkipWithError("the run failed");
            return;
        }
        run += processor_nanoseconds() - start;

        Gate gate(people);
        ConsentState all;
        all.set(Purpose::adjust_my_recommendations, true);
        all.set(Purpose::improve_models, true);
        for (int u = 0; u < people; ++u)
            gate.set_consent(UserId(static_cast<std::uint32_t>(u)), all);
        const GateCounts& made = observation->gate;
        const std::int64_t captures =
            GateCounts::total(made.captured) + GateCounts::total(made.capture_refused);
        const std::int64_t reads =
            GateCounts::total(made.allowed) + GateCounts::total(made.refused) + GateCounts::total(made.gaps);
        GateCounts counts;
        const double before = processor_nanoseconds();
        for (std::int64_t n = 0; n < captures; ++n)
            gate.capture(UserId(static_cast<std::uint32_t>(n % people)), Signal::depth, ItemId(7), 3, 1, 1,
                         counts);
        // Reads of whole histories count each signal once; taken as reads of their own they are dearer.
        for (std::int64_t n = 0; n < reads; ++n)
            benchmark::DoNotOptimize(gate.read(UserId(static_cast<std::uint32_t>(n % people)), Signal::depth,
                                               Purpose::adjust_my_recommendations, Module::deescalation,
                                               counts));
        asked += processor_nanoseconds() - before;
        state.counters["reads_and_captures"] = static_cast<double>(reads + captures);
    }
    state.counters["share_of_run"] = asked / run;
}
BENCHMARK(gate_share)->Iterations(3)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
