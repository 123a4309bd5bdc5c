#include "core/audit/trail_verdict.h"

#include <algorithm>

namespace attune::audit::trail {
namespace {

constexpr std::array<std::string_view, invariant_count> ids = {
    "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12", "I13", "I14", "I15"};
constexpr std::array<std::string_view, reason_count> reasons = {"no_consent",
                                                                "consent_over",
                                                                "other_consent",
                                                                "not_in_matrix",
                                                                "rows_without_leave",
                                                                "against_signal",
                                                                "step_unread",
                                                                "after_end",
                                                                "rests_on_ended",
                                                                "after_signal",
                                                                "kept_for_nothing",
                                                                "kept_without_consent",
                                                                "kept_outside_matrix",
                                                                "kept_against_signal",
                                                                "read_too_old",
                                                                "swept_too_late",
                                                                "row_of_another_day",
                                                                "kept_too_long",
                                                                "rows_unknown",
                                                                "budget_unreadable",
                                                                "budget_over",
                                                                "budget_not_reserved",
                                                                "budget_changed",
                                                                "visit_cap",
                                                                "weekly_cap",
                                                                "asking_off",
                                                                "opted_out",
                                                                "parity_differs",
                                                                "harder_to_leave",
                                                                "evidence_unreadable",
                                                                "not_forgotten",
                                                                "still_adapted",
                                                                "visit_not_forgotten",
                                                                "rows_left",
                                                                "missing",
                                                                "twice",
                                                                "unreadable",
                                                                "chain_broken",
                                                                "history_gap",
                                                                "end_count",
                                                                "not_begun",
                                                                "step_unknown",
                                                                "key_left",
                                                                "key_of_nothing",
                                                                "key_missing",
                                                                "run_unended",
                                                                "after_run_end",
                                                                "slate_number",
                                                                "time_back",
                                                                "audit_unreadable",
                                                                "audit_elsewhere",
                                                                "audit_root",
                                                                "published_unaudited",
                                                                "head_unreadable",
                                                                "head_order",
                                                                "head_root",
                                                                "head_chain",
                                                                "head_previous",
                                                                "head_signature",
                                                                "head_key",
                                                                "unsigned_tail",
                                                                "no_head",
                                                                "earlier_head_longer",
                                                                "earlier_head_differs",
                                                                "earlier_head_signature",
                                                                "no_such_notice",
                                                                "notice_hash",
                                                                "not_in_notice",
                                                                "notice_rewritten",
                                                                "not_by_the_person",
                                                                "not_by_choice",
                                                                "unasked",
                                                                "given_from_the_start",
                                                                "raw_read",
                                                                "raw_kept",
                                                                "export_leaks",
                                                                "other_module",
                                                                "no_cut_off",
                                                                "trained_without_consent",
                                                                "withdrawn_before",
                                                                "more_than_read"};
constexpr std::array<std::string_view, 4> outcomes = {"passed", "failed", "not_evaluated",
                                                      "nothing_to_check"};

} // namespace

std::string_view id(Invariant invariant) {
    return ids[static_cast<std::size_t>(invariant)];
}

std::string_view word(Reason reason) {
    return reasons[static_cast<std::size_t>(reason)];
}

std::string_view word(Outcome outcome) {
    return outcomes[static_cast<std::size_t>(outcome)];
}

Finding finding(Invariant invariant, Reason reason, const Event& event, std::int64_t found,
                std::int64_t allowed) {
    return {.invariant = invariant,
            .reason = reason,
            .seq = event.seq,
            .person = event.person,
            .kind = event.kind,
            .module = event.module,
            .purpose = event.purpose,
            .signal = event.signal,
            .visit = event.visit,
            .time_ms = event.time_ms,
            .found = found,
            .allowed = allowed};
}

Outcome InvariantVerdict::outcome() const {
    if (failures > 0) return Outcome::failed;
    if (!evaluated) return Outcome::not_evaluated;
    return checked > 0 ? Outcome::passed : Outcome::nothing_to_check;
}

bool InvariantVerdict::note(Finding finding) {
    ++failures;
    if (findings.size() >= most_findings) return false;
    findings.push_back(std::move(finding));
    return true;
}

bool TrailVerdict::passed() const {
    return std::all_of(invariants.begin(), invariants.end(),
                       [](const InvariantVerdict& one) { return one.failures == 0; });
}

} // namespace attune::audit::trail
