#include "simulations/study/audit_due.h"

#include <charconv>
#include <chrono>
#include <optional>

namespace attune {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    if (text.size() < from + count) return std::nullopt;
    int value = 0;
    const char* end = text.data() + from + count;
    const auto [stop, error] = std::from_chars(text.data() + from, end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

std::chrono::sys_days day_of(std::string_view time) {
    using namespace std::chrono;
    const auto y = digits(time, 0, 4), m = digits(time, 5, 2), d = digits(time, 8, 2);
    const year_month_day date(year(y.value_or(1970)), month(static_cast<unsigned>(m.value_or(1))),
                              day(static_cast<unsigned>(d.value_or(1))));
    return date.ok() ? sys_days(date) : sys_days();
}

/// Seconds since 1970; 0 for what is no time.
std::int64_t seconds_of(std::string_view time) {
    const auto hours = digits(time, 11, 2), minutes = digits(time, 14, 2), seconds = digits(time, 17, 2);
    return day_of(time).time_since_epoch().count() * seconds_a_day + hours.value_or(0) * 3600 +
           minutes.value_or(0) * 60 + seconds.value_or(0);
}

std::string date_text(std::chrono::sys_days when) {
    const std::chrono::year_month_day date(when);
    const auto two = [](unsigned n) { return (n < 10 ? "-0" : "-") + std::to_string(n); };
    return std::to_string(static_cast<int>(date.year())) + two(static_cast<unsigned>(date.month())) +
           two(static_cast<unsigned>(date.day()));
}

/// The newest event that this audit speaks about; one that claims to know what came after it speaks about
/// nothing.
std::uint64_t covered_by(const InTrail<AuditRecord>& audit) {
    return audit.entry.through < audit.seq ? audit.entry.through : 0;
}

} // namespace

AuditDue audit_due(const AuditBook& book, const std::string& now) {
    const AuditCalendar calendar = book.calendar();
    AuditDue due;
    if (book.audits.empty()) {
        const bool asked_for = calendar.every_days > 0 || calendar.after_run;
        if (asked_for && book.newest_run > 0) due.why = AuditDue::Why::never_made;
        return due;
    }
    const AuditRecord& newest = book.audits.back().entry;
    due.since = newest.made;
    if (calendar.every_days > 0)
        due.next = date_text(day_of(newest.made) + std::chrono::days(calendar.every_days));
    if (calendar.after_run && book.newest_run > covered_by(book.audits.back())) {
        due.why = AuditDue::Why::run_since;
    } else if (calendar.every_days > 0) {
        const std::int64_t age = seconds_of(now) - seconds_of(newest.made);
        if (age >= calendar.every_days * seconds_a_day || age < -seconds_a_day)
            due.why = AuditDue::Why::days_over;
    }
    return due;
}

std::vector<BrokenSince> standing_broken(const AuditBook& book) {
    std::vector<BrokenSince> all;
    if (book.audits.empty()) return all;
    const AuditRecord& newest = book.audits.back().entry;
    for (std::size_t i = 0; i < newest.invariants.size(); ++i) {
        if (newest.invariants[i].failures == 0) continue;
        BrokenSince one{.invariant = static_cast<audit::trail::Invariant>(i),
                        .since = newest.made,
                        .first = newest.invariants[i].first,
                        .failures = newest.invariants[i].failures};
        for (auto earlier = book.audits.rbegin(); earlier != book.audits.rend(); ++earlier) {
            if (earlier->entry.invariants[i].failures == 0) break;
            one.since = earlier->entry.made;
        }
        all.push_back(std::move(one));
    }
    return all;
}

PublishingBlock publishing_block(const AuditBook& book, const std::string& now) {
    PublishingBlock block;
    block.broken = standing_broken(book);
    block.due = audit_due(book, now);
    if (book.audits.empty())
        block.why = PublishingBlock::Why::never_audited;
    else if (!block.broken.empty())
        block.why = PublishingBlock::Why::broken;
    else if (book.newest_judged > covered_by(book.audits.back()))
        block.why = PublishingBlock::Why::uncovered;
    else if (block.due.due())
        block.why = PublishingBlock::Why::overdue;
    return block;
}

} // namespace attune
