// Reading an event log from a file: every line is checked, nothing of it is kept but the figures.
#pragma once

#include "core/base/result.h"
#include "simulations/fit/log_figures.h"

#include <functional>
#include <stop_token>
#include <string>

namespace attune {

struct ReadLog {
    Figures figures; ///< all of log_figures()
    std::int64_t lines = 0;
    std::int64_t people = 0;
    std::int64_t prompts = 0;
    std::int64_t late = 0; ///< people whose first event is later than day 1
    int days = 0;
};

/// Errors: those of LineReader and event_from_line; bad_input for a log in which a person's prompts or visits
/// go back in time or answers come without a prompt, each with its line; cancelled.
Result<ReadLog> read_event_log(const std::string& path, const std::function<void(double done)>& progress = {},
                               const std::stop_token& stop = {});

} // namespace attune
