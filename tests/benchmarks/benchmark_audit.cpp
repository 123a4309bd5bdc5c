// What verifying and auditing a trail cost, beside the bare hashes that both need: chain values, leaves and
// nodes, made by libcrypto with one context. Limits: verify within three times, audit within six.
#include "core/audit/trail_audit.h"
#include "core/base/json.h"
#include "core/base/resources.h"

#include <benchmark/benchmark.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

using namespace attune;
using namespace attune::audit::trail;

namespace {

constexpr std::uint64_t events = 400'000;
constexpr std::uint32_t people = 2'000;
constexpr std::uint64_t in_segment = 256;

double processor_nanoseconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

using Payload = std::vector<std::uint8_t>;

Payload payload_of(const Event& event) {
    Payload bytes(fixed_bytes + event.text.size());
    const auto put = [&](std::size_t at, const auto& value) {
        std::memcpy(&bytes[at], &value, sizeof value);
    };
    put(0, event.kind);
    put(1, event.module);
    put(2, event.purpose);
    put(3, event.signal);
    put(4, event.decision);
    put(5, event.from);
    put(6, event.to);
    put(7, event.entity);
    put(8, event.method);
    put(12, event.purposes);
    put(16, event.person);
    put(20, event.visit);
    put(24, event.number);
    put(28, event.rows);
    put(32, event.mask);
    put(38, event.newest_day);
    put(40, event.time_ms);
    put(48, event.relies_on);
    put(56, static_cast<std::uint32_t>(event.text.size()));
    if (!event.text.empty()) std::memcpy(&bytes[fixed_bytes], event.text.data(), event.text.size());
    return bytes;
}

Event begin_event() {
    const auto file = [](const char* path) { return Json::parse(find_resource(path).value_or("{}")); };
    Event event;
    event.kind = Kind::begin;
    event.text = Json{{"people", people},
                      {"watched", "all"},
                      {"matrix", file("consent/matrix.json")},
                      {"notices", file("consent/notices.json")["notices"]},
                      {"asking", {{"session_cap", 1}, {"weekly_cap", 7}, {"enabled", true}}}}
                     .dump();
    return event;
}

/// A sound trail: everybody agrees, then visits in which rows are kept, read and used, with a few questions.
std::vector<Payload> trail_of_visits() {
    constexpr Kind in_visit[] = {Kind::visit, Kind::captured, Kind::captured, Kind::read,  Kind::read,
                                 Kind::read,  Kind::derived,  Kind::slate,    Kind::slate, Kind::question};
    std::vector<Payload> payloads = {payload_of(begin_event())};
    for (std::uint32_t p = 0; p < people; ++p) {
        Event event;
        event.kind = Kind::consent;
        event.person = p;
        event.purpose = Purpose::adjust_my_recommendations;
        event.to = State::given;
        event.method = Method::settings;
        payloads.push_back(payload_of(event));
    }
    for (std::uint32_t visit = 0; payloads.size() < events; ++visit)
        for (std::uint32_t p = 0; p < people; ++p)
            for (const Kind kind : in_visit) {
                if (payloads.size() == events) break;
                Event event;
                event.kind = kind;
                event.person = p;
                event.visit = visit;
                event.time_ms = visit * day_ms + p;
                const std::uint32_t fields = fields_of(kind);
                if ((fields & field::purpose) != 0) event.purpose = Purpose::adjust_my_recommendations;
                if ((fields & field::relies_on) != 0) event.relies_on = 2 + p;
                if (kind == Kind::captured)
                    event.purposes = 1U << static_cast<unsigned>(Purpose::adjust_my_recommendations);
                if (kind == Kind::read || kind == Kind::captured)
                    event.newest_day = static_cast<std::uint16_t>(visit);
                if (kind == Kind::read) event.rows = 3;
                if (kind == Kind::derived) event.mask = 1;
                if (kind == Kind::slate) event.text.assign(70, 'x'); // sealed: ten items
                payloads.push_back(payload_of(event));
            }
    return payloads;
}

/// The bare hashes, over messages that lie ready.
class Floor {
public:
    explicit Floor(const std::vector<Payload>& payloads) {
        for (std::size_t n = 0; n < payloads.size(); ++n) {
            Payload leaf(9);
            std::memcpy(&leaf[1], &n, sizeof n);
            Payload chain(41);
            std::memcpy(&chain[1], &n, sizeof n);
            leaf.insert(leaf.end(), payloads[n].begin(), payloads[n].end());
            chain.insert(chain.end(), payloads[n].begin(), payloads[n].end());
            leaves_.push_back(std::move(leaf));
            chains_.push_back(std::move(chain));
        }
    }
    void run() {
        std::array<std::uint8_t, 65> node{1};
        for (std::size_t n = 0; n < leaves_.size(); ++n) {
            hash(chains_[n].data(), chains_[n].size());
            hash(leaves_[n].data(), leaves_[n].size());
            hash(node.data(), node.size()); // one node less than leaves
        }
        benchmark::DoNotOptimize(out_);
    }

private:
    void hash(const std::uint8_t* bytes, std::size_t size) {
        EVP_DigestInit_ex2(context_.get(), first_ ? EVP_sha256() : nullptr, nullptr);
        first_ = false;
        EVP_DigestUpdate(context_.get(), bytes, size);
        EVP_DigestFinal_ex(context_.get(), out_.data(), nullptr);
    }
    std::vector<Payload> leaves_, chains_;
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::array<std::uint8_t, 32> out_{};
    bool first_ = true;
};

/// A workspace's trail in a file that goes with it.
class TrailFile {
public:
    explicit TrailFile(const std::vector<Payload>& payloads)
        : path_((std::filesystem::temp_directory_path() / ("attune-audit-" + std::to_string(::getpid())))
                    .string()) {
        std::filesystem::remove(path_);
        sqlite3* file = nullptr;
        sqlite3_open(path_.c_str(), &file);
        sqlite3_exec(
            file,
            "PRAGMA synchronous = OFF; BEGIN; CREATE TABLE trail_segment(first INTEGER PRIMARY KEY, "
            "count INTEGER, payloads BLOB, chain BLOB) STRICT; CREATE TABLE trail_head(number INTEGER "
            "PRIMARY KEY, json TEXT, key BLOB, signature BLOB) STRICT;",
            nullptr, nullptr, nullptr);
        sqlite3_stmt* insert = nullptr;
        sqlite3_prepare_v2(file, "INSERT INTO trail_segment VALUES (?, ?, ?, ?)", -1, &insert, nullptr);
        Hasher hasher;
        Hash chain{};
        for (std::uint64_t first = 0; first < payloads.size(); first += in_segment) {
            const std::uint64_t end = std::min<std::uint64_t>(first + in_segment, payloads.size());
            Payload bytes;
            for (std::uint64_t n = first; n < end; ++n) {
                chain = hasher.chain(n + 1, chain, payloads[n]);
                bytes.insert(bytes.end(), payloads[n].begin(), payloads[n].end());
            }
            sqlite3_reset(insert);
            sqlite3_bind_int64(insert, 1, static_cast<std::int64_t>(first + 1));
            sqlite3_bind_int64(insert, 2, static_cast<std::int64_t>(end - first));
            sqlite3_bind_blob64(insert, 3, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
            sqlite3_bind_blob64(insert, 4, chain.data(), chain.size(), SQLITE_TRANSIENT);
            sqlite3_step(insert);
        }
        sqlite3_finalize(insert);
        sqlite3_exec(file, "COMMIT", nullptr, nullptr, nullptr);
        sqlite3_close(file);
    }
    TrailFile(const TrailFile&) = delete;
    TrailFile& operator=(const TrailFile&) = delete;
    ~TrailFile() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// Each beside the bare hashes of the same events, in turns, so that a busy machine slows both.
void beside_hashes(benchmark::State& state, bool with_rules) {
    const std::vector<Payload> payloads = trail_of_visits();
    const TrailFile file(payloads);
    Floor floor(payloads);
    double ours = 0, bare = 0;
    for ([[maybe_unused]] const auto step : state) {
        const double start = processor_nanoseconds();
        floor.run();
        const double middle = processor_nanoseconds();
        if (with_rules) {
            const auto made = audit_workspace(file.path(), {});
            if (!made || made->verdict.events != static_cast<std::int64_t>(events) ||
                made->verdict.of(Invariant::consent_at_use).failures != 0)
                state.SkipWithError("the audit did not find what it should");
        } else {
            const auto reader = audit::Reader::open(file.path());
            const auto report = reader ? check_chain(*reader, {}, {}) : Result<ChainReport>(pass_on(reader));
            if (!report || report->events != events || report->chain.failures != 0)
                state.SkipWithError("the trail does not verify");
        }
        bare += middle - start;
        ours += processor_nanoseconds() - middle;
    }
    const auto rounds = static_cast<double>(state.iterations()) * static_cast<double>(events);
    state.counters["ns_per_event"] = ours / rounds;
    state.counters["ns_of_hashes"] = bare / rounds;
    state.counters["times_the_hashes"] = ours / bare;
}

void verify_trail(benchmark::State& state) {
    beside_hashes(state, false);
}
BENCHMARK(verify_trail)->Iterations(5)->Unit(benchmark::kMillisecond);

void audit_trail(benchmark::State& state) {
    beside_hashes(state, true);
}
BENCHMARK(audit_trail)->Iterations(5)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
