#include "core/audit/asking_limits.h"

#include <algorithm>
#include <cmath>

namespace attune::audit {
namespace {

constexpr double day = 24; ///< hours
constexpr std::int64_t examples_of_each = 5;
/// The longest that backing off makes anybody wait, and how many unanswered questions it counts: stated in
/// the lever's explanation.
constexpr double longest_back_off = 28 * day;
constexpr int most_unanswered = 8;
/// "No thanks" keeps quiet for twice the cool-down.
constexpr double cool_downs = 2;
/// Times in a log are rounded on their way.
constexpr double rounding = 1e-3; ///< hours

bool is_offer(AskingEvent event) {
    return event >= AskingEvent::offer_taken && event <= AskingEvent::offers_off;
}
std::int64_t day_of(double hours) {
    return static_cast<std::int64_t>(std::floor(hours / day));
}
int in_week(const std::map<std::int64_t, int>& by_day, double hours) {
    const std::int64_t today = day_of(hours);
    int count = 0;
    for (auto one = by_day.upper_bound(today - 7); one != by_day.end() && one->first <= today; ++one)
        count += one->second;
    return count;
}

} // namespace

std::string_view name(AskingLimit limit) {
    constexpr std::array<std::string_view, asking_limit_count> names = {
        "switched_off", "per_visit", "per_week", "gap",       "back_off",
        "form_rest",    "offers",    "quiet",    "opted_out", "form_opted_out"};
    return names[static_cast<std::size_t>(limit)];
}

bool AskingVerdict::held() const {
    return std::all_of(limits.begin(), limits.end(), [](const Count& count) { return count.broken == 0; });
}

AskingAudit::AskingAudit(const Policy& policy)
    : policy_(policy) {}

void AskingAudit::check(AskingLimit limit, const AskingRow& row, bool kept, double found, double allowed) {
    AskingVerdict::Count& count = verdict_.limits[static_cast<std::size_t>(limit)];
    ++count.checked;
    if (kept) return;
    if (count.broken++ < examples_of_each)
        verdict_.examples.push_back({limit, row.user, row.visit, row.hours, found, allowed});
}

void AskingAudit::at_most(AskingLimit limit, const AskingRow& row, double found, double allowed) {
    check(limit, row, found <= allowed, found, allowed);
}

void AskingAudit::at_least(AskingLimit limit, const AskingRow& row, double found, double allowed) {
    check(limit, row, found >= allowed - rounding, found, allowed);
}

void AskingAudit::take(const AskingRow& row) {
    History& history = people_[row.user];
    switch (row.event) {
    case AskingEvent::answer:
        history.unanswered = 0;
        break;
    case AskingEvent::opt_out:
        history.out = true;
        break;
    case AskingEvent::form_opt_out:
        history.form_out[row.form] = true;
        break;
    case AskingEvent::opt_in:
        history.out = false;
        history.form_out.fill(false);
        break;
    case AskingEvent::question:
        question(row, history);
        asked(row, history);
        history.last_of_form[row.form] = std::max(history.last_of_form[row.form], row.hours);
        ++history.unanswered; // until an answer follows
        break;
    case AskingEvent::offer_taken:
    case AskingEvent::offer_refused:
    case AskingEvent::offers_off:
        ++verdict_.offers;
        ++history.offered_on[day_of(row.hours)];
        at_most(AskingLimit::offers, row, in_week(history.offered_on, row.hours),
                policy_.deescalation && policy_.conversation ? policy_.offers_a_week : 0);
        asked(row, history);
        if (row.event != AskingEvent::offer_taken)
            history.last_refusal = std::max(history.last_refusal, row.hours);
        history.offers_out = history.offers_out || row.event == AskingEvent::offers_off;
        break;
    }
}

/// What holds for questions and offers alike.
void AskingAudit::asked(const AskingRow& row, History& history) {
    verdict_.people += history.asked_on.empty() ? 1 : 0;
    ++history.asked_on[day_of(row.hours)];
    at_most(AskingLimit::per_visit, row, ++history.asked_in[row.visit], policy_.session_cap);
    at_most(AskingLimit::per_week, row, in_week(history.asked_on, row.hours), policy_.weekly_cap);
    check(AskingLimit::opted_out, row, !history.out && !(history.offers_out && is_offer(row.event)), 1, 0);
    if (history.last_refusal > never)
        at_least(AskingLimit::quiet, row, row.hours - history.last_refusal,
                 cool_downs * policy_.cool_down * day);
    history.last_asked = std::max(history.last_asked, row.hours);
}

/// What holds for questions alone, and for whatever came before this one.
void AskingAudit::question(const AskingRow& row, History& history) {
    ++verdict_.questions;
    check(AskingLimit::switched_off, row, policy_.prompts, 1, 0);
    check(AskingLimit::form_opted_out, row, !history.form_out[row.form], 1, 0);
    // Visits can overlap: without a gap, an earlier moment may well come later in the log.
    if (policy_.gap_hours > 0 && history.last_asked > never) {
        const double waited = row.hours - history.last_asked;
        at_least(AskingLimit::gap, row, waited, policy_.gap_hours);
        if (history.unanswered > 0) {
            const double longer =
                policy_.gap_hours * std::pow(policy_.backoff, std::min(history.unanswered, most_unanswered));
            at_least(AskingLimit::back_off, row, waited,
                     std::max(policy_.gap_hours, std::min(longer, longest_back_off)));
        }
    }
    if (policy_.template_rest > 0 && history.last_of_form[row.form] > never)
        at_least(AskingLimit::form_rest, row, row.hours - history.last_of_form[row.form],
                 policy_.template_rest);
}

} // namespace attune::audit
