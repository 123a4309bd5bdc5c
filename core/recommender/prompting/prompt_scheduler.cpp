#include "core/recommender/prompting/prompt_scheduler.h"

namespace attune {
namespace {

int day_of(double hours) {
    return static_cast<int>(hours / 24.0);
}

} // namespace

PromptScheduler::PromptScheduler(const Policy& policy)
    : enabled_(policy.prompts)
    , session_cap_(policy.session_cap)
    , weekly_cap_(policy.weekly_cap)
    , gap_hours_(static_cast<float>(policy.gap_hours)) {}

bool PromptScheduler::may_ask(const PromptRecord& record, double hours, int asked_this_session) const {
    if (!enabled_ || record.opted_out || asked_this_session >= session_cap_) return false;
    if (static_cast<float>(hours) - record.last_hours < gap_hours_) return false;
    // The week is today and the six days before it.
    const int today = day_of(hours);
    int asked = 0;
    for (int day = today - 6; day <= today; ++day)
        if (day >= 0 && day > record.last_day - 7 && day <= record.last_day) asked += record.per_day[static_cast<std::size_t>(day % 7)];
    return asked < weekly_cap_;
}

void PromptScheduler::book(PromptRecord& record, double hours) const {
    const int today = day_of(hours);
    // Days between the last prompt and today had none; their slots still hold counts of an earlier week.
    for (int day = record.last_day + 1; day <= today && day < record.last_day + 8; ++day)
        if (day >= 0) record.per_day[static_cast<std::size_t>(day % 7)] = 0;
    if (today > record.last_day) record.per_day[static_cast<std::size_t>(today % 7)] = 0;
    record.last_day = static_cast<std::int16_t>(today);
    ++record.per_day[static_cast<std::size_t>(today % 7)];
    record.last_hours = static_cast<float>(hours);
}

} // namespace attune
