// Whether a policy can run in a scenario, known before anything runs: which provider groups there are, and
// whether the floors set for them can be met. The run makes the same check; this one answers at the lever.
#pragma once

#include "core/policy/policy.h"
#include "simulations/study/simulate.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune {

class PolicyFit {
public:
    /// `scenario` is not null.
    explicit PolicyFit(std::shared_ptr<const LoadedScenario> scenario);

    /// Of the scenario's catalogue, in its order; what floors may be set for.
    const std::vector<std::string>& provider_groups() const { return groups_; }

    /// check_policy(), and floors that this catalogue cannot meet. Answers within about 10 ms: where a
    /// catalogue is too large for that, floors are left to the run.
    Status check(const Policy& policy);

private:
    std::shared_ptr<const LoadedScenario> scenario_;
    std::vector<std::string> groups_;
    std::optional<WorldData> made_; ///< the synthetic world, once a floor asks for it
};

} // namespace attune
