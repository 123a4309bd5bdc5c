// Scenarios small enough for a test, and how to find a value in a record.
#pragma once

#include "core/policy/parameters.h"
#include "simulations/study/simulate.h"
#include "tests/support/test.h"

#include <algorithm>
#include <stdexcept>

namespace attune::test {

inline LoadedScenario small_scenario(int users, int days, int items, std::uint64_t seed = 1) {
    LoadedScenario loaded;
    loaded.scenario.name = "small";
    loaded.scenario.users = users;
    loaded.scenario.days = days;
    loaded.scenario.items = items;
    loaded.scenario.seed = seed;
    return loaded;
}

/// The value of a metric, which must be there.
inline const MetricValue& value_of(const std::vector<MetricValue>& values, const std::string& key,
                                   const std::string& group = "all") {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const MetricValue& v) { return v.key == key && v.group == group; });
    if (found == values.end()) throw std::runtime_error("no value of " + key + " for " + group);
    return *found;
}

inline bool has_value(const std::vector<MetricValue>& values, const std::string& key,
                      const std::string& group = "all") {
    return std::any_of(values.begin(), values.end(),
                       [&](const MetricValue& v) { return v.key == key && v.group == group; });
}

inline Policy shipped_policy(const std::string& name) {
    for (const Policy& policy : shipped_policies())
        if (policy.name == name) return policy;
    throw std::runtime_error("no shipped policy " + name);
}

} // namespace attune::test
