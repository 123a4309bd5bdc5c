#include "simulations/study/audit_words.h"

#include "simulations/study/audit_changes.h"
#include "simulations/study/audit_keep.h"

namespace attune {
namespace {

std::string count(std::uint64_t n) {
    return count_text(static_cast<double>(n));
}

/// "2026-05-06 07:08" of an ISO time.
std::string minute_of(const std::string& made) {
    std::string text = made.substr(0, 16);
    if (text.size() > 10) text[10] = ' ';
    return text;
}

std::string verdict_of(const AuditRecord& record, const Text& text) {
    std::vector<std::string> broken;
    for (std::size_t i = 0; i < record.invariants.size(); ++i)
        if (record.invariants[i].failures > 0)
            broken.emplace_back(audit::trail::id(static_cast<audit::trail::Invariant>(i)));
    return text.get(broken.empty() ? "verdict.history.passed" : "verdict.history.failed",
                    {{"broken", text.listed(broken)}, {"open", std::to_string(record.not_evaluated())}});
}

} // namespace

std::string calendar_words(const AuditCalendar& calendar, const Text& text) {
    std::vector<std::string> parts;
    if (calendar.every_days > 0)
        parts.push_back(text.get("verdict.calendar.days", {{"days", std::to_string(calendar.every_days)}}));
    if (calendar.after_run) parts.push_back(text.get("verdict.calendar.run"));
    parts.push_back(text.get("verdict.calendar.publishing")); // whatever the calendar says
    return text.get("verdict.calendar", {{"when", text.listed(parts)}});
}

std::string due_words(const AuditDue& due, const Text& text) {
    constexpr std::array<const char*, 4> keys = {"not_due", "never", "run", "days"};
    const std::string key = std::string("verdict.due.") + keys[static_cast<std::size_t>(due.why)];
    if (due.why == AuditDue::Why::not_due && !due.next.empty())
        return text.get("verdict.due.next", {{"next", due.next}});
    return text.get(key, {{"since", due.since.substr(0, 10)}});
}

std::string signer_words(const AuditSigner& by, const Text& text) {
    const std::string key = "role." + by.role;
    const std::string role = by.role.empty() ? std::string() : text.has(key) ? text.get(key) : by.role;
    if (by.name.empty()) return role.empty() ? text.get("verdict.nobody") : role;
    return role.empty() ? by.name : role + " " + by.name;
}

std::string publishing_words(const PublishingBlock& block, const Text& text) {
    const auto refusal = refusal_of(block, text);
    return refusal ? refusal->what + ". " + refusal->remedy + "." : text.get("verdict.publishing.free");
}

std::vector<AuditHistoryRow> audit_history(const AuditBook& book, const Text& text) {
    std::vector<AuditHistoryRow> rows;
    for (std::size_t i = book.audits.size(); i-- > 0;) {
        const AuditRecord& record = book.audits[i].entry;
        AuditHistoryRow row{.seq = book.audits[i].seq,
                            .made = minute_of(record.made),
                            .verdict = verdict_of(record, text),
                            .by = signer_words(record.by, text),
                            .changed = text.get("verdict.history.first"),
                            .passed = record.passed()};
        if (i > 0) {
            const auto changed = verdict_changes(book.audits[i - 1].entry, record, text);
            row.changed.clear();
            for (const std::string& one : changed)
                row.changed += (row.changed.empty() ? "" : "; ") + one;
            if (changed.empty()) row.changed = text.get("verdict.history.same");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

DataTable audit_history_table(const std::vector<AuditHistoryRow>& rows, const Text& text) {
    DataTable table;
    for (const char* column : {"made", "event", "verdict", "by", "changed"})
        table.head.push_back(text.get("verdict.table." + std::string(column)));
    for (const AuditHistoryRow& row : rows)
        table.rows.push_back({row.made, count(row.seq), row.verdict, row.by, row.changed});
    return table;
}

Json audit_book_document(const AuditBook& book, const std::string& now, const Text& text) {
    Json audits = Json::array(), published = Json::array(), broken = Json::array();
    for (const auto& one : book.audits) {
        Json row = {{"event", one.seq}};
        row.update(parse_json(text_of(one.entry), "trail").value_or(Json::object()));
        audits.push_back(std::move(row));
    }
    for (const auto& one : book.published) {
        Json row = {{"event", one.seq}};
        row.update(parse_json(text_of(one.entry), "trail").value_or(Json::object()));
        published.push_back(std::move(row));
    }
    const PublishingBlock block = publishing_block(book, now);
    for (const BrokenSince& one : block.broken)
        broken.push_back({{"id", audit::trail::id(one.invariant)},
                          {"since", one.since},
                          {"first", one.first},
                          {"failures", one.failures}});
    const AuditCalendar calendar = book.calendar();
    return {{"audits", std::move(audits)},
            {"calendar", {{"every_days", calendar.every_days}, {"after_run", calendar.after_run}}},
            {"due", block.due.due()},
            {"due_says", due_words(block.due, text)},
            {"broken", std::move(broken)},
            {"publishing", block.why == PublishingBlock::Why::none ? "open" : "blocked"},
            {"publishing_says", publishing_words(block, text)},
            {"published", std::move(published)}};
}

} // namespace attune
