// What appending to a trail costs, against the floor that no trail goes below: the same hashes of the same
// messages (a chain value and a leaf per event, and the nodes of the tree), by bare calls of libsodium in the
// same process. Limit: twice the floor, with values sealed and everything on the disk.
#include "core/workspace/workspace.h"

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <cstring>
#include <ctime>
#include <filesystem>
#include <span>

using namespace attune;

namespace {

constexpr std::uint64_t events_of_a_run = 200000;
constexpr std::uint64_t events_of_a_day = 20000;

double processor_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// A mixture as runs have it: of ten events six are reads, one is a slate with ten sealed items.
std::vector<TrailEvent> some_events(bool sealed) {
    constexpr TrailKind kinds[] = {TrailKind::visit, TrailKind::read,    TrailKind::read,    TrailKind::read,
                                   TrailKind::slate, TrailKind::read,    TrailKind::derived, TrailKind::read,
                                   TrailKind::read,  TrailKind::captured};
    std::vector<TrailEvent> events(events_of_a_run);
    events[0].kind = TrailKind::begin;
    events[0].text = R"({"run":"benchmark"})";
    for (std::size_t i = 1; i < events.size(); ++i) {
        TrailEvent& event = events[i];
        event.kind = kinds[i % 10];
        event.person = UserId(static_cast<std::uint32_t>(i / 40 % 500));
        event.visit = static_cast<std::uint32_t>(i / 40);
        event.time_ms = static_cast<std::int64_t>(i) * 97;
        event.relies_on = i / 2;
        if (sealed && event.kind == TrailKind::slate) event.text.assign(40, 'i');
    }
    return events;
}

/// The hashes alone; the result keeps the compiler from leaving them out.
unsigned bare_hashes(const std::vector<std::size_t>& payload_bytes) {
    std::vector<std::uint8_t> message(4096, 1);
    std::array<std::uint8_t, 32> hash{};
    std::uint64_t n = 0;
    for (const std::size_t bytes : payload_bytes) {
        std::memcpy(message.data() + 1, &++n, sizeof n);
        std::memcpy(message.data() + 9, hash.data(), hash.size());
        crypto_hash_sha256(hash.data(), message.data(), 41 + bytes);
        crypto_hash_sha256(hash.data(), message.data(), 9 + bytes);
        for (std::uint64_t rest = n - 1; (rest & 1U) != 0; rest >>= 1U)
            crypto_hash_sha256(hash.data(), message.data(), 65);
    }
    return hash[0];
}

void append_events(benchmark::State& state) {
    const bool sealed = state.range(0) != 0;
    const std::vector<TrailEvent> events = some_events(sealed);
    std::vector<std::size_t> sizes;
    std::vector<std::uint8_t> payload;
    for (const TrailEvent& event : events) {
        payload.clear();
        append_payload(event, payload);
        const bool values = uses(event.kind, trail_field::values) && !event.text.empty();
        sizes.push_back(payload.size() + (values ? sealed_bytes(0) : 0));
    }
    const std::string path =
        (std::filesystem::temp_directory_path() / ("trail-" + std::to_string(::getpid()) + ".attune"))
            .string();
    double floor = 0, spent = 0, read = 0;
    std::uintmax_t bytes = 0;
    for ([[maybe_unused]] const auto step : state) {
        double before = processor_seconds();
        benchmark::DoNotOptimize(bare_hashes(sizes));
        floor += processor_seconds() - before;

        std::filesystem::remove(path);
        const auto workspace = Workspace::open(path, OpenMode::create);
        if (!workspace) return state.SkipWithError("no workspace");
        before = processor_seconds();
        auto trail = workspace->write_trail(SigningKey::ephemeral());
        if (!trail) return state.SkipWithError("no trail");
        for (std::size_t at = 0; at < events.size(); at += events_of_a_day) {
            const auto day =
                std::span(events).subspan(at, std::min<std::size_t>(events_of_a_day, events.size() - at));
            if (!trail->append(day) || !trail->commit(HeadReason::run, "2024-05-06T07:08:09Z"))
                return state.SkipWithError("not appended");
        }
        spent += processor_seconds() - before;
        bytes = std::filesystem::file_size(path);
        before = processor_seconds();
        if (!workspace->write_trail(SigningKey::ephemeral())) return state.SkipWithError("not read");
        read += processor_seconds() - before;
        std::filesystem::remove(path);
    }
    const auto all = static_cast<double>(events_of_a_run) * static_cast<double>(state.iterations());
    state.counters["ns_per_event"] = 1e9 * spent / all;
    state.counters["ns_floor"] = 1e9 * floor / all;
    state.counters["of_floor"] = spent / floor;
    state.counters["ns_opening"] = 1e9 * read / all;
    state.counters["bytes_per_event"] = static_cast<double>(bytes) / static_cast<double>(events_of_a_run);
    state.counters["events_per_second"] = all / spent;
}
BENCHMARK(append_events)->ArgName("sealed")->Arg(0)->Arg(1)->Iterations(3)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
