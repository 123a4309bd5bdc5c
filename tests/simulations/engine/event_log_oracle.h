// The measures of a run worked out once more from its raw events alone, the slow and plain way: one pass per
// question, sets of what was seen, definitions as written in the books. Shares no code with core/measures.
#pragma once

#include "core/catalogue/catalogue.h"
#include "simulations/engine/event_log.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace attune::test {

/// What the oracle has to be told besides the events.
struct Enrolled {
    int days = 0;
    std::vector<UserId> people;     ///< whom to count; events of others are ignored
    std::vector<double> slate_time; ///< by user, times the usual time a slate takes
};

/// Metric key -> value, for every metric that a log can give; a metric without a value is left out.
std::map<std::string, double> measures_of_log(const std::vector<LoggedEvent>& log, const Enrolled& enrolled);

/// Share of all exposure by provider group, Gini coefficient and coverage over all items: "exposure_share
/// provider=small" and so on.
std::map<std::string, double> exposure_of_log(const std::vector<LoggedEvent>& log,
                                              const Catalogue& catalogue);

/// The events that satisfy `wanted`.
std::vector<LoggedEvent> only(const std::vector<LoggedEvent>& log,
                              const std::function<bool(const LoggedEvent&)>& wanted);

} // namespace attune::test
