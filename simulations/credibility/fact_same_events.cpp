// The same run gives the same events: done twice, and with one thread or several. Without this no difference
// between two policies could be put down to the policies.
#include "core/base/fingerprint.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <algorithm>
#include <cstdlib>

namespace attune {
namespace {

constexpr int several_threads = 4;

/// Every event of a run in order, each by the digest of all that a log says of it.
Result<std::vector<std::string>> events_of(RunRequest request) {
    std::vector<std::string> digests;
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            Fingerprint digest;
            for (const char c : to_json_line(event))
                digest.add(static_cast<unsigned char>(c));
            digests.push_back(digest.hex());
        }
    };
    if (auto run = run_arm(request); !run) return pass_on(run);
    return digests;
}

/// In how many places two logs differ; what one has and the other has not counts too.
Result<double> differing(const RunRequest& a, const RunRequest& b) {
    auto first = events_of(a);
    if (!first) return pass_on(first);
    auto second = events_of(b);
    if (!second) return pass_on(second);
    const std::size_t both = std::min(first->size(), second->size());
    double count = static_cast<double>(std::max(first->size(), second->size()) - both);
    for (std::size_t i = 0; i < both; ++i)
        count += (*first)[i] == (*second)[i] ? 0 : 1;
    if (first->empty()) return std::numeric_limits<double>::quiet_NaN();
    return count;
}

Result<Sample> measure_twice(const Trial& trial) {
    auto world = world_of_arm(trial, "default");
    if (!world) return pass_on(world);
    const RunRequest request = request_of(trial, *world);
    RunRequest own_chance = request;
    own_chance.chance = 1;
    auto same = differing(request, request);
    if (!same) return pass_on(same);
    auto other = differing(request, own_chance);
    if (!other) return pass_on(other);
    return Sample{{{*same, *other}}, {}};
}

Result<Sample> measure_threads(const Trial& trial) {
    auto world = world_of_arm(trial, "default");
    if (!world) return pass_on(world);
    RunRequest one = request_of(trial, *world);
    one.threads = 1;
    RunRequest several = one;
    several.threads = several_threads;
    RunRequest other_people = several;
    other_people.seed = trial.seed + 1;
    auto same = differing(one, several);
    if (!same) return pass_on(same);
    auto other = differing(one, other_people);
    if (!other) return pass_on(other);
    return Sample{{{*same, *other}}, {}};
}

constexpr TrialSize quick_size = {.seeds = 1, .users = 300, .days = 10, .items = 200};
constexpr TrialSize full_size = {.seeds = 3, .users = 1000, .days = 14, .items = 500};

} // namespace

FactSpec same_twice_fact() {
    return {.id = "same_twice",
            .source = "A/A test with common random numbers (behaviour model, section 8)",
            .checks = {{.id = "events", .unit = "events", .expected = {0, 0}, .without_cause = {.lower = 1}}},
            .arms = {{"default", {}}},
            .quick = quick_size,
            .full = full_size,
            .measure = measure_twice,
            .weight = 1};
}

FactSpec same_threads_fact() {
    return {.id = "same_threads",
            .source = "Repeatability (behaviour model, section 8)",
            .checks = {{.id = "events", .unit = "events", .expected = {0, 0}, .without_cause = {.lower = 1}}},
            .arms = {{"default", {}}},
            .quick = quick_size,
            .full = full_size,
            .measure = measure_threads,
            .weight = 1};
}

} // namespace attune
