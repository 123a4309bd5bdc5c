// What a policy may do to push people. Such a policy can be simulated and compared, to see what pushing
// brings and costs, but it is never put into force.
#pragma once

#include "core/policy/policy.h"

#include <span>
#include <string_view>
#include <vector>

namespace attune {

/// One way of pushing. Words: "coercion.name.<key>" for what it offends against, "coercion.never.<key>" for
/// why a policy that has it is never put into force.
struct CoerciveTrait {
    std::string_view key;
    bool (*has)(const Policy& policy);
};

/// Every way of pushing that a policy could be set to.
std::span<const CoerciveTrait> all_coercive_traits();

/// Those that this policy has; none for a policy that may be put into force.
std::vector<CoerciveTrait> coercive_traits(const Policy& policy);

} // namespace attune
