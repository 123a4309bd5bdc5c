// How fast whole runs are: 10,000 people, 30 days, the default policy.
//   benchmark_engine [--benchmark_filter=one_thread]
// sessions_per_second and steps_per_second (slates shown) are of processor time on one thread and of wall
// time on two; ratio is the time of one session to the floor's time for one person on the same catalogue (see
// floor.h).
#include "core/recommender/recommender.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "tests/benchmarks/floor.h"
#include "tests/benchmarks/paired_run.h"

#include <chrono>
#include <ctime>

namespace attune::benchmarks {
namespace {

constexpr int people = 10000;
constexpr int days = 30;
constexpr int iterations = 3;

struct Counted {
    double sessions = 0;
    double slates = 0;
};

Counted run_once(const WorldData& world, int users, int length, int threads) {
    RunRequest request;
    request.world = &world;
    request.users = users;
    request.days = length;
    request.threads = threads;
    const auto observation = run_policy(request);
    Counted counted;
    for (const Cluster& cluster : observation->clusters)
        for (const GroupTallies& day : cluster.days) {
            counted.sessions += day[0][Tally::sessions];
            counted.slates += day[0][Tally::slates];
        }
    return counted;
}

double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void one_thread(benchmark::State& state) {
    const int items = static_cast<int>(state.range(0));
    const WorldData world = make_synthetic_world(Assumptions{}, items, 1);
    const Counted size = run_once(world, people, days, 1);
    double spent = 0;
    run_against_floor(state, items, size.sessions, 1, [&] {
        const double before = thread_nanoseconds();
        run_once(world, people, days, 1);
        spent += thread_nanoseconds() - before;
    });
    state.counters["sessions_per_second"] =
        size.sessions * static_cast<double>(state.iterations()) / (spent * 1e-9);
    state.counters["steps_per_second"] =
        size.slates * static_cast<double>(state.iterations()) / (spent * 1e-9);
    state.counters["slates_per_session"] = size.slates / size.sessions;
    state.counters["world_bytes_per_person"] = sizeof(Person);
    state.counters["recommender_bytes_per_person"] = static_cast<double>(Gate::bytes_per_user());
}
BENCHMARK(one_thread)
    ->Arg(1000)
    ->Arg(5000)
    ->Arg(20000)
    ->Iterations(iterations)
    ->Unit(benchmark::kMillisecond);

/// Two threads against one, in turn: wall time gained, processor time lost.
void two_threads(benchmark::State& state) {
    const WorldData world = make_synthetic_world(Assumptions{}, static_cast<int>(state.range(0)), 1);
    const auto wall = [] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
    std::array<double, 3> wall_of{};
    std::array<double, 3> processor_of{};
    Counted size;
    for (auto _ : state)
        for (const int threads : {1, 2}) {
            const double wall_before = wall();
            const double processor_before = processor_seconds();
            size = run_once(world, people, days, threads);
            wall_of[static_cast<std::size_t>(threads)] += wall() - wall_before;
            processor_of[static_cast<std::size_t>(threads)] += processor_seconds() - processor_before;
        }
    state.counters["sessions_per_second"] =
        size.sessions * static_cast<double>(state.iterations()) / wall_of[2];
    state.counters["wall_speed_up"] = wall_of[1] / wall_of[2];
    state.counters["processor_time_per_session"] = processor_of[2] / processor_of[1];
}
BENCHMARK(two_threads)->Arg(1000)->Arg(5000)->Iterations(iterations)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace attune::benchmarks

BENCHMARK_MAIN();
