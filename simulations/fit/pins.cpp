#include "simulations/fit/pins.h"

#include <algorithm>

namespace attune {

const std::vector<Pin>& pins() {
    static const std::vector<Pin> table = {
        {.assumption = "world.response.base",
         .from_log = true,
         .figures = {"response_rate", "response_rested", "response_first"},
         .metrics = {"response_rate"}},
        {.assumption = "world.fatigue.per_prompt",
         .from_log = true,
         .figures = {"response_rested", "response_load_1", "response_load_2", "response_load_4",
                     "response_load_more", "response_first", "response_to_4", "response_to_9",
                     "response_to_19", "response_later", "response_soon", "response_in_2_days",
                     "response_in_4_days", "response_in_8_days", "response_long_after"},
         .metrics = {}},
        {.assumption = "world.response.person_sd",
         .from_log = true,
         .figures = {"response_pairs", "response_after_answer", "response_after_silence"},
         .metrics = {}},
        {.assumption = "world.opt_out.rate",
         .from_log = true,
         .figures = {"opt_outs_per_prompt", "opt_out_rate", "opt_outs_rested", "opt_outs_loaded"},
         .metrics = {"opt_out_rate"}},
        {.assumption = "world.churn.rate",
         .from_log = true,
         .figures = {"silent_at_end", "active_first_week", "active_middle_week", "active_last_week",
                     "came_back"},
         .metrics = {"churn_30d", "churn_hazard"}},
        {.assumption = "world.visits.rate",
         .from_log = true,
         .figures = {"visits_per_day", "visits_first_week"},
         .metrics = {"active_share", "retention_7d", "retention_30d", "retention_1d", "prompts_per_user_week",
                     "weeks_unasked", "weeks_asked_once", "weeks_asked_twice"}},
        {.assumption = "world.visits.rate_sd", .from_log = true, .figures = {"visit_pairs"}, .metrics = {}},
        {.assumption = "world.visits.slates",
         .from_log = true,
         .figures = {"session_length"},
         .metrics = {"session_length", "session_minutes"}},
        {.assumption = "world.choice.no_choice",
         .from_log = true,
         .figures = {"ctr_slate"},
         .metrics = {"ctr", "ctr_slate", "ctr_adjusted"}},
        {.assumption = "world.conversion.base",
         .figures = {"conversion_session"},
         .metrics = {"conversion_session", "conversion_user"}},
        {.assumption = "world.taste.liked_mean",
         .figures = {"satisfaction_answers"},
         .metrics = {"satisfaction_answers"}},
        {.assumption = "world.consent.adjust", .figures = {"consent_share"}, .metrics = {"consent_share"}},
        {.assumption = "world.consent.improve", .figures = {"consent_improve"}, .metrics = {}},
        {.assumption = "world.controls.tap_rate", .figures = {"taps_per_slate"}, .metrics = {}},
        {.assumption = "world.consumption.left_at_once", .figures = {"left_at_once"}, .metrics = {}},
        {.assumption = "world.consumption.left_early", .figures = {"left_early"}, .metrics = {}},
        {.assumption = "world.consumption.left_before_end",
         .figures = {"left_before_end", "session_minutes"},
         .metrics = {}},
    };
    return table;
}

const Pin* find_pin(std::string_view assumption) {
    const auto found = std::find_if(pins().begin(), pins().end(),
                                    [&](const Pin& pin) { return pin.assumption == assumption; });
    return found == pins().end() ? nullptr : &*found;
}

const std::vector<std::string>& target_metrics() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> metrics;
        for (const Pin& pin : pins())
            metrics.insert(metrics.end(), pin.metrics.begin(), pin.metrics.end());
        return metrics;
    }();
    return all;
}

std::vector<std::string> pinned_by_metrics(const std::vector<std::string>& metrics) {
    std::vector<std::string> assumptions;
    for (const Pin& pin : pins()) {
        const auto among = [&](const std::string& metric) {
            return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
        };
        if (std::any_of(pin.metrics.begin(), pin.metrics.end(), among)) assumptions.push_back(pin.assumption);
    }
    return assumptions;
}

} // namespace attune
