// What came of auditing a trail: a verdict for each invariant of the consent evidence (section 9), with the
// first cases that break it. Numbers and codes only; words are made of them elsewhere (trail_words.h).
#pragma once

#include "core/audit/trail_hash.h"
#include "core/audit/trail_reading.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::audit::trail {

enum class Invariant : std::uint8_t {
    consent_at_use,     ///< I1
    nothing_after_end,  ///< I2
    consent_at_capture, ///< I3
    retention,          ///< I4
    budget,             ///< I5
    asking_caps,        ///< I6
    free_opting_out,    ///< I7
    easy_withdrawal,    ///< I8
    prompt_effect,      ///< I9
    whole_trail,        ///< I10
    true_notices,       ///< I11
    no_silence,         ///< I12
    no_leak,            ///< I13
    defence_only,       ///< I14
    known_training      ///< I15
};
constexpr std::size_t invariant_count = 15;
/// "I1" ... "I15".
std::string_view id(Invariant invariant);

enum class Reason : std::uint8_t {
    // I1
    no_consent,    ///< no consent of that purpose permits
    consent_over,  ///< it had run out; found: days since, allowed: days
    other_consent, ///< found: the event it names, allowed: the newest one
    not_in_matrix,
    rows_without_leave, ///< a read that was not allowed handed out rows
    against_signal,     ///< the device asks not to share, and that counts more; found: the event that says so
    step_unread,        ///< a step that rests on nothing that was read in this visit
    // I2
    after_end,      ///< found: the event that ended the consent
    rests_on_ended, ///< found: the event it names, allowed: the event that ended it
    after_signal,   ///< found: the event since which the device asks not to share
    // I3
    kept_for_nothing,
    kept_without_consent,
    kept_outside_matrix,
    kept_against_signal, ///< found: the event since which the device asks not to share
    // I4
    read_too_old,       ///< found: days, allowed: days
    swept_too_late,     ///< likewise
    row_of_another_day, ///< found: its day, allowed: the day it was kept on
    kept_too_long,      ///< a row that nothing has erased; found: days, allowed: days
    rows_unknown,       ///< found: rows read or erased, allowed: rows that were kept
    // I5
    budget_unreadable,
    budget_over,         ///< found: reserved and committed, allowed: the cap
    budget_not_reserved, ///< more committed or given back than was reserved
    budget_changed,      ///< found: the cap now, allowed: before
    // I6
    visit_cap,  ///< found, allowed: questions
    weekly_cap, ///< likewise
    asking_off,
    opted_out,
    // I7, I8
    parity_differs,  ///< found: slates that differ
    harder_to_leave, ///< found: steps to withdraw, allowed: to give
    evidence_unreadable,
    // I9
    not_forgotten, ///< found: the event that ended the consent
    still_adapted,
    visit_not_forgotten, ///< found: the event that made it
    rows_left,           ///< found: rows erased, allowed: rows that nothing permits any more
    // I10
    missing,             ///< events seq to found
    twice,               ///< events seq to found
    unreadable,          ///< the event; `name` says why
    chain_broken,        ///< somewhere in events seq to found
    history_gap,         ///< the consent stood in another state than the event says
    end_count,           ///< found: people watched by the end, allowed: by the beginning
    not_begun,           ///< an event before any run has begun
    step_unknown,        ///< a step taken back that nothing had made
    key_left,            ///< of somebody who was erased; found: the beginning of their run
    key_of_nothing,      ///< found: the event it names, which begins no run
    key_missing,         ///< of somebody who was not erased; found: the beginning of their run
    run_unended,         ///< another run begins; found: its beginning
    after_run_end,       ///< found: the beginning of the run
    slate_number,        ///< found, allowed: numbers
    time_back,           ///< found: day, allowed: the day it already was
    audit_unreadable,    ///< a kept verdict that is not written as it must be, or does not agree with itself
    audit_elsewhere,     ///< ... speaks about the events to found; allowed: those that stood before it
    audit_root,          ///< ... names another root than that of the events before it
    published_unaudited, ///< found: the event it names, which is no audit before it that passed
    head_unreadable,
    head_order, ///< found: events it speaks about, allowed: events there are, or that an earlier one spoke
                ///< about
    head_root,
    head_chain,
    head_previous,
    head_signature,
    head_key,      ///< signed with another key than the one given
    unsigned_tail, ///< events seq to found stand behind the last head
    no_head,
    earlier_head_longer, ///< found: events it speaks about, allowed: events there are
    earlier_head_differs,
    earlier_head_signature,
    // I11
    no_such_notice,
    notice_hash,
    not_in_notice,
    notice_rewritten,
    // I12
    not_by_the_person,
    not_by_choice,
    unasked,
    given_from_the_start,
    // I13
    raw_read,
    raw_kept,
    export_leaks, ///< found: rows
    // I14
    other_module,
    // I15
    no_cut_off,
    trained_without_consent,
    withdrawn_before, ///< found: the read, allowed: the end of the consent
    more_than_read    ///< found: rows it learned from, allowed: rows that were read
};
constexpr std::size_t reason_count = static_cast<std::size_t>(Reason::more_than_read) + 1;
std::string_view word(Reason reason);

/// One case that breaks an invariant.
struct Finding {
    Invariant invariant{};
    Reason reason{};
    std::uint64_t seq = 0; ///< of the event; 0 where it is about a head
    std::uint32_t person = nobody;
    Kind kind = Kind::end;
    Module module{};
    Purpose purpose{};
    Signal signal{};
    std::uint32_t visit = 0;
    std::int64_t time_ms = 0;
    std::int64_t found = 0, allowed = 0; ///< as the reason says
    std::string name{};                  ///< of a head, a notice, a budget
    std::vector<Hash> path{};            ///< its inclusion proof, where it is from a workspace
};
/// About an event.
Finding finding(Invariant invariant, Reason reason, const Event& event, std::int64_t found = 0,
                std::int64_t allowed = 0);

enum class Outcome : std::uint8_t { passed, failed, not_evaluated, nothing_to_check };
std::string_view word(Outcome outcome);

constexpr std::size_t most_findings = 20; ///< kept of each invariant

struct InvariantVerdict {
    std::int64_t checked = 0, failures = 0;
    bool evaluated = true;     ///< false: the trail does not say what is needed
    bool partly = false;       ///< some of it could not be evaluated
    std::int64_t left_out = 0; ///< ... so many cases, where that can be counted
    std::vector<Finding> findings{};

    Outcome outcome() const;
    /// Counts a failure and keeps it if it is one of the first; whether it was kept.
    bool note(Finding finding);
};

struct TrailVerdict {
    std::array<InvariantVerdict, invariant_count> invariants{};
    std::int64_t events = 0, runs = 0;
    std::int64_t people = 0;  ///< of all runs
    std::int64_t watched = 0; ///< ... about whom the trail speaks
    std::int64_t seen = 0;    ///< ... with at least one event
    std::array<std::int64_t, kind_count> by_kind{};
    std::array<std::int64_t, decision_count> reads{};

    InvariantVerdict& of(Invariant invariant) { return invariants[static_cast<std::size_t>(invariant)]; }
    const InvariantVerdict& of(Invariant invariant) const {
        return invariants[static_cast<std::size_t>(invariant)];
    }
    /// No invariant failed.
    bool passed() const;
};

} // namespace attune::audit::trail
