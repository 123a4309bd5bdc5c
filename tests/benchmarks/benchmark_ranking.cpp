// What fairness and variety cost a session: the same people and days with floors and guard, with MMR and with
// the DPP beside them, as ratios to the plain session. 1,000 items, 32 factors.
//   benchmark_ranking [--benchmark_filter=...]
// ratio is processor time per session over that of the plain policy, the two run in turn.
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"

#include <benchmark/benchmark.h>

#include <ctime>
#include <iterator>

namespace attune::benchmarks {
namespace {

constexpr int people = 2000;
constexpr int days = 15;
constexpr int items = 1000;
constexpr int turns = 3;

double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Spent {
    double seconds = 0, sessions = 0;
    double per_session() const { return seconds / sessions; }
};

void run_once(const WorldData& world, const Policy& policy, Spent& spent) {
    RunRequest request;
    request.world = &world;
    request.policy = policy;
    request.users = people;
    request.days = days;
    request.threads = 1;
    const double before = processor_seconds();
    const auto observation = run_policy(request);
    spent.seconds += processor_seconds() - before;
    for (const Cluster& cluster : observation->clusters)
        for (const GroupTallies& day : cluster.days)
            spent.sessions += day[0][Tally::sessions];
}

struct Case {
    const char* label;
    bool floor;
    Diversity diversity;
    double taste_match;
};
constexpr Case cases[] = {{"floors and guard", true, Diversity::off, 0},
                          {"floors, guard and MMR", true, Diversity::mmr, 0},
                          {"floors, guard and DPP", true, Diversity::dpp, 0},
                          {"MMR", false, Diversity::mmr, 0},
                          {"DPP", false, Diversity::dpp, 0},
                          {"own mix", false, Diversity::off, 0.5}};

void against_plain(benchmark::State& state) {
    const Case& one = cases[state.range(0)];
    state.SetLabel(one.label);
    const WorldData world = make_synthetic_world(Assumptions{}, items, 1);
    Policy policy;
    if (one.floor) policy.exposure_floor = {{world.catalogue.provider_groups.back(), 0.3}};
    policy.diversity = static_cast<int>(one.diversity);
    policy.taste_match = one.taste_match;
    Spent plain, with;
    for (auto _ : state)
        for (int turn = 0; turn < turns; ++turn) {
            run_once(world, Policy{}, plain);
            run_once(world, policy, with);
        }
    state.counters["ratio"] = with.per_session() / plain.per_session();
    state.counters["plain_us_per_session"] = 1e6 * plain.per_session();
    state.counters["us_per_session"] = 1e6 * with.per_session();
}
BENCHMARK(against_plain)->DenseRange(0, std::size(cases) - 1)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace attune::benchmarks

BENCHMARK_MAIN();
