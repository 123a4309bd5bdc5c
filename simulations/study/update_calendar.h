// How often to update what is known of the items: seldom, and lists stay as they are while nobody says or
// does anything; often, and they follow what people like. The same people under one policy and several
// calendars (requirement FB-68).
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/panel_run.h"

#include <array>
#include <string>
#include <vector>

namespace attune {

/// Days between two updates, of the calendars that are compared.
constexpr std::array<int, 5> compared_calendars = {1, 3, 7, 14, 28};

struct CalendarRow {
    int update_days = 0;
    int updates = 0;  ///< in one run
    bool own = false; ///< the policy's
    /// Rank overlap of the lists of people who did not come, from one day to the next.
    Estimate overlap = {};
    Estimate ndcg = {};      ///< of everybody's lists, mean over the days asked
    Estimate ndcg_lost = {}; ///< this less that of daily updates, paired
};

struct CalendarOutcome {
    int from_day = 0; ///< asked daily from here on
    std::vector<CalendarRow> rows;
};

/// Errors: bad_input for less than six days; those of the simulation; cancelled.
Result<CalendarOutcome> measure_calendar(const LoadedScenario& scenario, const Policy& policy,
                                         const SimulateOptions& options);

DataTable calendar_table(const CalendarOutcome& outcome, const Text& text);
std::vector<std::string> calendar_sentences(const CalendarOutcome& outcome, const Text& text);
Json calendar_document(const CalendarOutcome& outcome);
std::string calendar_csv(const CalendarOutcome& outcome);

} // namespace attune
