// How long a person waits in the lab: from a lever move to the first picture, for the later stages of a
// preview, and for a stop; against a full run of 10,000 people and 90 days, both policies, in the same
// process.
//   benchmark_lab [--benchmark_filter=lever_move]
// All times are wall time with as many threads as there are processors. ratio is the first picture's time
// over the full run's; the aim is 1/60 at most, so ratio_times_60 at most 1.
#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "simulations/report/lab_picture.h"
#include "simulations/study/lab_study.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

namespace attune::benchmarks {
namespace {

constexpr int people = 10000;
constexpr int days = 90;
constexpr int moves = 15;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

LabSetup setup_of(int users, int length, int replications) {
    LoadedScenario loaded{shipped_scenarios().front(), std::nullopt};
    loaded.scenario.users = users;
    loaded.scenario.days = length;
    LabSetup setup{std::make_shared<const LoadedScenario>(loaded), Policy{}, Policy{}, replications};
    setup.candidate.gap_hours = 24;
    return setup;
}

SimulateOptions options() {
    SimulateOptions all;
    all.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    return all;
}

/// What the lab does with a result before anything can be drawn.
std::size_t picture_of(Result<LabResult> result) {
    if (!result) std::abort();
    ReportInput input;
    input.comparison = std::move(result->comparison.record);
    input.baseline = std::move(result->comparison.baseline);
    input.run = std::move(result->comparison.candidate);
    return make_lab_picture(input, result->state, Text::english()).charts.size();
}

double seconds_of_full(LabStudy& study, const LabSetup& setup) {
    const double before = now();
    benchmark::DoNotOptimize(picture_of(study.full(setup, options())));
    return now() - before;
}

double seconds_of_preview(LabStudy& study, const LabSetup& setup, const PreviewStage& stage) {
    const double before = now();
    benchmark::DoNotOptimize(picture_of(study.preview(setup, stage, options())));
    return now() - before;
}

/// Argument: replications. With chance known, previews borrow; before that they learn by themselves.
void lever_move(benchmark::State& state) {
    const LabSetup setup = setup_of(people, days, static_cast<int>(state.range(0)));
    const bool chance_known = state.range(1) != 0;
    for (auto _ : state) {
        LabStudy study;
        const double full = seconds_of_full(study, setup);
        if (chance_known) {
            const double before = now();
            if (!study.learn_chance(setup, options())) std::abort();
            state.counters["learn_chance_seconds"] = now() - before;
        }
        LabSetup moved = setup;
        const double first = seconds_of_preview(study, moved, preview_stages().front());
        std::vector<double> times;
        for (int move = 0; move < moves; ++move) {
            moved.candidate.gap_hours = 20 + move;
            times.push_back(seconds_of_preview(study, moved, preview_stages().front()));
        }
        state.counters["full_seconds"] = full;
        state.counters["first_move_ms"] = 1e3 * first; // simulates the baseline's part as well
        state.counters["move_ms"] = 1e3 * median(times);
        state.counters["ratio"] = median(times) / full;
        state.counters["ratio_times_60"] = 60 * median(times) / full;
        moved.candidate.gap_hours = 60;
        state.counters["full_again_seconds"] = seconds_of_full(study, moved); // the baseline is kept
    }
}
BENCHMARK(lever_move)
    ->ArgNames({"replications", "chance"})
    ->Args({1, 0})
    ->Args({1, 1})
    ->Args({4, 1})
    ->Iterations(1)
    ->Unit(benchmark::kSecond);

/// Each stage of a preview on the shipped scenario with four replications, the baseline's part kept.
void stages(benchmark::State& state) {
    const LabSetup setup = setup_of(2000, 60, 4);
    for (auto _ : state) {
        LabStudy study;
        state.counters["full_seconds"] = seconds_of_full(study, setup);
        if (!study.learn_chance(setup, options())) std::abort();
        int number = 0;
        for (const PreviewStage& stage : preview_stages(setup)) {
            seconds_of_preview(study, setup, stage);
            std::vector<double> times;
            for (int turn = 0; turn < 3; ++turn)
                times.push_back(seconds_of_preview(study, setup, stage));
            state.counters["stage" + std::to_string(++number) + "_ms"] = 1e3 * median(times);
        }
    }
}
BENCHMARK(stages)->Iterations(1)->Unit(benchmark::kSecond);

/// From a stop to the end of the work, at twelve points of a full run and four of the time after its last
/// day, when it is measured.
void stopping(benchmark::State& state) {
    const LabSetup setup = setup_of(people, days, 1);
    constexpr int points = 16;
    constexpr int while_simulating = 12;
    for (auto _ : state) {
        LabStudy study;
        std::vector<double> simulating;
        std::vector<double> measuring;
        for (int point = 0; point < points; ++point) {
            const bool late = point >= while_simulating;
            const double share = late ? 1.0 : (point + 0.5) / while_simulating;
            const int delay = late ? 25 * (point - while_simulating) : 7 * (point % 4); // milliseconds
            std::stop_source source;
            std::jthread stopper;
            double asked = 0;
            SimulateOptions how = options();
            how.stop = source.get_token();
            how.progress = [&](double done) {
                if (done < share || stopper.joinable()) return;
                stopper = std::jthread([&] {
                    std::this_thread::sleep_for(std::chrono::milliseconds(delay));
                    asked = now();
                    source.request_stop();
                });
            };
            const bool finished = study.full(setup, how).has_value();
            const double ended = now();
            stopper.join();
            if (!finished) (late ? measuring : simulating).push_back(ended - asked);
        }
        state.counters["stops_simulating"] = static_cast<double>(simulating.size());
        state.counters["stops_measuring"] = static_cast<double>(measuring.size());
        state.counters["median_ms"] = 1e3 * median(simulating);
        state.counters["worst_ms"] = 1e3 * *std::max_element(simulating.begin(), simulating.end());
        if (!measuring.empty())
            state.counters["worst_measuring_ms"] =
                1e3 * *std::max_element(measuring.begin(), measuring.end());
    }
}
BENCHMARK(stopping)->Iterations(1)->Unit(benchmark::kSecond);

} // namespace
} // namespace attune::benchmarks

BENCHMARK_MAIN();
