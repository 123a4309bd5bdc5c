// Groups that a policy leaves worse off than four fifths, and what was done about it.
#pragma once

#include <string>
#include <vector>

namespace attune {

/// What stands against a breach.
enum class BreachCover {
    none,
    limit,    ///< the policy holds a floor for the group, or a share by merit
    exception ///< somebody answers for it, with a reason
};

/// A group below four fifths, surely: its whole interval is.
struct FairBreach {
    std::string group = {}; ///< "providers=small", "activity=occasional" ...
    /// Of providers, the share of exposure over the share of true liking; of people, their satisfaction over
    /// everybody's. 1 is equal.
    double ratio = 0, lower = 0, upper = 0;
    BreachCover cover = BreachCover::none;
    std::string reason = {}; ///< of an exception
    bool operator==(const FairBreach&) const = default;
};

/// What was measured before a policy was put into force.
struct FairnessCheck {
    std::string scenario = {}; ///< empty: an older program, that did not measure
    int people = 0, days = 0, replications = 0;
    std::vector<FairBreach> breaches = {};
    bool operator==(const FairnessCheck&) const = default;
};

} // namespace attune
