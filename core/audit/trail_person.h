// What the trail so far says about one person: where each consent stands, and what is still to come.
#pragma once

#include "core/audit/trail_rules.h"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

namespace attune::audit::trail {

/// One purpose of one person.
struct Standing {
    std::uint64_t seq = 0; ///< of the newest consent event; 0: none
    std::int64_t since_ms = 0;
    std::uint64_t ended = 0; ///< the newest event that ended a consent; 0: none
    std::uint64_t lost = 0;  ///< the newest event after which it might be served no more; 0: none
    State state = State::unknown;
    bool informed = false; ///< the choice was made knowing that the device asks everyone not to share
};

/// Questions and offers to one person.
struct Asked {
    struct InVisit {
        int questions = 0;
        std::int64_t newest_day = 0;
    };
    std::map<std::uint32_t, InVisit> in_visit;
    std::map<std::int64_t, int> on_day;
    bool out = false, offers_out = false;
    std::array<bool, 3> form_out{};
};

/// A row that is kept; of picks that wait to be counted, all of a day.
struct KeptRow {
    Signal signal{};
    std::uint16_t day = 0;
    std::uint16_t purposes = 0;
    std::uint32_t rows = 1;
};

/// All rows kept of one person: no more than the run says, and one entry a day for picks that wait.
struct KeptRows {
    std::vector<KeptRow> rows;    ///< in the order of their capture
    std::vector<KeptRow> waiting; ///< picks by day, until what is popular is counted
    std::int64_t due_day = 0;     ///< until the end of this day no row is kept too long
};

struct PersonState {
    std::array<Standing, purpose_count> standing{};
    std::uint64_t signal_seq = 0; ///< since when the device asks everyone not to share, or does no longer
    bool signal = false;          ///< it asks
    std::int64_t visit_began_ms = 0;
    std::uint32_t visit = 0xFFFFFFFFU; ///< under way; all ones: none has begun
    std::uint16_t to_forget = 0;       ///< purposes that ended and whose state has not been erased yet
    std::uint16_t to_show = 0;         ///< ... and after which no slate has been shown yet
    std::uint16_t read_for = 0;        ///< purposes for which something was read in this visit
    std::uint16_t made_for = 0;        ///< purposes for which state was made that still is there
    std::uint64_t made_for_visit = 0;  ///< the newest state made for the visit alone that still is there
    std::uint64_t trained_on = 0;      ///< the newest read for training
    std::unique_ptr<Asked> asked;      ///< once there is something to remember
    std::unique_ptr<KeptRows> rows;    ///< likewise

    Standing& of(Purpose purpose) { return standing[static_cast<std::size_t>(purpose)]; }
    const Standing& of(Purpose purpose) const { return standing[static_cast<std::size_t>(purpose)]; }
};

/// Whether a consent that stands so permits something, its validity and what a device asks left aside.
inline bool permitted(Basis basis, State state) {
    if (basis == Basis::contract) return true;
    if (basis == Basis::consent) return permits(state);
    return state != State::refused && state != State::withdrawn && state != State::terminated;
}

/// Whether what a device asks counts more than the choice that was made.
inline bool outweighed(const RunRules& rules, const PersonState& person, Purpose purpose) {
    const Terms& terms = rules.terms(purpose);
    if (!person.signal || !terms.heeds_signal || terms.basis != Basis::consent) return false;
    const Source choice = person.of(purpose).informed ? Source::informed_choice : Source::plain_choice;
    return rules.beats(Source::global_signal, choice) || rules.beats(Source::standard, choice);
}

/// Whether a purpose may be served now, the validity of its consent left aside.
inline bool served(const RunRules& rules, const PersonState& person, Purpose purpose) {
    return permitted(rules.terms(purpose).basis, person.of(purpose).state) &&
           !outweighed(rules, person, purpose);
}

/// When something done in a visit counts as done: a consent that held when the visit began holds until its
/// end, but for no longer than a visit can last.
inline std::int64_t counts_at(const PersonState& person, std::uint32_t visit, std::int64_t time_ms) {
    constexpr std::int64_t longest_visit_ms = day_ms;
    const bool in_visit = visit == person.visit && time_ms - person.visit_began_ms <= longest_visit_ms;
    return in_visit ? std::min(time_ms, person.visit_began_ms) : time_ms;
}

/// Whether a consent given at `standing` has run out by `time_ms`. Programs count hours with less precision
/// than milliseconds, hence the minute.
inline bool run_out(const Terms& terms, const Standing& standing, std::int64_t time_ms) {
    constexpr std::int64_t rounding_ms = 60'000;
    if (terms.basis != Basis::consent || terms.validity_days == 0) return false;
    return static_cast<double>(time_ms) - static_cast<double>(standing.since_ms) >
           static_cast<double>(terms.validity_days * day_ms + rounding_ms);
}

} // namespace attune::audit::trail
