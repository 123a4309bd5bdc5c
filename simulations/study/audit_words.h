// The history of audits and their calendar in words, as the window and the command line show them.
#pragma once

#include "simulations/study/audit_due.h"
#include "simulations/study/audit_section.h"

namespace attune {

/// "Every 30 days, after every run and before a policy is published."
std::string calendar_words(const AuditCalendar& calendar, const Text& text);
/// Whether an audit is due, and why or when.
std::string due_words(const AuditDue& due, const Text& text);
/// "Privacy officer A. Nilsson", "nobody named".
std::string signer_words(const AuditSigner& by, const Text& text);
/// Whether policies can be published, and if not why.
std::string publishing_words(const PublishingBlock& block, const Text& text);

/// One audit as a line of the history.
struct AuditHistoryRow {
    std::uint64_t seq = 0;
    std::string made;    ///< "2026-05-06 07:08"
    std::string verdict; ///< what came out, with the broken invariants
    std::string by;
    std::string changed; ///< what is otherwise than in the audit before
    bool passed = false;
};
/// Newest first.
std::vector<AuditHistoryRow> audit_history(const AuditBook& book, const Text& text);
DataTable audit_history_table(const std::vector<AuditHistoryRow>& rows, const Text& text);

/// Audits, calendar, what is due, and what stands in the way of publishing.
Json audit_book_document(const AuditBook& book, const std::string& now, const Text& text);

} // namespace attune
