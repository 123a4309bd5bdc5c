// A scenario: whom a policy is tried on. People, days, items, seed and the assumptions about the world; or a
// world drawn from an imported ratings file.
#pragma once

#include "simulations/population/assumptions.h"
#include "simulations/population/world_data.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct Scenario {
    std::string name = "calm-baseline";
    std::string purpose; ///< one paragraph in words: what it is for
    int users = 2000;
    int days = 60;
    int items = 1000; ///< of a synthetic world; an imported one brings its own
    std::uint64_t seed = 1;
    bool imported = false;               ///< the world comes with it, from a file
    std::vector<std::string> names = {}; ///< of the people, one each and all different; usually empty
    Assumptions assumptions;

    bool operator==(const Scenario&) const = default;
};

/// {"attune": "scenario", "version": 1, "name", "purpose", "users", "days", "items", "seed", "imported",
/// "names": [...], "assumptions": {...}}; what is left out keeps its default. Complaints name key, range,
/// file and line.
Result<Scenario> scenario_from_json(std::string_view text, const std::string& file);
/// Complete: every assumption is written out.
std::string scenario_to_json(const Scenario& scenario);

const std::vector<Scenario>& shipped_scenarios();

/// Ranges of the four numbers: users 1 .. 2,000,000, days 1 .. 400, items 10 .. 1,000,000, replications 1 ..
/// 200.
struct SizeLimit {
    const char* key;
    std::int64_t least;
    std::int64_t most;
};
const SizeLimit& users_limit();
const SizeLimit& days_limit();
const SizeLimit& items_limit();
const SizeLimit& replications_limit();
Status check_size(const SizeLimit& limit, std::int64_t value);

} // namespace attune
