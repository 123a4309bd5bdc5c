// Which assumption is fitted to which figures: one table, for logs and for typed numbers. It says what is
// tried; what the figures really tell is found from how the simulation reacts (findings.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct Pin {
    std::string assumption;           ///< key of world_parameters()
    bool from_log = false;            ///< fitted to a log without being asked for
    std::vector<std::string> figures; ///< of log_figures() that speak about it
    std::vector<std::string>
        metrics; ///< of metric_specs() that may be typed and pin it; the first is the plainest
};

const std::vector<Pin>& pins();
const Pin* find_pin(std::string_view assumption);

/// Every metric that may be typed, in the order of the table.
const std::vector<std::string>& target_metrics();

/// Assumptions that these typed metrics are fitted by: one for each row of the table that has one of them.
std::vector<std::string> pinned_by_metrics(const std::vector<std::string>& metrics);

} // namespace attune
