// A sound trail, and the faults that the tests plant in it: each names what it breaks, why, and the event.
#pragma once

#include "tests/core/audit/trail_log.h"

#include <set>
#include <vector>

namespace attune::test {

using Log = std::vector<trail::Event>;

/// Keeps every invariant, and has something for each of them.
Log sound_log();

/// Where the n-th event of a kind stands, from 0.
std::size_t place(const Log& log, trail::Kind kind, std::size_t n = 0);
/// Puts an event at a place, or last but the end of the run; gives its place.
std::size_t insert(Log& log, std::size_t at, trail::Event event);
std::size_t before_end(Log& log, trail::Event event);
/// Changes the rules of the run.
std::size_t renew_rules(Log& log, const std::function<void(Json&)>& edit);
/// Somebody of the sound trail who has withdrawn, later on that day.
Person ben_later();

/// Keeps every invariant from row to row: little room, picks that wait, a device that asks not to share.
Log sound_rows();
/// The device of this person begins or stops asking everyone not to share.
trail::Event asks(const Person& who, bool on);

struct Fault {
    const char* name;
    trail::Invariant broken;
    trail::Reason reason;
    /// Plants it; gives the place of the event that is to be named.
    std::size_t (*plant)(Log&);
    std::set<trail::Invariant> also = {}; ///< what else it breaks
    Log (*sound)() = sound_log;           ///< what it is planted in
};

/// Of use, capture and retention: I1 to I4.
std::vector<Fault> faults_of_use();
/// Of rows, devices that ask not to share, and steps.
std::vector<Fault> faults_of_rows();
/// Of all other invariants but the chain.
std::vector<Fault> faults_of_promises();

} // namespace attune::test
