#include "core/recommender/prompting/prompt_scheduler.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

namespace attune {
namespace {

int day_of(double hours) {
    return static_cast<int>(hours / 24.0);
}

/// Rounded up to a float, so that no gap is cut short by the rounding. hours >= 0.
float not_before(double hours) {
    const float nearest = static_cast<float>(hours);
    return static_cast<double>(nearest) < hours
               ? std::bit_cast<float>(std::bit_cast<std::uint32_t>(nearest) + 1)
               : nearest;
}

/// How many in today and the six days before it.
int in_week(const std::array<std::uint8_t, 7>& per_day, int last_day, int today) {
    int count = 0;
    for (int day = today - 6; day <= today; ++day)
        if (day >= 0 && day > last_day - 7 && day <= last_day)
            count += per_day[static_cast<std::size_t>(day % 7)];
    return count;
}

/// Moves the record to this day. Days between the last prompt and today had none; their slots still hold
/// counts of an earlier week.
void turn_to(PromptRecord& record, int today) {
    assert(today >= record.last_day);
    for (int day = record.last_day + 1; day <= today && day < record.last_day + 8; ++day)
        if (day >= 0)
            record.per_day[static_cast<std::size_t>(day % 7)] =
                record.offers[static_cast<std::size_t>(day % 7)] = 0;
    if (today > record.last_day)
        record.per_day[static_cast<std::size_t>(today % 7)] =
            record.offers[static_cast<std::size_t>(today % 7)] = 0;
    record.last_day = static_cast<std::int16_t>(today);
}

} // namespace

PromptScheduler::PromptScheduler(const Policy& policy)
    : enabled_(policy.prompts)
    , session_cap_(policy.session_cap)
    , weekly_cap_(policy.weekly_cap)
    , offers_a_week_(policy.conversation ? policy.offers_a_week : 0)
    , rest_hours_(policy.template_rest)
    , gap_hours_{} {
    double gap = policy.gap_hours;
    for (double& hours : gap_hours_) {
        hours = gap;
        gap = std::max(policy.gap_hours, std::min(gap * policy.backoff, longest_backoff));
    }
}

bool PromptScheduler::may_ask(const PromptRecord& record, double hours, int asked_this_session,
                              Channel channel) const {
    const auto form = static_cast<std::size_t>(channel);
    if (!enabled_ || record.opted_out || asked_this_session >= session_cap_) return false;
    if (((record.channels_off >> form) & 1U) != 0) return false;
    if (rest_hours_ > 0 && hours - static_cast<double>(record.last_of_channel[form]) < rest_hours_)
        return false;
    const double gap = gap_hours_[record.unanswered];
    if (gap > 0 && hours - static_cast<double>(record.last_hours) < gap) return false;
    if (hours < static_cast<double>(record.quiet_until)) return false;
    const int today = day_of(hours);
    // Visits can overlap, and a long one can run past midnight: days never go back in the record.
    return today >= record.last_day && in_week(record.per_day, record.last_day, today) < weekly_cap_;
}

bool PromptScheduler::may_offer(const PromptRecord& record, double hours, int asked_this_session) const {
    if (record.opted_out || record.offers_off || asked_this_session >= session_cap_) return false;
    if (hours < static_cast<double>(record.quiet_until)) return false;
    const int today = day_of(hours);
    return today >= record.last_day && in_week(record.per_day, record.last_day, today) < weekly_cap_ &&
           in_week(record.offers, record.last_day, today) < offers_a_week_;
}

void PromptScheduler::heard(PromptRecord& record, bool answered) const {
    record.unanswered =
        answered ? std::uint8_t{0}
                 : static_cast<std::uint8_t>(std::min<int>(record.unanswered + 1, most_unanswered));
    if (answered) record.answers = static_cast<std::uint8_t>(std::min<int>(record.answers + 1, most_answers));
}

void PromptScheduler::book_offer(PromptRecord& record, double hours) const {
    const int today = day_of(hours);
    turn_to(record, today);
    ++record.per_day[static_cast<std::size_t>(today % 7)];
    ++record.offers[static_cast<std::size_t>(today % 7)];
    record.last_hours = std::max(record.last_hours, not_before(hours));
}

void PromptScheduler::book(PromptRecord& record, double hours, Channel channel) const {
    const int today = day_of(hours);
    turn_to(record, today);
    ++record.per_day[static_cast<std::size_t>(today % 7)];
    record.last_hours = std::max(record.last_hours, not_before(hours));
    float& last = record.last_of_channel[static_cast<std::size_t>(channel)];
    last = std::max(last, not_before(hours));
}

} // namespace attune
